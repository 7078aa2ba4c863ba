import TestSupport
import Testing

@testable import FairnessMetrics

/// Comparisons within strata; known values from statsmodels, `Fixtures/fairness/make_fixtures.py` makes them.
struct ConditioningTests {
    struct Fixture: Decodable {
        struct Table: Decodable {
            var strata: [[Int]]
            var cmh: [Double]
            var homogeneity: [Double]
            var oddsRatio: [Double]
        }
        var tables: [Table]
    }

    /// A table of selections of a group and the reference, `[selected, of, selected in reference, of]` by stratum.
    static func comparison(_ strata: [[Int]], weight: Double = 1) throws -> ConditionalComparison {
        func values(_ name: String, _ count: Int) -> [AttributeValue] {
            (0..<count).map { AttributeValue(attribute: name, value: "\($0)") }
        }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "g", values: values("g", 2))],
            strata: [GroupingColumn(name: "s", values: values("s", strata.count))], inputs: [.prediction])
        for (index, row) in strata.enumerated() {
            for (group, selected, total) in [(0, row[0], row[1]), (1, row[2], row[3])] where total > 0 {
                var tally = Tally()
                for (count, outcome) in [(selected, Outcome.positive), (total - selected, .negative)] {
                    tally.add(
                        Mass(
                            count: count, weight: weight * Double(count),
                            squaredWeight: weight * weight * Double(count)), label: .missing, prediction: outcome)
                }
                table.add(tally, at: [group, index])
            }
        }
        var settings = AssessmentSettings()
        settings.references = ["g": "1"]
        return try #require(Assessor(settings: settings).assess(table).conditional.first)
    }

    static let berkeley = [
        [89, 108, 512, 825], [17, 25, 353, 560], [202, 593, 120, 325], [131, 375, 138, 417], [94, 393, 53, 191],
        [24, 341, 22, 373],
    ]

    @Test func `tests and odds ratio agree with statsmodels`() throws {
        for table in try Places.fixture("fairness/stratified.json", as: Fixture.self).tables {
            let comparison = try ConditioningTests.comparison(table.strata)
            let association = try #require(comparison.association)
            #expect(agree(association.statistic, table.cmh[0], relative: 1e-9, absolute: 1e-12))
            #expect(agree(association.pValue, table.cmh[1], relative: 1e-9))
            let homogeneity = try #require(comparison.homogeneity)
            #expect(agree(homogeneity.statistic, table.homogeneity[0], relative: 1e-8, absolute: 1e-10))
            #expect(agree(homogeneity.pValue, table.homogeneity[1], relative: 1e-8))
            let ratio = try #require(comparison.commonOddsRatio.defined)
            #expect(agree(ratio.value, table.oddsRatio[0], relative: 1e-10))
            #expect(agree(ratio.interval.lower, table.oddsRatio[1], relative: 1e-9))
            #expect(agree(ratio.interval.upper, table.oddsRatio[2], relative: 1e-9))
        }
    }

    @Test func `Berkeley's gap turns about among people alike`() throws {
        let comparison = try ConditioningTests.comparison(ConditioningTests.berkeley)
        #expect(comparison.reversal == .shown)
        let crude = try #require(comparison.crude.value)
        #expect(agree(crude, 557.0 / 1835 - 1198.0 / 2691, relative: 1e-12))
        // Standardised by hand: Σ (n₁ₛ + n₀ₛ)/4526 · (p₁ₛ − p₀ₛ).
        let byHand = ConditioningTests.berkeley.reduce(0.0) { sum, row in
            let gap = Double(row[0]) / Double(row[1]) - Double(row[2]) / Double(row[3])
            return sum + Double(row[1] + row[3]) / 4526 * gap
        }
        #expect(agree(try #require(comparison.standardised.value), byHand, relative: 1e-12))
        #expect(comparison.strata == 6 && comparison.unmatched == 0)
    }

    @Test func `the two parts of a gap add up to it where both groups are everywhere`() throws {
        for table in try Places.fixture("fairness/stratified.json", as: Fixture.self).tables {
            let comparison = try ConditioningTests.comparison(table.strata)
            let parts = try #require(comparison.composition.value) + #require(comparison.treatment.value)
            #expect(agree(parts, try #require(comparison.crude.value), relative: 1e-10, absolute: 1e-12))
        }
    }

    @Test func `equal rates within strata leave only composition`() throws {
        let comparison = try ConditioningTests.comparison([[80, 100, 8, 10], [1, 10, 10, 100]])
        #expect(abs(try #require(comparison.treatment.value)) < 1e-12)
        #expect(agree(try #require(comparison.composition.value), try #require(comparison.crude.value), relative: 1e-9))
        #expect(comparison.association?.statistic == 0 || (comparison.association?.pValue ?? 0) > 0.999)
        #expect(comparison.reversal == .none)
    }

    @Test func `strata with one group only are left out and counted`() throws {
        let comparison = try ConditioningTests.comparison([[5, 10, 5, 10], [10, 20, 0, 0]])
        #expect(comparison.strata == 1)
        #expect(agree(comparison.unmatched, 0.5, relative: 1e-12))
        let apart = try ConditioningTests.comparison([[5, 10, 0, 0], [0, 0, 5, 10]])
        #expect(apart.standardised == .undefined("no stratum holds both groups"))
        #expect(apart.association == nil && apart.unmatched == 1)
    }

    @Test func `the scale of the weights changes nothing`() throws {
        let plain = try ConditioningTests.comparison(ConditioningTests.berkeley)
        let scaled = try ConditioningTests.comparison(ConditioningTests.berkeley, weight: 4)
        #expect(agree(plain.treatment.value ?? 0, scaled.treatment.value ?? 1, relative: 1e-12))
        #expect(agree(plain.association?.statistic ?? 0, scaled.association?.statistic ?? 1, relative: 1e-9))
    }

    @Test func `every estimate lies in its interval`() throws {
        for table in try Places.fixture("fairness/stratified.json", as: Fixture.self).tables {
            let comparison = try ConditioningTests.comparison(table.strata)
            for estimate in [
                comparison.crude, comparison.standardised, comparison.composition, comparison.treatment,
                comparison.commonOddsRatio,
            ] {
                let defined = try #require(estimate.defined)
                #expect(defined.interval.contains(defined.value))
            }
        }
    }
}
