import FairnessMetrics
import Files
import Glibc
import Testing

@testable import Reports

/// What follows by arithmetic from two results.
struct AuditComparisonTests {
    /// The sample before, and one in which the better off were pulled down.
    private static let before = SampleResults.small()
    private static func after(
        _ caucasian: Counts = Counts(trueNegative: 1000, falsePositive: 488, falseNegative: 361, truePositive: 605)
    )
        -> AuditResults
    {
        var results = SampleResults.small()
        let ids = ["base_rate", "selection_rate", "true_positive_rate", "false_positive_rate"]
        let american = Counts(trueNegative: 1200, falsePositive: 595, falseNegative: 732, truePositive: 1169)
        results.assessment.groups[0] = SampleResults.group([("race", "African-American")], american, ids)
        results.assessment.groups[1] = SampleResults.group([("race", "Caucasian")], caucasian, ids)
        results.assessment.overall = SampleResults.group(
            [], american + caucasian + SampleResults.tiny + SampleResults.hispanic, ids)
        results.assessment.disparities = ids.flatMap {
            [
                SampleResults.difference($0, results.assessment.groups),
                SampleResults.ratio($0, results.assessment.groups),
            ]
        }
        results.title = "COMPAS after"
        return results
    }

    private func value(_ value: Double, _ lower: Double, _ upper: Double, n: Double = 100) -> Estimate {
        .defined(
            .init(
                value: value, interval: Interval(lower, upper), method: "wilson", denominator: n, effectiveSize: n))
    }

    @Test func `the interval of independent proportions is Newcombe's`() throws {
        // Newcombe 1998, table II, method 10: 56/70 against 48/80 gives 0.0524 to 0.3339.
        let first = SampleResults.estimate(
            "selection_rate", Counts(trueNegative: 32, falsePositive: 48, falseNegative: 0, truePositive: 0))
        let second = SampleResults.estimate(
            "selection_rate", Counts(trueNegative: 14, falsePositive: 56, falseNegative: 0, truePositive: 0))
        let change = NumberChange(before: first, after: second, relation: .differentFiles)
        let bounds = try #require(change.bounds)
        #expect(abs(bounds.lower - 0.0524) < 5e-5 && abs(bounds.upper - 0.3339) < 5e-5)
        #expect(change.direction == .rose)
    }

    @Test func `bounds of dependent samples hold for every dependence`() throws {
        let change = NumberChange(
            before: value(0.4, 0.3, 0.5), after: value(0.55, 0.46, 0.65), relation: .sameRows)
        #expect(change.bounds == Interval(0.46 - 0.5, 0.65 - 0.3))
        #expect(change.direction == .cannotTell)
        // Normal estimates with correlation −1: the change varies by the sum of the two deviations and no more.
        let wide = NumberChange(before: value(0.4, 0.3, 0.5), after: value(0.7, 0.6, 0.8), relation: .sameRows)
        let bounds = try #require(wide.bounds)
        #expect(abs(bounds.lower - (0.3 - 0.2)) < 1e-12 && abs(bounds.upper - (0.3 + 0.2)) < 1e-12)
        #expect(wide.direction == .rose)
    }

    @Test func `bounds of independent samples lie within those of dependent ones`() throws {
        for (first, second) in [(0.2, 0.7), (0.5, 0.5), (0.9, 0.1)] {
            let pair = (value(first, first - 0.05, first + 0.08), value(second, second - 0.02, second + 0.03))
            let free = try #require(NumberChange(before: pair.0, after: pair.1, relation: .differentFiles).bounds)
            let bound = try #require(NumberChange(before: pair.0, after: pair.1, relation: .sharedFiles).bounds)
            #expect(bound.lower < free.lower && free.upper < bound.upper)
        }
    }

    @Test func `undefined and absent numbers have no change, and it is said why`() {
        let defined = value(0.4, 0.3, 0.5)
        let pairs: [(Estimate?, Estimate?, String)] = [
            (defined, nil, "it is in the audit before alone"), (nil, defined, "it is in the audit after alone"),
            (.undefined("no positives."), defined, "it is undefined in the audit before: no positives"),
            (defined, .undefined("no rows"), "it is undefined in the audit after: no rows"),
        ]
        for (before, after, reason) in pairs {
            let change = NumberChange(before: before, after: after, relation: .sameRows)
            #expect(change.direction == .notComparable && change.difference == nil && change.bounds == nil)
            #expect(change.obstacle == reason)
        }
    }

    @Test func `an infinite end is an infinite bound and no fault`() {
        let endless = value(2, 1, .infinity)
        for relation in SampleRelation.allCases {
            let change = NumberChange(before: endless, after: endless, relation: relation)
            #expect(change.bounds?.lower == -.infinity && change.bounds?.upper == .infinity)
        }
    }

    private func gap(_ first: Estimate, _ second: Estimate, _ aggregation: Aggregation, _ relation: SampleRelation)
        throws
        -> DisparityChange
    {
        func disparity(_ estimate: Estimate) -> Disparity {
            Disparity(
                metric: "selection_rate", attributes: ["sex"], aggregation: aggregation, estimate: estimate,
                verdict: .cannotTell, reason: "", margin: 0.05, compared: 2, notEstimable: 0)
        }
        return try #require(
            DisparityChange(before: disparity(first), after: disparity(second), relation: relation))
    }

    @Test func `a ratio that rises to 1 is a gap that shrinks, beyond 1 one that grows`() throws {
        let low = value(0.5, 0.45, 0.55), high = value(0.9, 0.85, 0.97), beyond = value(2.5, 2.2, 2.9)
        #expect(try gap(low, high, .ratio, .sameRows).outcome == .shrank)
        #expect(try gap(high, low, .ratio, .sameRows).outcome == .grew)
        #expect(try gap(high, beyond, .ratioToReference, .sameRows).outcome == .grew)
        #expect(try gap(high, beyond, .ratioToReference, .sameRows).isTurned)
        #expect(try gap(low, low, .ratio, .sameRows).outcome == .same)
        #expect(try gap(low, low, .ratio, .differentFiles).outcome == .cannotTell)
        let zero = value(0, 0, 0.02)
        #expect(try gap(zero, high, .ratio, .differentFiles).outcome == .shrank)
        #expect(try gap(zero, value(0, 0, 0.1), .ratio, .differentFiles).outcome == .cannotTell)
    }

    @Test func `a difference that turns about is judged by its size`() throws {
        let above = value(0.2, 0.15, 0.25), below = value(-0.21, -0.26, -0.16)
        let turned = try gap(above, below, .differenceToReference, .sameRows)
        #expect(turned.isTurned && turned.outcome == .cannotTell)
        #expect(try gap(above, value(-0.02, -0.06, 0.02), .differenceToReference, .sameRows).outcome == .shrank)
    }

    @Test func `rows are known to be the same by their hashes, or by their counts`() {
        let first = Self.before
        var second = Self.after()
        #expect(SampleRelation(first, second) == .sameRows)
        second.data.files[0].sha256 = "another"
        #expect(SampleRelation(first, second) == .apparentlySameRows)
        var third = second
        third.assessment.groups[0].count += 1
        #expect(SampleRelation(first, third) == .differentFiles)
        third.data.files.append(first.data.files[0])
        #expect(SampleRelation(first, third) == .sharedFiles)
        // A tally stands for the files that it counts.
        var tally = first
        tally.data.files[0].sha256 = "of the tally"
        tally.data.files[0].tallied = first.data.files
        #expect(SampleRelation(first, tally) == .sameRows)
    }

    @Test func `every group whose own rate fell is named although the gap shrank`() throws {
        let comparison = AuditComparison(before: Self.before, after: Self.after())
        let loss = try #require(comparison.losses.first { $0.key.label == "African-American" })
        #expect(loss.metric == "true_positive_rate" && loss.isEvidenced && loss.isBesideSmallerGap)
        #expect(abs(loss.amount - 200.0 / 1901) < 1e-12 && abs((loss.people ?? 0) - 200) < 1e-9)
        #expect(!comparison.losses.contains { $0.key.label == "Caucasian" })
        #expect(comparison.losses.allSatisfy { $0.amount > 0 })
        // Nobody is worse off the other way round but Caucasians.
        let back = AuditComparison(before: Self.after(), after: Self.before)
        #expect(back.losses.map(\.key.label) == ["Caucasian"])
        #expect(!back.losses[0].isBesideSmallerGap)
    }

    @Test func `pairs of rows bound the change of a group's rate where two summaries cannot`() throws {
        // Of 100 positives, 10 are lost and 1 is won: Agresti and Min's interval, by hand.
        let key = GroupKey([AttributeValue(attribute: "race", value: "Caucasian")])
        let labels = (0..<160).map { $0 < 100 }
        let before = (0..<160).map { $0 < 70 }
        let after = (0..<160).map { ($0 >= 10 && $0 < 70) || $0 == 80 }
        let figures = PairedFigure.figures(of: key, labels: labels, before: before, after: after, confidence: 0.95)
        let rate = try #require(figures.first { $0.metric == "true_positive_rate" })
        let m = 102.0, half = 1.959963984540054 * (12 / m - 81 / (m * m)).squareRoot() / m.squareRoot()
        #expect(abs(rate.interval.lower - (-9 / m - half)) < 1e-9 && abs(rate.interval.upper - (-9 / m + half)) < 1e-9)
        let mirrored = try #require(figures.first { $0.metric == "false_negative_rate" })
        #expect(abs(mirrored.interval.lower + rate.interval.upper) < 1e-12)
        // No row labelled negative changed, and accuracy and the selection rate lose the same rows.
        #expect(figures.first { $0.metric == "true_negative_rate" }?.interval.lower ?? 1 < 0)
        #expect(
            figures.first { $0.metric == "accuracy" }?.interval
                == figures.first { $0.metric == "selection_rate" }?.interval)
        // Rows 100 to 159 are labelled negative: two of them begin to be selected.
        let worse = PairedFigure.figures(
            of: key, labels: labels, before: before, after: before.enumerated().map { $0.offset >= 158 || $0.element },
            confidence: 0.95)
        func middle(_ metric: String) -> Double? {
            worse.first { $0.metric == metric }.map { ($0.interval.lower + $0.interval.upper) / 2 }
        }
        let moved = PairedFigure.Share.allCases.map { middle($0.rawValue).map { (1_000 * $0).rounded() / 1_000 } }
        // Of m + 2 rows each: accuracy and selection of 162, the negative ones' rates of 62, and nothing among the others.
        #expect(moved == [-0.012, 0.012, 0, 0, 0.032, -0.032])
        let few = PairedFigure.figures(of: key, labels: [true], before: [true], after: [false], confidence: 0.95)
        #expect(few.isEmpty)

        let alone = AuditComparison(before: Self.before, after: Self.after(), relation: .apparentlySameRows)
        let paired = AuditComparison(
            before: Self.before, after: Self.after(), relation: .apparentlySameRows, paired: figures)
        func change(_ comparison: AuditComparison) -> NumberChange? {
            comparison.groups.first { $0.key == key }?.change("true_positive_rate")
        }
        #expect(change(alone)?.isPaired == false && change(alone)?.bounds != rate.interval)
        #expect(change(paired)?.isPaired == true && change(paired)?.bounds == rate.interval)
        #expect(change(paired)?.direction == .fell)
        #expect(ComparisonWording(paired).relation.plain.contains("Agresti and Min"))
        #expect(!ComparisonWording(alone).relation.plain.contains("Agresti and Min"))
        #expect(String(decoding: paired.json.bytes(), as: UTF8.self).contains("\"paired\":true"))
    }

    @Test func `an error that rises is a loss`() throws {
        let key = GroupKey([AttributeValue(attribute: "sex", value: "x")])
        func loss(_ first: Double, _ second: Double) -> GroupLoss? {
            GroupLoss(
                key,
                MetricChange(
                    metric: "mean_absolute_error", className: nil,
                    change: NumberChange(
                        before: value(first, first - 0.1, first + 0.1),
                        after: value(second, second - 0.1, second + 0.1),
                        relation: .sameRows)), gaps: [])
        }
        #expect(loss(2, 1) == nil)
        let found = try #require(loss(1, 2))
        #expect(found.amount == 1 && found.isEvidenced && found.people == nil)
    }

    @Test func `groups are matched whatever the order of their attributes, and what one audit lacks is kept`() throws {
        let typical = SampleResults.typical()
        var other = typical
        for index in other.assessment.groups.indices { other.assessment.groups[index].key.values.reverse() }
        for index in other.assessment.disparities.indices { other.assessment.disparities[index].attributes.reverse() }
        let same = AuditComparison(before: typical, after: other)
        #expect(same.groups.count == typical.assessment.groups.count)
        #expect(same.groups.allSatisfy { $0.isInBefore && $0.isInAfter })
        other.assessment.groups.removeAll { $0.key.label == "Asian" }
        let less = AuditComparison(before: typical, after: other)
        let gone = try #require(less.groups.first { $0.key.label == "Asian" })
        #expect(gone.isInBefore && !gone.isInAfter && gone.countAfter == nil)
        #expect(gone.metrics.allSatisfy { $0.change.direction == .notComparable })
        let text = ComparisonSummary.text(for: less)
        #expect(text.contains("absent"))
    }

    @Test func `a withheld group keeps its count to itself`() throws {
        var before = Self.before
        before.assessment.groups[3].count = 987_654
        let comparison = AuditComparison(before: before, after: Self.after())
        #expect(comparison.groups[3].countBefore == nil)
        let texts = [comparison.json.bytes(.indented), try ComparisonReport.html(for: comparison)]
        for text in texts.map({ String(decoding: $0, as: UTF8.self) }) {
            #expect(!text.contains("987654") && !text.contains("987,654"))
        }
    }

    @Test func `choices that differ are named with what follows`() {
        var after = Self.after()
        after.settings.margin = 0.1
        after.settings.confidence = 0.9
        after.roles[0].positive = "0"
        after.roles[1].column = "score_text = High"
        let comparison = AuditComparison(before: Self.before, after: after)
        #expect(
            comparison.differences.map(\.name) == ["margin", "confidence", "positive label", "prediction"])
        #expect(comparison.differences[2].before == "1" && comparison.differences[2].after == "0")
        for group in comparison.groups {
            for entry in group.metrics {
                #expect(entry.change.bounds == nil)
                let needsLabel = GroupMetric.named(entry.metric)?.inputs.contains(.label) == true
                #expect(entry.change.obstacle?.contains("positive label") ?? false == needsLabel)
            }
        }
        #expect(!comparison.canTellLosses)
        after.settings.task = .multiclass
        let none = AuditComparison(before: Self.before, after: after)
        #expect(none.groups.allSatisfy { $0.metrics.allSatisfy { $0.change.difference == nil } })
        #expect(ComparisonSummary.text(for: none).contains("These two audits cannot be compared"))
    }
}
