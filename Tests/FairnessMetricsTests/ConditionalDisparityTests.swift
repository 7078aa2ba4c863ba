import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Wachter, Mittelstadt and Russell's conditional demographic disparity, by hand and by counting rows.
struct ConditionalDisparityTests {
    /// A table of decisions of groups in strata, `[stratum][group]` of rejected and accepted.
    static func table(_ strata: [[(Int, Int)]], weight: Double = 1, unknown: Int? = nil) -> GroupTable {
        func values(_ name: String, _ count: Int, _ unknown: Int?) -> [AttributeValue] {
            (0..<count).map { AttributeValue(attribute: name, value: "\($0)", isUnknown: $0 == unknown) }
        }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "g", values: values("g", strata[0].count, unknown))],
            strata: [GroupingColumn(name: "s", values: values("s", strata.count, nil))], inputs: [.prediction])
        for (stratum, groups) in strata.enumerated() {
            for (group, counts) in groups.enumerated() where counts.0 + counts.1 > 0 {
                var tally = Tally()
                for (count, outcome) in [(counts.0, Outcome.negative), (counts.1, .positive)] {
                    let mass = Mass(
                        count: count, weight: weight * Double(count), squaredWeight: weight * weight * Double(count))
                    tally.add(mass, label: .missing, prediction: outcome)
                }
                table.add(tally, at: [group, stratum])
            }
        }
        return table
    }

    static func results(_ table: GroupTable) -> [ConditionalDemographicDisparity] {
        ConditionalDemographicDisparity.all(table, settings: AssessmentSettings())
    }

    @Test func `three groups in two strata by hand`() throws {
        let strata = [[(10, 5), (6, 12), (4, 3)], [(30, 20), (5, 25), (5, 10)]]
        let results = ConditionalDisparityTests.results(ConditionalDisparityTests.table(strata))
        #expect(results.map(\.group.label) == ["0", "1", "2"])
        let first = (10.0 / 20 - 5.0 / 20) * 40 / 135 + (30.0 / 40 - 20.0 / 55) * 95 / 135
        #expect(agree(try #require(results[0].conditional.value), first, relative: 1e-12))
        #expect(agree(try #require(results[0].unconditional.value), 40.0 / 60 - 25.0 / 75, relative: 1e-12))
        // Shares sum to 1, so disparities sum to 0: the average over groups that some tools print says nothing.
        let sum = try results.reduce(0) { try $0 + #require($1.conditional.value) }
        #expect(abs(sum) < 1e-12)
    }

    @Test func `Berkeley's women are rejected more overall and not within departments`() throws {
        let strata = ConditioningTests.berkeley.map { row in
            [(row[1] - row[0], row[0]), (row[3] - row[2], row[2])]
        }
        let women = ConditionalDisparityTests.results(ConditionalDisparityTests.table(strata))[0]
        #expect(try #require(women.unconditional.defined).interval.lower > 0.1)
        #expect(try #require(women.conditional.value) < 0)
        // The same tables read the other way have the same test.
        let association = try #require(ConditioningTests.comparison(ConditioningTests.berkeley).association)
        #expect(agree(try #require(women.association?.statistic), association.statistic, relative: 1e-9))
    }

    @Test func `a stratum in which everybody is accepted has no difference and is counted`() throws {
        let strata = [[(10, 5), (6, 12)], [(0, 20), (0, 47)]]
        let result = ConditionalDisparityTests.results(ConditionalDisparityTests.table(strata))[0]
        #expect(result.strata == 1 && agree(result.uncovered, 0.67, relative: 1e-12))
        #expect(agree(try #require(result.conditional.value), 10.0 / 16 - 5.0 / 17, relative: 1e-12))
    }

    @Test func `unknown groups are in no share, and the scale of weights does not matter`() throws {
        let strata = [[(10, 5), (6, 12), (40, 3)], [(30, 20), (5, 25), (5, 10)]]
        let unknown = ConditionalDisparityTests.results(ConditionalDisparityTests.table(strata, unknown: 2))
        let known = ConditionalDisparityTests.results(ConditionalDisparityTests.table(strata.map { Array($0[..<2]) }))
        #expect(unknown == known)
        let scaled = ConditionalDisparityTests.results(
            ConditionalDisparityTests.table(strata.map { Array($0[..<2]) }, weight: 0.125))
        #expect(scaled.map(\.conditional.value) == known.map(\.conditional.value))
    }

    @Test func `the interval holds the truth as often as it says`() throws {
        var generator = SeededGenerator(seed: 9)
        // Rejection rates of two groups in three strata, and the sizes.
        let rates = [[0.5, 0.4], [0.3, 0.2], [0.7, 0.7]]
        let sizes = [[40, 60], [50, 30], [20, 25]]
        let shares = (0..<3).map { s -> (Double, Double) in
            let rejected = zip(rates[s], sizes[s]).map { $0 * Double($1) }
            let all = rejected.reduce(0, +)
            let accepted = zip(rejected, sizes[s]).map { Double($1) - $0 }
            return (rejected[0] / all - accepted[0] / accepted.reduce(0, +), Double(sizes[s].reduce(0, +)))
        }
        let truth = shares.reduce(0) { $0 + $1.0 * $1.1 } / shares.reduce(0) { $0 + $1.1 }
        var held = 0
        for _ in 0..<400 {
            let strata = (0..<3).map { s in
                (0..<2).map { g in
                    let rejected = generator.binomial(sizes[s][g], rates[s][g])
                    return (rejected, sizes[s][g] - rejected)
                }
            }
            let result = ConditionalDisparityTests.results(ConditionalDisparityTests.table(strata))[0]
            held += try #require(result.conditional.defined).interval.contains(truth) ? 1 : 0
        }
        #expect(held >= 370, "\(held) of 400")
    }
}
