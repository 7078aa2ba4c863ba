import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations

/// What `make_erasure.py` wrote.
struct ErasureFixture: Decodable {
    struct Map: Decodable {
        let matrix: [Double], erased: [Double]
    }

    struct Erasure: Decodable, CustomTestStringConvertible {
        let name: String
        let rows: Int, width: Int
        let groups: [Int]
        let members: [[Int]]
        let states: [Double]
        let plain: Map?
        let defaults: Map

        var testDescription: String { name }
        var matrix: Matrix { Matrix(rows: rows, columns: width, states.map { Float($0) }) }

        func fitter() -> LEACEFitter {
            var fitter = LEACEFitter(width: width, groups: groups)
            fitter.update(matrix, groups: members.map { $0.map { $0 } })
            return fitter
        }
    }

    struct Projection: Decodable {
        let rows: Int, width: Int, groups: Int
        let members: [Int]
        let states: [Double]
        let directions: [[Double]], projections: [[Double]]

        var matrix: Matrix { Matrix(rows: rows, columns: width, states.map { Float($0) }) }
    }

    let leace: [Erasure]
    let inlp: Projection

    static let shared: ErasureFixture = {
        do { return try Places.fixture("mitigations/erasure.json") } catch { fatalError("\(error)") }
    }()
}

/// The largest difference between numbers in order.
func distance(_ first: [Double], _ second: [Double]) -> Double {
    guard first.count == second.count else { return .infinity }
    return zip(first, second).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// States whose first columns tell the group and the label, in a mixture of columns.
struct DrawnStates {
    let states: Matrix
    let groups: [Int]
    let labels: [Int]

    /// - Parameters:
    ///   - groupCount: The number of groups.
    ///   - agreement: How often the label is that of the group.
    ///   - opposed: Whether the group's direction turns round with the label.
    init(_ rows: Int, width: Int, groupCount: Int = 2, agreement: Double = 0.6, opposed: Bool = false, seed: UInt64) {
        // The mixture belongs to the population, not to the draw.
        var mixing = SeededGenerator(seed: 99)
        let mixture = (0..<width * width).map { _ in mixing.normal() }
        var generator = SeededGenerator(seed: seed)
        var (groups, labels, values): ([Int], [Int], [Float]) = ([], [], [])
        for _ in 0..<rows {
            let group = Int(generator.uniform() * Double(groupCount))
            let label = generator.uniform() < agreement ? group % 2 : 1 - group % 2
            var inner = (0..<width).map { _ in generator.normal() }
            inner[group % (width - 1)] += opposed && label == 1 ? -1.5 : 1.5
            inner[width - 1] += 2 * Double(label)
            values += (0..<width).map { row in
                Float(5 + (0..<width).reduce(0) { $0 + mixture[row * width + $1] * inner[$1] })
            }
            groups.append(group)
            labels.append(label)
        }
        states = Matrix(rows: rows, columns: width, values)
        (self.groups, self.labels) = (groups, labels)
    }
}
