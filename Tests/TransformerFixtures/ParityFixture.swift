internal import Foundation
package import MatrixKernels
internal import NumericalKernels
internal import TestSupport
package import Transformers

/// What `make_parity.py` wrote: tensors in a flat file of little-endian Floats, and where each lies.
package struct ParityFixture: Decodable, Sendable {
    package struct Tensor: Decodable, Sendable {
        package let shape: [Int]
        package let offset: Int
    }

    package struct Case: Decodable, Sendable {
        package let name: String, architecture: String, problem: String, activation: String
        package let vocabulary: Int, width: Int, blocks: Int, heads: Int, inner: Int, positions: Int, types: Int
        package let padding: Int, labels: Int
        package let epsilon: Double
        package let ids: [[Int32]], token_types: [[Int32]]
        package let targets: Targets
        package let weights: [String: Tensor], gradients: [String: Tensor]
        package let states: Tensor, logits: Tensor
        package let loss: Double, gradient_norm: Double
        package let losses: [Double]
        package let perplexity: Double?
    }

    /// One number a sequence, or one a token or label.
    package struct Targets: Decodable, Sendable {
        package let rows: [[Double]]

        package init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let single = try? container.decode([Double].self) {
                rows = single.map { [$0] }
            } else {
                rows = try container.decode([[Double]].self)
            }
        }
    }

    package struct LossCases: Decodable, Sendable {
        package struct Case: Decodable, Sendable {
            package let smoothing: Double
            package let weights: [Double]?
            package let loss: Double
            package let gradients: Tensor
        }
        package let logits: Tensor
        package let targets: [Int32]
        package let cases: [Case]
    }

    package struct Schedule: Decodable, Sendable {
        package let shape: String
        package let warm_up: Int, total: Int
        package let shares: [Double]
    }

    package struct Optimisers: Decodable, Sendable {
        package struct Case: Decodable, Sendable {
            package let rule: String
            package let result: [Float]
        }
        package let start: [Float], target: [Float]
        package let cases: [Case]
    }

    package let cases: [Case]
    package let losses: LossCases
    package let schedules: [Schedule]
    package let optimisers: Optimisers

    package static let shared: ParityFixture = {
        do { return try Places.fixture("transformers/parity.json") } catch { fatalError("\(error)") }
    }()

    private static let floats: [Float] = {
        guard let data = try? Data(contentsOf: Places.fixtures.appending(path: "transformers/parity.bin")) else {
            fatalError("parity.bin")
        }
        return data.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
    }()

    /// A tensor of the fixture; a vector is a matrix of one row.
    package static func matrix(_ tensor: Tensor) -> Matrix {
        let columns = tensor.shape.last ?? 1
        let rows = tensor.shape.dropLast().reduce(1, *)
        let values = floats[tensor.offset..<tensor.offset + rows * columns]
        return Matrix(rows: rows, columns: columns, values)
    }
}

extension ParityFixture.Case {
    package var configuration: EncoderConfiguration {
        get throws {
            guard let architecture = Architecture.named(self.architecture) else {
                throw ModelError.configuration(self.architecture)
            }
            var result = EncoderConfiguration(
                architecture: architecture, vocabularySize: vocabulary, width: width, blockCount: blocks,
                headCount: heads, innerWidth: inner, positionCount: positions, typeCount: types)
            result.activation = ["gelu": .gelu, "gelu_new": .geluTanh, "relu": .relu][activation] ?? .tanh
            result.normEpsilon = epsilon
            result.paddingToken = padding
            (result.dropout, result.attentionDropout, result.classifierDropout) = (0, 0, 0)
            return result
        }
    }

    package var head: TextModel.Head {
        problem == "masked_language" ? .maskedLanguage : .classification(labels: labels)
    }

    package var model: TextModel {
        get throws { try TextModel(configuration, head: head, weights: weights.mapValues(ParityFixture.matrix)) }
    }

    package var tokens: PackedTokens { PackedTokens(ids, types: token_types) }

    /// The tokens with a target, and their targets.
    package var predicted: (positions: [Int], targets: [Int32]) {
        let flat = targets.rows.flatMap { $0.map { Int32($0) } }
        let positions = flat.indices.filter { flat[$0] != -100 }
        return (positions, positions.map { flat[$0] })
    }

    package var reading: TextModel.Reading { problem == "masked_language" ? .tokens(predicted.positions) : .classifier }

    package func loss(_ logits: Matrix) -> Loss {
        let values = targets.rows.flatMap { $0.map { Float($0) } }
        switch problem {
        case "masked_language": return CrossEntropy()(logits, predicted.targets)
        case "regression": return MeanSquaredError()(logits, Matrix(rows: logits.rows, columns: 1, values))
        case "multi_label":
            return BinaryCrossEntropy()(logits, Matrix(rows: logits.rows, columns: logits.columns, values))
        default: return CrossEntropy()(logits, values.map { Int32($0) })
        }
    }
}

/// The largest difference between two matrices of one shape.
package func distance(_ first: Matrix, _ second: Matrix) -> Double {
    guard first.rows == second.rows && first.columns == second.columns else { return .infinity }
    return zip(first.values, second.values).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
}

/// √Σ (a - b)² / √Σ b².
package func relativeDistance(_ first: Matrix, _ second: Matrix) -> Double {
    guard first.rows == second.rows && first.columns == second.columns else { return .infinity }
    let squares = zip(first.values, second.values).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (squares / second.values.reduce(0) { $0 + Double($1) * Double($1) }).squareRoot()
}
