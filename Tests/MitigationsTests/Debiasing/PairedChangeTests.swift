import MatrixKernels
import Testing

@testable import Mitigations

struct PairedChangeTests {
    /// Agresti, Min 2005: n = 40 pairs, 10 gained and 4 lost; ((10.5 − 4.5) ± 1.96 √(15 − 36/42)) / 42.
    @Test func `the change has the interval of its discordant pairs`() throws {
        let before = Array(repeating: false, count: 10) + Array(repeating: true, count: 30)
        let after =
            Array(repeating: true, count: 10) + Array(repeating: false, count: 4) + Array(repeating: true, count: 26)
        let change = try #require(PairedChange(before: before, after: after))
        #expect(change.gained == 10 && change.lost == 4 && change.before == 0.75 && change.after == 0.9)
        #expect(change.value == 0.15)
        let interval = change.interval(z: 1.96)
        let half = 1.96 * (15 - 36.0 / 42).squareRoot() / 42
        #expect(abs(interval.lower - (6.0 / 42 - half)) < 1e-12 && abs(interval.upper - (6.0 / 42 + half)) < 1e-12)
        #expect(interval.lower < 0.15 && interval.upper > 0.15)
    }

    @Test func `nothing changes where nothing is`() throws {
        #expect(PairedChange(before: [], after: []) == nil)
        let same = try #require(PairedChange(before: [true, false], after: [true, false]))
        #expect(same.value == 0 && same.interval(z: 2).lower < 0 && same.interval(z: 2).upper > 0)
    }

    /// Two groups whose scores are shifted by 2: one threshold treats them apart, two treat them alike.
    @Test func `thresholds by group close a gap that one threshold leaves`() {
        var (margins, labels, groups): ([Double], [Bool], [Int?]) = ([], [], [])
        for group in 0..<2 {
            for step in 0..<100 {
                let score = Double(step) / 25 - 2
                margins.append(score + (group == 0 ? 1 : -1))
                labels.append(score >= 0)
                groups.append(group)
            }
        }
        let thresholds = GroupThresholds(margins: margins, labels: labels, groups: groups, groupCount: 2)
        #expect(abs(thresholds.values[0] - 1) < 0.1 && abs(thresholds.values[1] + 1) < 0.1)
        let logits = Matrix(rows: 200, columns: 2, margins.flatMap { [0, Float($0)] })
        let shifted = thresholds.shifted(logits, groups: groups, positive: 1)
        let right = (0..<200).count { (shifted[$0, 1] - shifted[$0, 0] >= 0) == labels[$0] }
        #expect(right >= 196)
    }
}
