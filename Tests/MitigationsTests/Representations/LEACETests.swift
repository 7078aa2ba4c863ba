import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations

struct LEACETests {
    @Test(arguments: ErasureFixture.shared.leace)
    func `maps are those of the package concept-erasure`(known: ErasureFixture.Erasure) throws {
        for (map, convention) in [
            (known.plain, ErasureConvention.plainPackage), (known.defaults, .packageDefault),
        ] {
            guard let map else { continue }
            let eraser = try known.fitter().eraser(convention: convention)
            let scale = map.matrix.reduce(1) { max($0, abs($1)) }
            #expect(distance(eraser.map.matrix.values, map.matrix) < 1e-6 * scale)
            let erased = DoubleMatrix(eraser(known.matrix.rows(0..<3))).values
            // States are rounded to Floats.
            let largest = map.erased.reduce(1) { max($0, abs($1)) }
            #expect(distance(erased, map.erased) < 1e-6 * largest)
        }
    }

    @Test(arguments: ErasureFixture.shared.leace)
    func `batches in any order and merged fitters give the same map`(known: ErasureFixture.Erasure) throws {
        let whole = try known.fitter().eraser()
        var parts = (0..<2).map { _ in LEACEFitter(width: known.width, groups: known.groups) }
        for row in (0..<known.rows).reversed() {
            parts[row % 2].update(known.matrix.rows(row..<row + 1), groups: known.members.map { [$0[row]] })
        }
        parts[0].merge(parts[1])
        #expect(parts[0].count == known.rows)
        let merged = try parts[0].eraser()
        #expect(merged.rank == whole.rank)
        #expect(distance(merged.map.matrix.values, whole.map.matrix.values) < 1e-7)
        #expect(distance(merged.map.shift, whole.map.shift) < 1e-6)
    }

    @Test(arguments: ErasureFixture.shared.leace, [ErasureConvention.exact, .shrunk, .packageDefault])
    func `the map is idempotent, keeps the mean and leaves no covariance with a group`(
        known: ErasureFixture.Erasure, convention: ErasureConvention
    ) throws {
        let fitter = known.fitter()
        let eraser = try fitter.eraser(convention: convention)
        let matrix = eraser.map.matrix
        let scale = matrix.values.reduce(1) { max($0, abs($1)) }
        #expect(distance(matrix.times(matrix).values, matrix.values) < 1e-6 * scale * scale)
        let mean = zip(matrix.times(fitter.mean), eraser.map.shift).map { $0 + $1 }
        #expect(distance(mean, fitter.mean) < 1e-9 * scale)
        let cross = fitter.cross(.marginal)
        #expect(cross.values.contains { abs($0) > 0.05 })
        #expect(matrix.times(cross).values.allSatisfy { abs($0) < 1e-7 * scale })
        // Groups sum to 1, so that each attribute takes a direction less than it has groups.
        #expect(eraser.rank == known.groups.reduce(0) { $0 + $1 - 1 })
        // Without growth of the trace a bound on it has nothing to do.
        let covariance = fitter.covariance(isShrunk: convention.isShrunk)
        #expect(matrix.times(covariance).timesTransposed(matrix).trace <= covariance.trace)
    }

    @Test func `rows of unknown group or label are skipped`() throws {
        let drawn = DrawnStates(60, width: 4, seed: 1)
        var fitter = LEACEFitter(width: 4, groups: [2], labels: 2)
        let groups: [Int?] = drawn.groups.enumerated().map { $0 % 3 == 0 ? nil : $1 }
        let labels: [Int?] = drawn.labels.enumerated().map { $0 % 5 == 0 ? nil : $1 }
        fitter.update(drawn.states, groups: [groups], labels: labels)
        let known = (0..<60).filter { $0 % 3 != 0 && $0 % 5 != 0 }
        #expect(fitter.count == known.count)
        var other = LEACEFitter(width: 4, groups: [2], labels: 2)
        other.update(
            drawn.states.rows(at: known), groups: [known.map { drawn.groups[$0] }],
            labels: known.map { drawn.labels[$0] })
        #expect(try fitter.eraser(.withinEachLabel) == other.eraser(.withinEachLabel))
    }

    @Test(arguments: [ErasureScope.pooledWithinLabels, .withinEachLabel, .withinLabel(1), .marginal])
    func `each scope leaves the covariance 0 that it names, and no more`(scope: ErasureScope) throws {
        let drawn = DrawnStates(400, width: 6, opposed: true, seed: 2)
        var fitter = LEACEFitter(width: 6, groups: [2], labels: 2)
        fitter.update(drawn.states, groups: [drawn.groups.map { $0 }], labels: drawn.labels.map { $0 })
        let eraser = try fitter.eraser(scope)
        let erased = eraser(drawn.states)
        /// Σ (x − x̄) (z − z̄) of the erased states and the group, over the rows of a label or all.
        func products(_ label: Int?) -> [Double] {
            let rows = (0..<400).filter { label == nil || drawn.labels[$0] == label }
            let share = Double(rows.reduce(0) { $0 + drawn.groups[$1] }) / Double(rows.count)
            return (0..<6).map { column in
                rows.reduce(0) { $0 + Double(erased[$1, column]) * (Double(drawn.groups[$1]) - share) }
            }
        }
        func isZero(_ other: ErasureScope) -> Bool {
            let sums: [Double] =
                switch other {
                case .marginal: products(nil)
                case .withinLabel(let label): products(label)
                case .withinEachLabel: products(0) + products(1)
                case .pooledWithinLabels: zip(products(0), products(1)).map { $0 + $1 }
                }
            return sums.allSatisfy { abs($0) < 1e-3 }
        }
        #expect(eraser.rank == (scope == .withinEachLabel ? 2 : 1))
        #expect(isZero(scope))
        #expect(isZero(.withinEachLabel) == (scope == .withinEachLabel))
        #expect(isZero(.withinLabel(1)) == (scope == .withinEachLabel || scope == .withinLabel(1)))
        #expect(isZero(.pooledWithinLabels) == (scope == .withinEachLabel || scope == .pooledWithinLabels))
        #expect(isZero(.marginal) == (scope == .marginal))
    }

    @Test func `a direction in which normalised states do not vary is left as it is`() throws {
        let drawn = DrawnStates(300, width: 6, seed: 11)
        var states = drawn.states
        for row in 0..<300 {
            let mean = (0..<6).reduce(0) { $0 + states[row, $1] } / 6
            for column in 0..<6 { states[row, column] -= mean }
        }
        var fitter = LEACEFitter(width: 6, groups: [2])
        fitter.update(states, groups: [drawn.groups.map { $0 }])
        let eraser = try fitter.eraser()
        let ones = [Double](repeating: 1, count: 6)
        #expect(distance(eraser.map.matrix.times(ones), ones) < 1e-3)
        #expect(eraser.map.matrix.values.allSatisfy { abs($0) < 10 })
        let cross = fitter.cross(.marginal)
        #expect(eraser.map.matrix.times(cross).values.allSatisfy { abs($0) < 1e-6 })
        #expect(cross.values.contains { abs($0) > 0.1 })
    }

    @Test func `numeric concepts are erased too, and in every unit alike`() throws {
        let drawn = DrawnStates(200, width: 5, seed: 3)
        let ages = (0..<200).map { Double(drawn.states[$0, 0]) + Double($0 % 7) }
        func eraser(_ unit: Double) throws -> ConceptEraser {
            var fitter = LEACEFitter(width: 5, concepts: 1)
            fitter.update(drawn.states, concepts: DoubleMatrix(rows: 200, columns: 1, ages.map { unit * $0 + 4 }))
            return try fitter.eraser()
        }
        let one = try eraser(1)
        #expect(one.rank == 1)
        let gap = distance(one.map.matrix.values, try eraser(-1000).map.matrix.values)
        #expect(gap < 1e-8)
    }

    @Test func `too few rows and states that are no numbers are errors`() {
        var fitter = LEACEFitter(width: 2, groups: [2])
        fitter.update(Matrix(rows: 2, columns: 2, [1, 2, 3, 4]), groups: [[1, nil]])
        #expect(throws: MitigationsError.tooFewRows(count: 1, needed: 2)) { try fitter.eraser() }
        fitter.update(Matrix(rows: 2, columns: 2, [1, .infinity, 3, 4]), groups: [[1, 0]])
        #expect(throws: MitigationsError.notFinite) { try fitter.eraser() }
    }
}
