import MatrixKernels
import Models
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations

struct NullspaceProjectionTests {
    static let known = ErasureFixture.shared.inlp

    static func directions(_ count: Int) -> [DoubleMatrix] {
        known.directions.prefix(count).map { DoubleMatrix(rows: known.groups, columns: known.width, $0) }
    }

    @Test(arguments: 1...3) func `the projection of given classifiers is the reference's`(rounds: Int) {
        let known = NullspaceProjectionTests.known
        let matrix = NullspaceProjection.matrix(
            awayFrom: NullspaceProjectionTests.directions(rounds), width: known.width)
        #expect(distance(matrix.values, known.projections[rounds - 1]) < 1e-6)
        #expect(matrix.times(matrix).values.elementsEqual(matrix.values) { abs($0 - $1) < 1e-12 })
        #expect(matrix.values.elementsEqual(matrix.transposed.values) { abs($0 - $1) < 1e-12 })
        #expect(abs(matrix.trace - Double(known.width - 2 * rounds)) < 1e-9)
    }

    @Test func `our own classifiers lead to the same projections`() {
        let known = NullspaceProjectionTests.known
        var matrix = DoubleMatrix(identity: known.width)
        var directions: [DoubleMatrix] = []
        for round in 0..<3 {
            let states = DoubleMatrix(known.matrix).timesTransposed(matrix).rounded
            let fit = LogisticFit(
                features: states, targets: known.members, classes: known.groups,
                settings: LogisticSettings(ridge: 1, isStandardized: false))
            directions.append(fit.model.coefficients)
            matrix = NullspaceProjection.matrix(awayFrom: directions, width: known.width)
            // Projected states are rounded to Floats here.
            #expect(distance(matrix.values, known.projections[round]) < 1e-5)
        }
    }

    @Test func `classifiers are at chance at the end and were above it before`() throws {
        let drawn = DrawnStates(1200, width: 8, seed: 4)
        let projection = try NullspaceProjection(
            drawn.states, groups: drawn.groups.enumerated().map { $0 % 10 == 0 ? nil : $1 }, groupCount: 2,
            settings: NullspaceProjection.Settings(seed: 1))
        let (first, last) = (projection.rounds[0], try #require(projection.rounds.last))
        #expect(first.accuracy > first.majority + 0.2 && first.isErased)
        #expect(last.accuracy <= last.majority + 0.01 && !last.isErased)
        #expect(projection.directions.count == projection.rounds.count - 1)
        #expect(projection.rounds.count < 8)
        for direction in projection.directions {
            #expect(projection.map.matrix.timesTransposed(direction).values.allSatisfy { abs($0) < 1e-7 })
        }
    }

    @Test func `a group that nothing goes with ends the fit at once`() throws {
        let drawn = DrawnStates(600, width: 5, seed: 5)
        var generator = SeededGenerator(seed: 6)
        var settings = NullspaceProjection.Settings(seed: 2)
        settings.margin = 0.1
        let projection = try NullspaceProjection(
            drawn.states, groups: drawn.groups.map { _ in generator.uniform() < 0.5 ? 0 : 1 }, groupCount: 2,
            settings: settings)
        #expect(projection.rounds.count == 1)
        #expect(projection.map.matrix == DoubleMatrix(identity: 5))
        #expect(throws: MitigationsError.tooFewRows(count: 0, needed: 10)) {
            try NullspaceProjection(
                drawn.states, groups: drawn.groups.map { _ in nil }, groupCount: 2, settings: settings)
        }
    }
}
