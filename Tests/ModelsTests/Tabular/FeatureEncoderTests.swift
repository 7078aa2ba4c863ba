import MatrixKernels
import Testing

@testable import Models

struct FeatureEncoderTests {
    static let columns = [
        FeatureColumn(name: "age", reading: ["20", "40", nil, "60"]),
        FeatureColumn(name: "town", reading: ["b", "a", "b", nil]),
    ]

    @Test func `a column is of numbers if every text that is there is one`() {
        #expect(Self.columns[0].isNumeric && !Self.columns[1].isNumeric)
        #expect(!FeatureColumn(name: "x", reading: ["1", "inf"]).isNumeric)
        #expect(!FeatureColumn(name: "x", reading: [nil, nil]).isNumeric)
    }

    @Test func `numbers are standardised, texts and missing values get indicators, and names lead back`() {
        let encoder = FeatureEncoder(fittingTo: Self.columns)
        #expect(encoder.outputs.map(\.name) == ["age", "age is missing", "town = a", "town = b", "town is missing"])
        #expect(encoder.outputs.map(\.column) == [0, 0, 1, 1, 1] && encoder.width == 5)
        let matrix = encoder.encode(Self.columns)
        let step = Float(1.5).squareRoot()
        #expect((0..<4).map { matrix[$0, 0] } == [-step, 0, 0, step])
        #expect((0..<4).map { matrix[$0, 1] } == [0, 0, 1, 0])
        #expect((0..<4).map { matrix[$0, 2] } == [0, 1, 0, 0])
        #expect((0..<4).map { matrix[$0, 4] } == [0, 0, 0, 1])
    }

    @Test func `rare levels share an indicator with those never seen`() {
        let column = FeatureColumn(name: "town", reading: ["a", "a", "b", "c"])
        let encoder = FeatureEncoder(fittingTo: [column], minimumCount: 2)
        #expect(encoder.outputs.map(\.name) == ["town = a", "town is rare"])
        let other = encoder.encode([FeatureColumn(name: "town", reading: ["a", "c", "z", nil])])
        #expect(other.values == [1, 0, 0, 1, 0, 1, 0, 0])
        // Where none was rare an unseen level is no level.
        let all = FeatureEncoder(fittingTo: [column])
        #expect(all.encode([FeatureColumn(name: "town", reading: ["z"])]).values == [0, 0, 0])
    }

    @Test func `what was encoded is decoded to what it was`() {
        let encoder = FeatureEncoder(fittingTo: Self.columns)
        let decoded = encoder.decoded(DoubleMatrix(encoder.encode(Self.columns)), rare: [nil, nil])
        #expect(decoded[1] == Self.columns[1])
        guard case .numbers(let numbers) = decoded[0].values else {
            Issue.record("a number became a text")
            return
        }
        // The matrix holds floats.
        for (number, expected) in zip(numbers, [20, 40, .nan, 60]) {
            #expect(expected.isNaN ? number.isNaN : abs(number - expected) < 1e-5)
        }
    }

    @Test func `the likeliest level is decoded, the first of equal ones, and rare ones by the text given`() {
        let town = FeatureColumn(name: "town", reading: ["a", "a", "b", "b", "c", nil])
        let encoder = FeatureEncoder(fittingTo: [town], minimumCount: 2)
        // a, b, rare, missing.
        let rows = DoubleMatrix(
            rows: 4, columns: 4, [0.2, 0.5, 0.2, 0.1, 0.4, 0.4, 0.1, 0.1, 0.1, 0.2, 0.6, 0.1, 0, 0.1, 0.2, 0.7])
        let decoded = encoder.decoded(rows, rare: ["c"])
        #expect(decoded == [FeatureColumn(name: "town", values: .texts(["b", "a", "c", nil]))])
    }

    @Test func `a constant number has no scale`() {
        let column = FeatureColumn(name: "x", reading: ["7", "7"])
        #expect(FeatureEncoder(fittingTo: [column]).encode([column]).values == [0, 0])
    }
}
