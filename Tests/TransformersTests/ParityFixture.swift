import Foundation
import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import Transformers

/// What `make_parity.py` wrote: tensors in a flat file of little-endian Floats, and where each lies.
struct ParityFixture: Decodable {
    struct Tensor: Decodable {
        let shape: [Int]
        let offset: Int
    }

    struct Case: Decodable, CustomTestStringConvertible {
        let name: String, architecture: String, problem: String, activation: String
        let vocabulary: Int, width: Int, blocks: Int, heads: Int, inner: Int, positions: Int, types: Int
        let padding: Int, labels: Int
        let epsilon: Double
        let ids: [[Int32]], token_types: [[Int32]]
        let targets: Targets
        let weights: [String: Tensor], gradients: [String: Tensor]
        let states: Tensor, logits: Tensor
        let loss: Double, gradient_norm: Double
        let losses: [Double]
        let perplexity: Double?

        var testDescription: String { name }
    }

    /// One number a sequence, or one a token or label.
    struct Targets: Decodable {
        let rows: [[Double]]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let single = try? container.decode([Double].self) {
                rows = single.map { [$0] }
            } else {
                rows = try container.decode([[Double]].self)
            }
        }
    }

    struct LossCases: Decodable {
        struct Case: Decodable {
            let smoothing: Double
            let weights: [Double]?
            let loss: Double
            let gradients: Tensor
        }
        let logits: Tensor
        let targets: [Int32]
        let cases: [Case]
    }

    struct Schedule: Decodable {
        let shape: String
        let warm_up: Int, total: Int
        let shares: [Double]
    }

    struct Optimisers: Decodable {
        struct Case: Decodable {
            let rule: String
            let result: [Float]
        }
        let start: [Float], target: [Float]
        let cases: [Case]
    }

    let cases: [Case]
    let losses: LossCases
    let schedules: [Schedule]
    let optimisers: Optimisers

    static let shared: ParityFixture = {
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
    static func matrix(_ tensor: Tensor) -> Matrix {
        let columns = tensor.shape.last ?? 1
        let rows = tensor.shape.dropLast().reduce(1, *)
        let values = floats[tensor.offset..<tensor.offset + rows * columns]
        return Matrix(rows: rows, columns: columns, values)
    }
}

extension ParityFixture.Case {
    var configuration: EncoderConfiguration {
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

    var head: TextModel.Head { problem == "masked_language" ? .maskedLanguage : .classification(labels: labels) }

    var model: TextModel {
        get throws { try TextModel(configuration, head: head, weights: weights.mapValues(ParityFixture.matrix)) }
    }

    var tokens: PackedTokens { PackedTokens(ids, types: token_types) }

    /// The tokens with a target, and their targets.
    var predicted: (positions: [Int], targets: [Int32]) {
        let flat = targets.rows.flatMap { $0.map { Int32($0) } }
        let positions = flat.indices.filter { flat[$0] != -100 }
        return (positions, positions.map { flat[$0] })
    }

    var reading: TextModel.Reading { problem == "masked_language" ? .tokens(predicted.positions) : .classifier }

    func loss(_ logits: Matrix) -> Loss {
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
func distance(_ first: Matrix, _ second: Matrix) -> Double {
    guard first.rows == second.rows && first.columns == second.columns else { return .infinity }
    return zip(first.values, second.values).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
}

/// √Σ (a - b)² / √Σ b².
func relativeDistance(_ first: Matrix, _ second: Matrix) -> Double {
    guard first.rows == second.rows && first.columns == second.columns else { return .infinity }
    let squares = zip(first.values, second.values).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (squares / second.values.reduce(0) { $0 + Double($1) * Double($1) }).squareRoot()
}
