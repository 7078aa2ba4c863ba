import FairnessMetrics
import Glibc

@testable import Reports

/// Confusion counts of a group, from which the samples take every number.
struct Counts {
    var trueNegative: Int
    var falsePositive: Int
    var falseNegative: Int
    var truePositive: Int

    var all: Int { trueNegative + falsePositive + falseNegative + truePositive }

    /// A part of the people, whose rates differ a little so that a sample has something to show.
    func scaled(_ share: Double) -> Counts {
        Counts(
            trueNegative: Int(Double(trueNegative) * share),
            falsePositive: Int((Double(falsePositive) * share * 1.02).rounded()),
            falseNegative: Int(Double(falseNegative) * share),
            truePositive: Int((Double(truePositive) * share).rounded(.up)))
    }

    /// The same counts for the assessor, with a score for each person that follows from the decision.
    var tally: Tally {
        var tally = Tally(
            truePositives: truePositive, falsePositives: falsePositive, falseNegatives: falseNegative,
            trueNegatives: trueNegative)
        var scores = ScoreSample()
        let kinds: [(Int, Outcome, Double)] = [
            (truePositive, .positive, 0.55), (falsePositive, .negative, 0.5), (falseNegative, .positive, 0.15),
            (trueNegative, .negative, 0.1),
        ]
        for (count, label, base) in kinds {
            for index in 0..<max(count, 0) { scores.add(base + Double(index % 40) / 100, label: label) }
        }
        tally.scores = scores
        return tally
    }

    static func + (left: Counts, right: Counts) -> Counts {
        Counts(
            trueNegative: left.trueNegative + right.trueNegative,
            falsePositive: left.falsePositive + right.falsePositive,
            falseNegative: left.falseNegative + right.falseNegative,
            truePositive: left.truePositive + right.truePositive)
    }
}

/// Results made by hand, with the figures that ProPublica published on COMPAS for the two large groups.
enum SampleResults {
    static let africanAmerican = Counts(trueNegative: 990, falsePositive: 805, falseNegative: 532, truePositive: 1369)
    static let caucasian = Counts(trueNegative: 1139, falsePositive: 349, falseNegative: 461, truePositive: 505)
    static let hispanic = Counts(trueNegative: 320, falsePositive: 87, falseNegative: 129, truePositive: 101)
    static let tiny = Counts(trueNegative: 0, falsePositive: 0, falseNegative: 0, truePositive: 2)

    /// A group of each kind: large, tiny (n = 2, without negatives), unknown and withheld.
    static func small() -> AuditResults {
        var withheld = group(
            [("race", "Native American")], tiny, ["base_rate", "selection_rate", "false_positive_rate"])
        withheld.withheld = .primary
        withheld.count = 0
        withheld.weight = 0
        withheld.metrics = withheld.metrics.map {
            MetricEstimate(metric: $0.metric, estimate: .undefined("withheld: fewer rows than the smallest cell"))
        }
        let ids = ["base_rate", "selection_rate", "true_positive_rate", "false_positive_rate"]
        var unknown = group([("race", "(missing)")], hispanic, ids)
        unknown.key.values[0].isUnknown = true
        unknown.missing.label = 3
        let groups = [
            group([("race", "African-American")], africanAmerican, ids), group([("race", "Caucasian")], caucasian, ids),
            group([("race", "Asian")], tiny, ids), withheld, unknown,
        ]
        let assessment = Assessment(
            overall: group([], africanAmerican + caucasian + tiny + hispanic, ids), groups: groups,
            disparities: ids.flatMap { [difference($0, groups), ratio($0, groups)] },
            familySizes: [.difference: 4, .ratio: 4])
        return results(assessment, minimumCell: 2)
    }

    /// Two attributes with 6 + 2 groups and their combinations, every metric and comparison, judged by the assessor.
    static func typical(strata: Bool = false) -> AuditResults { strata ? withStrata : withoutStrata }

    private static let withStrata = assessed(strata: true)
    private static let withoutStrata = assessed(strata: false)

    private static func assessed(strata: Bool) -> AuditResults {
        let race =
            ["African-American", "Caucasian", "Hispanic", "Other", "Asian"].map {
                AttributeValue(attribute: "race", value: $0)
            } + [AttributeValue(attribute: "race", value: "(missing)", isUnknown: true)]
        let sex = ["Male", "Female"].map { AttributeValue(attribute: "sex", value: $0) }
        let age = ["under 25", "25 to 45", "over 45"].map { AttributeValue(attribute: "age", value: $0) }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "race", values: race), GroupingColumn(name: "sex", values: sex)],
            strata: strata ? [GroupingColumn(name: "age", values: age)] : [], inputs: [.label, .prediction, .score])
        let other = Counts(trueNegative: 180, falsePositive: 40, falseNegative: 80, truePositive: 43)
        let unknown = Counts(trueNegative: 20, falsePositive: 6, falseNegative: 4, truePositive: 9)
        for (index, counts) in [africanAmerican, caucasian, hispanic, other, tiny, unknown].enumerated() {
            for (sex, share) in [0.8, 0.2].enumerated() {
                let parts: [Double] = strata ? [0.25, 0.5, 0.25] : [1]
                for (age, part) in parts.enumerated() {
                    let tally = counts.scaled(share * part).tally
                    if tally.everyone.count > 0 { table.add(tally, at: strata ? [index, sex, age] : [index, sex]) }
                }
            }
        }
        var settings = AssessmentSettings()
        settings.references = ["race": "Caucasian", "sex": "Male"]
        var results = results(Assessor(settings: settings).assess(table), minimumCell: 0)
        // Rows are not in the counts above; only one sample has them, to keep the other's page typical.
        if strata {
            results.assessment.measures.consistency = consistency(settings)
            results.assessment.memberships = [membership(settings)]
        }
        results.gates = [
            GateOutcome(
                gate: "false_positive_rate.difference <= 0.1", isMet: false,
                finding: "By race the difference is 26.7 points."),
            GateOutcome(gate: "roc_auc.difference <= 0.1", isMet: true, finding: "The largest difference is 0.02."),
        ]
        results.roles.append(RoleDescription(role: "protected", column: "sex", missing: 0))
        results.settings.references.append(AttributeValue(attribute: "sex", value: "Male"))
        return results
    }

    /// Two hundred people alike in two features.
    private static func consistency(_ settings: AssessmentSettings) -> Consistency {
        let rows = 0..<200
        return Consistency(
            FeatureTable(
                names: ["priors <count>", "charge"],
                columns: [
                    .numbers(rows.map { Double($0 % 7) }), .codes(rows.map { UInt32($0 % 3 + 1) }),
                ], decisions: rows.map { $0 % 5 < 2 }, subject: .prediction, weights: [],
                attributes: [
                    GroupingColumn(
                        name: "sex", values: ["Male", "Female"].map { AttributeValue(attribute: "sex", value: $0) })
                ], groups: [rows.map { $0 % 2 }], incomplete: 4), settings: settings, workers: 2)
    }

    /// A guess of where people were born, from their names.
    private static func membership(_ settings: AssessmentSettings) -> MembershipAssessment {
        var tally = MembershipTally(groups: 2)
        for row in 0..<400 {
            let p = Double(row % 21) / 20
            tally.add(row == 7 ? [.nan, .nan] : [p, 1 - p], outcome: [0, 1, 3, 4, 4][(row + row / 21) % 5])
        }
        return Assessor(settings: settings).assess(
            tally, attribute: "birth", names: ["p_abroad", "p_here"], inputs: [.label, .prediction])
    }

    static func results(_ assessment: Assessment, minimumCell: Int) -> AuditResults {
        AuditResults(
            toolVersion: "0.1.0", title: "COMPAS: who is called a high risk",
            summary: "Scores of the risk of reoffending, Broward County.",
            command: "assize audit compas.csv --label two_year_recid --prediction 'score_text != Low' --protected race",
            data: DataDescription(
                files: [
                    .init(
                        path: "compas.csv", sha256: "4a1c2be7b5e9c04ad8f0a4f1c3e2d5b6978899aabbccddeeff00112233445566",
                        rows: 7214, bytes: 2_546_489)
                ], columns: 53, source: "ProPublica, compas-analysis", licence: "as published"),
            roles: [
                RoleDescription(role: "label", column: "two_year_recid", positive: "1", missing: 3),
                RoleDescription(role: "prediction", column: "score_text != Low", missing: 0),
                RoleDescription(role: "protected", column: "race", missing: 637),
            ],
            settings: AuditSettings(
                minimumCell: minimumCell, seed: 7, references: [AttributeValue(attribute: "race", value: "Caucasian")]),
            assessment: assessment, warnings: ["the header names 'priors_count' twice; the first is read"])
    }

    /// Makes a group whose rates follow from its counts.
    static func group(_ values: [(String, String)], _ counts: Counts, _ metrics: [String]) -> GroupAssessment {
        GroupAssessment(
            key: GroupKey(values.map { AttributeValue(attribute: $0.0, value: $0.1) }), count: counts.all,
            weight: Double(counts.all), missing: MissingCounts(),
            metrics: metrics.map { MetricEstimate(metric: $0, estimate: estimate($0, counts)) })
    }

    static func estimate(_ metric: String, _ counts: Counts) -> Estimate {
        let (tn, fp, fn, tp) = (counts.trueNegative, counts.falsePositive, counts.falseNegative, counts.truePositive)
        switch metric {
        case "base_rate", "mean_label": return share(tp + fn, counts.all, "no rows")
        case "selection_rate": return share(tp + fp, counts.all, "no rows")
        case "true_positive_rate": return share(tp, tp + fn, "no positives")
        case "false_negative_rate": return share(fn, tp + fn, "no positives")
        case "false_positive_rate": return share(fp, fp + tn, "no negatives")
        case "true_negative_rate": return share(tn, fp + tn, "no negatives")
        case "positive_predictive_value": return share(tp, tp + fp, "nobody selected")
        case "false_discovery_rate": return share(fp, tp + fp, "nobody selected")
        case "negative_predictive_value": return share(tn, tn + fn, "everybody selected")
        case "false_omission_rate": return share(fn, tn + fn, "everybody selected")
        case "accuracy": return share(tp + tn, counts.all, "no rows")
        default:
            guard counts.all > 30 else { return .undefined("fewer than 30 rows") }
            let value = 0.6 + 0.1 * Double(counts.truePositive) / Double(counts.all) / 3
            return .defined(
                .init(
                    value: value, interval: Interval(value - 1 / 37, value + 1 / 39), method: "bootstrap",
                    denominator: Double(counts.all), effectiveSize: Double(counts.all), standardError: 1 / 77))
        }
    }

    private static func share(_ count: Int, _ total: Int, _ reason: String) -> Estimate {
        guard total > 0 else { return .undefined(reason) }
        let (n, p, z) = (Double(total), Double(count) / Double(total), 1.959964)
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        return .defined(
            .init(
                value: p, interval: Interval(min(p, max(0, centre - half)), max(p, min(1, centre + half))),
                method: "wilson",
                numerator: Double(count), denominator: n, effectiveSize: n,
                standardError: (p * (1 - p) / n).squareRoot()))
    }

    /// The difference between the highest and the lowest of the groups that are known and could be estimated.
    static func difference(_ metric: String, _ groups: [GroupAssessment]) -> Disparity {
        compare(metric, .difference, groups) { high, low in
            let half = 1.96 * (pow(high.standardError ?? 0, 2) + pow(low.standardError ?? 0, 2)).squareRoot()
            let gap = high.value - low.value
            return (gap, Interval(max(0, gap - half), gap + half))
        }
    }

    static func ratio(_ metric: String, _ groups: [GroupAssessment]) -> Disparity {
        compare(metric, .ratio, groups) { high, low in
            let half = 1.96 * ((high.standardError ?? 0) / high.value + (low.standardError ?? 0) / max(low.value, 0.01))
            let ratio = low.value / high.value
            return (ratio, Interval(ratio * exp(-half), min(1, ratio * exp(half))))
        }
    }

    private static func compare(
        _ metric: String, _ aggregation: Aggregation, _ groups: [GroupAssessment],
        _ size: (Estimate.Value, Estimate.Value) -> (Double, Interval)
    ) -> Disparity {
        let known = groups.filter { !$0.key.isUnknown }
        let defined = known.compactMap { group in group.estimate(metric)?.defined.map { (group, $0) } }
            .sorted { $0.1.value > $1.1.value }
        let left = known.count - defined.count
        let attributes = groups.first?.key.attributes ?? []
        guard let high = defined.first, let low = defined.last, defined.count > 1 else {
            return Disparity(
                metric: metric, attributes: attributes, aggregation: aggregation,
                estimate: .undefined("fewer than two groups could be estimated"), verdict: .cannotTell,
                reason: "fewer than two groups could be estimated", margin: 0.05, compared: defined.count,
                notEstimable: left)
        }
        let (value, interval) = size(high.1, low.1)
        let margin = aggregation == .ratio ? 0.8 : 0.05
        let isShown = aggregation == .ratio ? interval.upper < margin : interval.lower > margin
        let isWithin = left == 0 && (aggregation == .ratio ? interval.lower > margin : interval.upper < margin)
        var disparity = Disparity(
            metric: metric, attributes: attributes, aggregation: aggregation,
            estimate: .defined(
                .init(
                    value: value, interval: interval, method: "newcombe",
                    effectiveSize: min(high.1.effectiveSize, low.1.effectiveSize))),
            verdict: isShown ? .disparityShown : isWithin ? .noMaterialDisparity : .cannotTell,
            reason: isShown
                ? "the whole interval lies beyond the margin"
                : isWithin
                    ? "the whole interval lies within the margin" : "the interval reaches both sides of the margin",
            margin: margin, compared: defined.count, notEstimable: left)
        disparity.highest = high.0.key
        disparity.lowest = low.0.key
        disparity.pValue = isShown ? 2.1e-37 : 0.0312
        disparity.adjustedPValue = isShown ? 8.4e-37 : 0.1248
        disparity.falseDiscoveryRate = isShown ? 4.2e-37 : 0.0624
        disparity.test = "score_chi_squared"
        disparity.smallestDetectableGap = 0.0412345
        disparity.rowsNeeded = isShown || isWithin ? nil : 1834
        if let numerator = high.1.numerator, let denominator = high.1.denominator {
            disparity.peopleCount = numerator - low.1.value * denominator
        }
        let large = defined.filter { $0.0.count >= 30 }
        if aggregation == .difference, let high = large.first, let low = large.last, large.count > 1 {
            let (gap, interval) = size(high.1, low.1)
            let people = (high.1.numerator ?? 0) - low.1.value * (high.1.denominator ?? 0)
            disparity.evidence = Evidence(
                highest: high.0.key, lowest: low.0.key, gap: gap, interval: interval, peopleCount: people)
        }
        return disparity
    }
}
