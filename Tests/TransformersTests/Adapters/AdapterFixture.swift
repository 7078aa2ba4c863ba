import Foundation
import MatrixKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

/// What `make_adapters.py` wrote: a folder of peft's, and what PyTorch computes with it.
struct AdapterFixture: CustomTestStringConvertible {
    let name: String

    static let all = ["bert", "bert-key", "distilbert", "roberta"].map(AdapterFixture.init)

    var testDescription: String { name }
    var folder: URL { Places.fixtures.appending(path: "transformers/adapters/\(name)") }

    /// The checkpoint that was adapted.
    var base: ParityFixture.Case {
        let wanted = "\(name.split(separator: "-")[0]) classifier"
        guard let found = ParityFixture.shared.cases.first(where: { $0.name == wanted }) else { fatalError(wanted) }
        return found
    }

    var model: TextModel { get throws { try base.model.addingAdapter(from: folder.path) } }

    var expected: Checkpoint { get throws { try Checkpoint(file: "\(folder.path)/expected.safetensors") } }
}

extension Checkpoint {
    /// A tensor of one dimension, as a matrix of one row, or of two.
    func matrix(_ name: String) throws -> Matrix {
        let tensor = try tensor(name)
        let columns = tensor.shape.last ?? 1
        return Matrix(rows: tensor.count / max(1, columns), columns: columns, try tensor.floats())
    }
}

extension TextModel {
    /// The same with every parameter of the adapter moved, so that no B is 0.
    func movingAdapter(by deviation: Double = 0.3) -> TextModel {
        var result = self
        for (index, entry) in parameters.layout.entries.enumerated() where adapter?.includes(entry) == true {
            let noise = GradientTests.weights(like: parameters.matrices[index], seed: UInt64(500 + index))
            result.parameters.matrices[index].add(noise, scale: Float(deviation))
        }
        return result
    }
}
