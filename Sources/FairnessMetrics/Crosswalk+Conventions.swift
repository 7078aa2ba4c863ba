/// The counts behind a group's rates, which may be weighted.
struct Confusion: Sendable, Equatable {
    var selected: Double
    var decided: Double
    /// Nil without labels.
    var matrix: Matrix?

    /// Counts of rows that have both a label and a decision.
    struct Matrix: Sendable, Equatable {
        var truePositives: Double
        var falsePositives: Double
        var falseNegatives: Double
        var trueNegatives: Double
    }

    /// The counts of a group, or nil if it has no decisions.
    init?(_ group: GroupAssessment) {
        guard let selection = group.estimate("selection_rate")?.defined,
            let numerator = selection.numerator, let denominator = selection.denominator
        else { return nil }
        selected = numerator
        decided = denominator
        guard let positives = group.estimate("true_positive_rate"),
            let negatives = group.estimate("false_positive_rate")
        else { return }
        // A rate that is undefined has nobody below the line.
        let (tp, p) = (positives.defined?.numerator ?? 0, positives.defined?.denominator ?? 0)
        let (fp, n) = (negatives.defined?.numerator ?? 0, negatives.defined?.denominator ?? 0)
        matrix = Matrix(truePositives: tp, falsePositives: fp, falseNegatives: p - tp, trueNegatives: n - fp)
    }

    /// Every ratio is NaN where nobody is below the line, as in the tools that do not say otherwise.
    var selectionRate: Double { selected / decided }
    var truePositiveRate: Double? { matrix.map { $0.truePositives / ($0.truePositives + $0.falseNegatives) } }
    var falsePositiveRate: Double? { matrix.map { $0.falsePositives / ($0.falsePositives + $0.trueNegatives) } }
    var falseNegativeRate: Double? { matrix.map { $0.falseNegatives / ($0.truePositives + $0.falseNegatives) } }
    var falseDiscoveryRate: Double? { matrix.map { $0.falsePositives / ($0.truePositives + $0.falsePositives) } }
    var falseOmissionRate: Double? { matrix.map { $0.falseNegatives / ($0.trueNegatives + $0.falseNegatives) } }
    var precision: Double? { matrix.map { $0.truePositives / ($0.truePositives + $0.falsePositives) } }

    /// Returns the counts of two groups together.
    static func + (left: Confusion, right: Confusion) -> Confusion {
        var sum = left
        sum.selected += right.selected
        sum.decided += right.decided
        guard let a = left.matrix, let b = right.matrix else { return sum }
        sum.matrix = Matrix(
            truePositives: a.truePositives + b.truePositives, falsePositives: a.falsePositives + b.falsePositives,
            falseNegatives: a.falseNegatives + b.falseNegatives, trueNegatives: a.trueNegatives + b.trueNegatives)
        return sum
    }
}

extension Crosswalk {
    /// The quantities of all groups: fairlearn's over all of them, AIF360's with all others pooled against the base.
    static func quantities(_ groups: [Confusion], base: Confusion?, others: Confusion, hasLabels: Bool) -> [Row] {
        let selection = groups.map(\.selectionRate)
        let pair = base.map { (unprivileged: others, privileged: $0) }
        var rows = [
            row(
                .demographicParityDifference, fairlearn: ("demographic_parity_difference", range(selection)),
                aif360: pair.map { ("statistical_parity_difference", $0.selectionRate - $1.selectionRate) }),
            row(
                .demographicParityRatio, fairlearn: ("demographic_parity_ratio", folded(selection)),
                aif360: pair.map { ("disparate_impact", $0.selectionRate / $1.selectionRate) }),
        ]
        guard hasLabels else { return rows }
        // fairlearn takes a rate of nobody for 0.
        let raw = groups.map { ($0.truePositiveRate ?? .nan, $0.falsePositiveRate ?? .nan) }
        let truePositive = raw.map { $0.0.isNaN ? 0 : $0.0 }
        let falsePositive = raw.map { $0.1.isNaN ? 0 : $0.1 }
        let zeroed: Caution? = raw.contains { $0.0.isNaN || $0.1.isNaN } ? .undefinedAsZero : nil
        let zeroedTruePositive: Caution? = raw.contains { $0.0.isNaN } ? .undefinedAsZero : nil
        let gaps = pair.map { pair in
            (
                truePositive: (pair.unprivileged.truePositiveRate ?? .nan) - (pair.privileged.truePositiveRate ?? .nan),
                falsePositive: (pair.unprivileged.falsePositiveRate ?? .nan)
                    - (pair.privileged.falsePositiveRate ?? .nan)
            )
        }
        rows += [
            row(
                .equalOpportunityDifference, fairlearn: ("equal_opportunity_difference", range(truePositive)),
                zeroedTruePositive, aif360: gaps.map { ("equal_opportunity_difference", $0.truePositive) }),
            row(
                .equalizedOddsDifference,
                fairlearn: ("equalized_odds_difference", larger(range(truePositive), range(falsePositive))), zeroed,
                aif360: gaps.map {
                    ("equalized_odds_difference", larger($0.falsePositive.magnitude, $0.truePositive.magnitude))
                },
                gaps.flatMap { $0.truePositive.isNaN && !$0.falsePositive.isNaN ? .undefinedIgnored : nil }),
            row(
                .equalizedOddsRatio,
                fairlearn: ("equalized_odds_ratio", smaller(folded(truePositive), folded(falsePositive))), zeroed,
                aif360: nil),
            row(
                .averageOddsDifference, fairlearn: nil, nil,
                aif360: gaps.map { ("average_odds_difference", 0.5 * ($0.falsePositive + $0.truePositive)) }),
        ]
        return rows
    }

    /// Aequitas' disparities: a group's rate divided by the reference group's. An infinite ratio is printed as 10.
    static func ratios(_ group: Confusion, _ base: Confusion, hasLabels: Bool) -> [Number] {
        // The share of all selected people that a group makes up: the total cancels.
        var pairs: [(Double, Double)] = [
            (group.selected, base.selected), (group.selectionRate, base.selectionRate),
        ]
        if hasLabels {
            let rates: [(Confusion) -> Double?] = [
                \.falsePositiveRate, \.falseNegativeRate, \.falseDiscoveryRate, \.falseOmissionRate, \.precision,
            ]
            pairs += rates.map { ($0(group) ?? .nan, $0(base) ?? .nan) }
        }
        return zip(ratioNames, pairs).map { name, pair in
            let ratio = pair.0 / pair.1
            return ratio.isInfinite
                ? Number(tool: .aequitas, name: name, value: 10, caution: .infinityAsTen)
                : Number(tool: .aequitas, name: name, value: ratio)
        }
    }

    private static func row(
        _ aggregation: Aggregation, fairlearn: (name: String, value: Double)?, _ caution: Caution? = nil,
        aif360: (name: String, value: Double)?, _ ignored: Caution? = nil
    ) -> Row {
        var numbers: [Number] = []
        if let fairlearn {
            numbers.append(
                Number(tool: .fairlearn, name: fairlearn.name, value: fairlearn.value, caution: caution))
        }
        if let aif360 {
            numbers.append(Number(tool: .aif360, name: aif360.name, value: aif360.value, caution: ignored))
        }
        return Row(aggregation: aggregation, numbers: numbers)
    }

    private static func range(_ rates: [Double]) -> Double { (rates.max() ?? .nan) - (rates.min() ?? .nan) }

    private static func folded(_ rates: [Double]) -> Double { (rates.min() ?? .nan) / (rates.max() ?? .nan) }

    /// Python's `max(a, b)`: the first unless the second compares greater, which NaN never does.
    private static func larger(_ first: Double, _ second: Double) -> Double { second > first ? second : first }

    /// Python's `min(a, b)`.
    private static func smaller(_ first: Double, _ second: Double) -> Double { second < first ? second : first }
}
