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

    static func + (left: Counts, right: Counts) -> Counts {
        Counts(
            trueNegative: left.trueNegative + right.trueNegative, falsePositive: left.falsePositive + right.falsePositive,
            falseNegative: left.falseNegative + right.falseNegative, truePositive: left.truePositive + right.truePositive)
    }
}

/// Results made by hand, with the figures that ProPublica published on COMPAS for the two large groups.
enum SampleResults {
    static let metrics = [
        "base_rate", "selection_rate", "true_positive_rate", "false_positive_rate", "true_negative_rate",
        "false_negative_rate", "positive_predictive_value", "negative_predictive_value", "false_discovery_rate",
        "false_omission_rate", "accuracy", "balanced_accuracy", "f1", "roc_auc", "average_precision", "brier_score",
        "log_loss", "expected_calibration_error", "mean_score", "mean_label",
    ]

    static let africanAmerican = Counts(trueNegative: 990, falsePositive: 805, falseNegative: 532, truePositive: 1369)
    static let caucasian = Counts(trueNegative: 1139, falsePositive: 349, falseNegative: 461, truePositive: 505)
    static let hispanic = Counts(trueNegative: 320, falsePositive: 87, falseNegative: 129, truePositive: 101)
    static let tiny = Counts(trueNegative: 0, falsePositive: 0, falseNegative: 0, truePositive: 2)

    /// A group of each kind: large, tiny (n = 2, without negatives), unknown and withheld.
    static func small() -> AuditResults {
        var withheld = group([("race", "Native American")], tiny, ["base_rate", "selection_rate", "false_positive_rate"])
        withheld.isSuppressed = true
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

    /// Two attributes, 6 groups and 8 or more combinations, 20 metrics, every aggregation, strata and gates.
    static func typical() -> AuditResults {
        let races = ["African-American", "Caucasian", "Hispanic", "Other"]
        let tables = [africanAmerican, caucasian, hispanic, Counts(trueNegative: 180, falsePositive: 40, falseNegative: 80, truePositive: 43)]
        let male = { (counts: Counts, share: Double) -> Counts in
            Counts(
                trueNegative: Int(Double(counts.trueNegative) * (share - 0.02)),
                falsePositive: Int(Double(counts.falsePositive) * share),
                falseNegative: Int(Double(counts.falseNegative) * (share + 0.02)),
                truePositive: Int(Double(counts.truePositive) * (share + 0.04)))
        }
        let minus = { (left: Counts, right: Counts) -> Counts in
            Counts(
                trueNegative: left.trueNegative - right.trueNegative, falsePositive: left.falsePositive - right.falsePositive,
                falseNegative: left.falseNegative - right.falseNegative, truePositive: left.truePositive - right.truePositive)
        }
        var byRace = zip(races, tables).map { group([("race", $0)], $1, metrics) }
        byRace.append(group([("race", "Asian")], tiny, metrics))
        var unknown = group([("race", "(missing)")], Counts(trueNegative: 20, falsePositive: 6, falseNegative: 4, truePositive: 9), metrics)
        unknown.key.values[0].isUnknown = true
        byRace.append(unknown)
        let men = tables.map { male($0, 0.8) }
        let women = zip(tables, men).map { minus($0, $1) }
        let bySex = [
            group([("sex", "Male")], men.reduce(tiny, +), metrics),
            group([("sex", "Female")], women.dropFirst().reduce(women[0], +), metrics),
        ]
        var both = zip(races, men).map { group([("race", $0), ("sex", "Male")], $1, metrics) }
        both += zip(races, women).map { group([("race", $0), ("sex", "Female")], $1, metrics) }
        both.append(group([("race", "Asian"), ("sex", "Male")], tiny, metrics))
        let sets = [byRace, bySex, both]
        var disparities: [Disparity] = []
        for set in sets {
            disparities += metrics.flatMap { [difference($0, set), ratio($0, set)] }
            disparities += composites(set)
        }
        let strata = ["under 25", "25 to 45", "over 45"].map { age in
            StratumAssessment(
                key: GroupKey([AttributeValue(attribute: "age", value: age)]), groups: byRace,
                disparities: ["selection_rate", "true_positive_rate", "false_positive_rate"].flatMap { metric in
                    sets.map { difference(metric, $0) }
                })
        }
        let assessment = Assessment(
            overall: group([], tables.reduce(tiny, +), metrics), groups: sets.flatMap(\.self), disparities: disparities,
            strata: strata, familySizes: [.difference: 48, .ratio: 48])
        var results = results(assessment, minimumCell: 0)
        results.gates = [
            GateOutcome(
                gate: "false_positive_rate.difference <= 0.1", isMet: false,
                finding: "by race the difference is 21.4 points"),
            GateOutcome(
                gate: "roc_auc.difference <= 0.1", isMet: true, finding: "the largest difference is 2.1 points"),
        ]
        results.roles.append(RoleDescription(role: "protected", column: "sex", missing: 0))
        results.settings.references.append(AttributeValue(attribute: "sex", value: "Male"))
        return results
    }

    static func results(_ assessment: Assessment, minimumCell: Int) -> AuditResults {
        AuditResults(
            toolVersion: "0.1.0", title: "COMPAS: who is called a high risk", summary: "Scores of the risk of reoffending, Broward County.",
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
                value: p, interval: Interval(min(p, max(0, centre - half)), max(p, min(1, centre + half))), method: "wilson",
                numerator: Double(count), denominator: n, effectiveSize: n, standardError: (p * (1 - p) / n).squareRoot()))
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

    private static func composites(_ groups: [GroupAssessment]) -> [Disparity] {
        let kinds: [(String, Aggregation)] = [
            ("selection_rate", .demographicParityDifference), ("true_positive_rate", .equalOpportunityDifference),
            ("false_positive_rate", .equalizedOddsDifference),
        ]
        return kinds.map { metric, aggregation in
            var disparity = difference(metric, groups)
            disparity.aggregation = aggregation
            return disparity
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
                reason: "fewer than two groups could be estimated", margin: 0.05, compared: defined.count, notEstimable: left)
        }
        let (value, interval) = size(high.1, low.1)
        let margin = aggregation == .ratio ? 0.8 : 0.05
        let isShown = aggregation == .ratio ? interval.upper < margin : interval.lower > margin
        let isWithin = left == 0 && (aggregation == .ratio ? interval.lower > margin : interval.upper < margin)
        var disparity = Disparity(
            metric: metric, attributes: attributes, aggregation: aggregation,
            estimate: .defined(
                .init(value: value, interval: interval, method: "newcombe", effectiveSize: min(high.1.effectiveSize, low.1.effectiveSize))),
            verdict: isShown ? .disparityShown : isWithin ? .noMaterialDisparity : .cannotTell,
            reason: isShown
                ? "the whole interval lies beyond the margin" : isWithin
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
        return disparity
    }
}
