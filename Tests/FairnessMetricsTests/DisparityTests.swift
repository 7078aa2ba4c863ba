import TestSupport
import Testing

@testable import FairnessMetrics

/// Verdicts and aggregations on tables small enough to check by hand, peers' known mistakes among them.
struct DisparityTests {
    /// A table of one attribute from confusion counts (TP, FP, FN, TN) by group.
    static func table(_ groups: [(String, Int, Int, Int, Int)]) -> GroupTable {
        let values = groups.map { AttributeValue(attribute: "g", value: $0.0, isUnknown: $0.0 == "unknown") }
        var table = GroupTable(attributes: [GroupingColumn(name: "g", values: values)], inputs: [.label, .prediction])
        for (index, group) in groups.enumerated() {
            table.add(
                Tally(
                    truePositives: group.1, falsePositives: group.2, falseNegatives: group.3, trueNegatives: group.4),
                at: [index])
        }
        return table
    }

    static func disparity(
        _ groups: [(String, Int, Int, Int, Int)], _ aggregation: Aggregation, metric: String? = nil,
        settings: AssessmentSettings = AssessmentSettings()
    ) throws -> Disparity {
        try #require(
            Assessor(settings: settings).assess(table(groups)).disparities.first {
                $0.aggregation == aggregation && (metric == nil || $0.metric == metric)
            })
    }

    static let compas = [("African-American", 1369, 805, 532, 990), ("Caucasian", 505, 349, 461, 1139)]

    @Test func `the COMPAS false positive rates differ as ProPublica found`() throws {
        let gap = try DisparityTests.disparity(DisparityTests.compas, .difference, metric: "false_positive_rate")
        let estimate = try #require(gap.estimate.defined)
        #expect(agree(estimate.value, 805.0 / 1795 - 349.0 / 1488, relative: 1e-12))
        #expect(gap.verdict == .disparityShown)
        #expect(gap.highest?.label == "African-American")
        // z = 12.78; Aequitas prints 0.0504 here, a test of another quantity.
        #expect(agree(try #require(gap.pValue), 2.1e-37, relative: 0.05))
        #expect(agree(try #require(gap.peopleCount), 805 - 1795 * 349.0 / 1488, relative: 1e-12))
    }

    @Test func `AIF360's figures for COMPAS follow from the signed differences`() throws {
        var settings = AssessmentSettings()
        settings.references = ["g": "Caucasian"]
        let table = DisparityTests.table(DisparityTests.compas)
        let disparities = Assessor(settings: settings).assess(table).disparities
        func value(_ metric: String, _ aggregation: Aggregation) -> Double? {
            disparities.first { $0.metric == metric && $0.aggregation == aggregation }?.estimate.value
        }
        // With "not flagged" as the favourable outcome: parity −.2402, opportunity −.2139, average odds .2056.
        #expect(agree(value("selection_rate", .differenceToReference) ?? 0, 0.2402002032, relative: 0, absolute: 1e-9))
        #expect(
            agree(value("true_negative_rate", .differenceToReference) ?? 0, -0.2139249558, relative: 0, absolute: 1e-9))
        #expect(agree(value("true_negative_rate", .ratioToReference) ?? 0, 0.5515320334 / 0.7654569892, relative: 1e-9))
        let averageOdds = disparities.first { $0.aggregation == .averageOddsDifference }?.estimate.value
        #expect(agree(averageOdds ?? 0, 0.2056489598, relative: 0, absolute: 1e-9))
    }

    @Test func `a group without positives is undefined, not extreme`() throws {
        // V1 of the peers' edge cases: fairlearn gives 0.5 here, AIF360's equalized odds 0.1667.
        let groups = [("privileged", 1, 1, 1, 1), ("unprivileged", 0, 1, 0, 2)]
        let opportunity = try DisparityTests.disparity(groups, .equalOpportunityDifference)
        #expect(opportunity.estimate == .undefined("only 1 of 2 groups could be estimated"))
        #expect(opportunity.verdict == .cannotTell)
        #expect(opportunity.notEstimable == 1)
        let odds = try DisparityTests.disparity(groups, .equalizedOddsDifference)
        #expect(odds.estimate == .undefined("true positive rates: only 1 of 2 groups could be estimated"))
        #expect(odds.verdict == .cannotTell)
    }

    @Test func `perfect equality with an undefined group does not pass`() throws {
        // fairlearn: difference 0, ratio 1, since its minimum and maximum skip the NaN.
        let groups = [("a", 5000, 5000, 5000, 5000), ("b", 5000, 5000, 5000, 5000), ("c", 0, 50, 0, 50)]
        let gap = try DisparityTests.disparity(groups, .difference, metric: "true_positive_rate")
        #expect(gap.estimate.value == 0)
        #expect(gap.notEstimable == 1)
        #expect(gap.verdict == .cannotTell)
        let two = try DisparityTests.disparity(Array(groups.prefix(2)), .difference, metric: "true_positive_rate")
        #expect(two.verdict == .noMaterialDisparity)
    }

    @Test func `the interval of two identical groups contains 0`() throws {
        // fairlearn's percentile bootstrap gives [0.0007, 0.114] here.
        let groups = [("a", 50, 50, 50, 50), ("b", 50, 50, 50, 50)]
        let gap = try DisparityTests.disparity(groups, .demographicParityDifference)
        let estimate = try #require(gap.estimate.defined)
        #expect(estimate.value == 0 && estimate.interval.lower == 0)
        #expect(estimate.interval.upper > 0.05 && gap.verdict == .cannotTell)
        #expect(try #require(gap.rowsNeeded) > 0)
        let ratio = try DisparityTests.disparity(groups, .demographicParityRatio)
        #expect(ratio.estimate.defined?.interval.upper == 1)
    }

    @Test func `a handful of rows shows nothing, however wide the gap`() throws {
        let gap = try DisparityTests.disparity(
            [("a", 2, 0, 0, 0), ("b", 0, 0, 2, 0)], .demographicParityDifference)
        // Newcombe's interval of 2/2 against 0/2 begins above the margin, Fisher's p is 1/3.
        #expect(try #require(gap.estimate.defined?.interval.lower) > 0.05)
        #expect(agree(try #require(gap.pValue), 1.0 / 3, relative: 1e-9))
        #expect(gap.verdict == .cannotTell && gap.reason.contains("chance"))
    }

    @Test func `nobody selected gives no ratio`() throws {
        // OxonFair calls this 1.0, perfect.
        let groups = [("a", 0, 0, 10, 10), ("b", 0, 0, 10, 10)]
        let ratio = try DisparityTests.disparity(groups, .demographicParityRatio)
        #expect(ratio.estimate.undefinedReason == "the value is 0 in every group, so there is no ratio")
        #expect(ratio.verdict == .cannotTell)
    }

    @Test func `a tiny cell sets the range but not the headline`() throws {
        let groups = DisparityTests.compas + [("Asian", 2, 0, 0, 0)]
        let gap = try DisparityTests.disparity(groups, .equalOpportunityDifference)
        #expect(gap.highest?.label == "Asian")
        #expect(gap.evidence?.highest.label == "African-American")
        #expect(gap.evidence?.lowest.label == "Caucasian")
    }

    @Test func `unknown is shown and not compared unless asked`() throws {
        let groups = DisparityTests.compas + [("unknown", 10, 0, 0, 0)]
        let gap = try DisparityTests.disparity(groups, .demographicParityDifference)
        #expect(gap.compared == 2 && gap.notEstimable == 0)
        var settings = AssessmentSettings()
        settings.comparesUnknown = true
        let asked = try DisparityTests.disparity(groups, .demographicParityDifference, settings: settings)
        #expect(asked.compared == 3)
    }

    @Test func `withheld cells are not compared and keep the verdict open`() throws {
        let groups = [
            ("a", 5000, 5000, 5000, 5000), ("b", 5000, 5000, 5000, 5000), ("c", 2, 2, 2, 2),
            ("d", 6000, 6000, 6000, 6000),
        ]
        var settings = AssessmentSettings()
        settings.minimumCell = 10
        let assessment = Assessor(settings: settings).assess(DisparityTests.table(groups))
        #expect(assessment.groups[2].isSuppressed)
        #expect(assessment.groups[2].estimate("selection_rate") == .undefined("withheld: fewer than 10 rows"))
        // The total would give c away, so one of the others goes with it.
        #expect(assessment.groups.map(\.withheld) == [.secondary, nil, .primary, nil])
        let gap = try #require(assessment.disparities.first { $0.aggregation == .difference })
        #expect(gap.compared == 2 && gap.notEstimable == 2 && gap.verdict == .cannotTell)
    }

    @Test func `the difference to everybody is the scaled difference to the rest`() throws {
        let table = DisparityTests.table(DisparityTests.compas)
        let gaps = Assessor().assess(table).disparities.filter {
            $0.aggregation == .differenceToOverall && $0.metric == "selection_rate"
        }
        #expect(gaps.count == 2)
        let overall = Double(1369 + 805 + 505 + 349) / 6150
        #expect(agree(gaps[0].estimate.value ?? 0, 2174.0 / 3696 - overall, relative: 1e-12))
        // Against the same rest, both groups have one and the same test.
        #expect(agree(gaps[0].pValue ?? 0, gaps[1].pValue ?? 1, relative: 1e-9))
    }

    @Test func `merging tallies equals counting once`() {
        var merged = Tally(truePositives: 3, falsePositives: 1, falseNegatives: 0, trueNegatives: 9)
        merged.merge(Tally(truePositives: 1, falsePositives: 0, falseNegatives: 2, trueNegatives: 4))
        #expect(merged == Tally(truePositives: 4, falsePositives: 1, falseNegatives: 2, trueNegatives: 13))
    }

    @Test func `missing outcomes are never negative`() {
        var tally = Tally(truePositives: 5, falsePositives: 5, falseNegatives: 5, trueNegatives: 5)
        tally.add(Mass(count: 100), label: .positive, prediction: .missing)
        tally.add(Mass(count: 50), label: .missing, prediction: .positive)
        #expect(GroupMetric.truePositiveRate.estimate(in: tally).value == 0.5)
        #expect(GroupMetric.selectionRate.estimate(in: tally).value == 60.0 / 70)
        #expect(GroupMetric.baseRate.estimate(in: tally).value == 110.0 / 120)
        #expect(tally.everyone.count == 170)
    }

    @Test func `complementary metrics count as one hypothesis`() {
        let assessment = Assessor().assess(DisparityTests.table(DisparityTests.compas))
        // base rate, selection, TPR, FPR, PPV, NPV, accuracy, balanced accuracy, F1: 9, not 13.
        #expect(assessment.familySizes[.difference] == 9)
    }

    @Test(arguments: GroupMetric.all.map(\.id))
    func `every metric is undefined in an empty cell, not zero`(id: String) throws {
        let metric = try #require(GroupMetric.named(id))
        let estimate = metric.estimate(in: Tally())
        if id == "count" { #expect(estimate.value == 0) } else { #expect(estimate.undefinedReason != nil) }
    }
}
