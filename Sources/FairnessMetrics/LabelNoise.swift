/// How many wrong labels in one group would close a gap that rests on labels, or bring it within the margin.
public struct LabelNoise: Sendable, Equatable {
    /// Which of a group's labels are taken to be wrong.
    public enum Label: String, Sendable, CaseIterable {
        /// Negative labels of people who are in truth positive.
        case negative
        /// Positive labels of people who are in truth negative.
        case positive
    }

    /// Whose labels are wrong.
    public enum Pattern: String, Sendable, CaseIterable {
        /// Each person of the same true label with the same probability, whatever was decided.
        case nonDifferential = "non_differential"
        /// Those people whose wrong labels do most for the gap.
        case worstCase = "worst_case"
    }

    /// The group whose labels are wrong.
    public var group: GroupKey
    /// Which labels.
    public var label: Label
    /// Whose.
    public var pattern: Pattern
    /// The smallest share of these labels at which the gap vanishes; nil if no share does that.
    public var vanishesAt: Double?
    /// The smallest share of these labels at which the gap is within the margin; nil if no share does that.
    public var withinMarginAt: Double?

    /// Makes a finding.
    public init(group: GroupKey, label: Label, pattern: Pattern, vanishesAt: Double?, withinMarginAt: Double?) {
        self.group = group
        self.label = label
        self.pattern = pattern
        self.vanishesAt = vanishesAt
        self.withinMarginAt = withinMarginAt
    }

    /// The metrics that rest on labels and are judged here, by their ids.
    enum Metric: String, CaseIterable {
        case baseRate = "base_rate"
        case truePositiveRate = "true_positive_rate"
        case falsePositiveRate = "false_positive_rate"
        case positivePredictiveValue = "positive_predictive_value"
        case accuracy
    }
}

/// The confusion counts of a group, as they would be if some labels were mended.
struct MendedLabels {
    /// Weights of true and false positives and negatives.
    var truePositive: Double
    var falsePositive: Double
    var falseNegative: Double
    var trueNegative: Double

    /// The counts that `metric` rests on: for the base rate all labels, as if nobody were selected.
    init(_ tally: Tally, for metric: LabelNoise.Metric) {
        let isBaseRate = metric == .baseRate
        truePositive = isBaseRate ? 0 : tally.truePositives.weight
        falsePositive = isBaseRate ? 0 : tally.falsePositives.weight
        falseNegative = isBaseRate ? tally.labelled(.positive).weight : tally.falseNegatives.weight
        trueNegative = isBaseRate ? tally.labelled(.negative).weight : tally.trueNegatives.weight
    }

    /// The value of a metric; nil if it is undefined.
    func value(_ metric: LabelNoise.Metric) -> Double? {
        let (tp, fp, fn, tn) = (truePositive, falsePositive, falseNegative, trueNegative)
        let (above, below) =
            switch metric {
            case .baseRate: (tp + fn, tp + fp + fn + tn)
            case .truePositiveRate: (tp, tp + fn)
            case .falsePositiveRate: (fp, fp + tn)
            case .positivePredictiveValue: (tp, tp + fp)
            case .accuracy: (tp + tn, tp + fp + fn + tn)
            }
        return below > 1e-9 * (tp + fp + fn + tn) ? min(1, max(0, above / below)) : nil
    }

    /// Mends `selected` wrong labels among people selected and `others` among the rest; negative labels become positive, or
    /// positive ones negative.
    func mended(_ label: LabelNoise.Label, selected: Double, others: Double) -> MendedLabels {
        var result = self
        let sign: Double = label == .negative ? 1 : -1
        result.truePositive = max(0, truePositive + sign * selected)
        result.falsePositive = max(0, falsePositive - sign * selected)
        result.falseNegative = max(0, falseNegative + sign * others)
        result.trueNegative = max(0, trueNegative - sign * others)
        return result
    }

    /// The counts with a share of the labels mended; nil where no such share can be.
    ///
    /// Without regard to the decision, wrong negatives are spread over the selected and the others as the right positives
    /// are, because P(label | truth) is the same for both; and there cannot be more of them than negatives.
    func mended(
        _ label: LabelNoise.Label, share: Double, _ pattern: LabelNoise.Pattern, raising: Bool,
        _ metric: LabelNoise.Metric
    ) -> MendedLabels? {
        let (selected, others) =
            label == .negative ? (falsePositive, trueNegative) : (truePositive, falseNegative)
        let (rightSelected, rightOthers) =
            label == .negative ? (truePositive, falseNegative) : (falsePositive, trueNegative)
        let wrong = share * (selected + others)
        switch pattern {
        case .nonDifferential:
            let right = rightSelected + rightOthers
            guard right > 0 else { return nil }
            let parts = (wrong * rightSelected / right, wrong * rightOthers / right)
            let slack = 1e-9 * (selected + others)
            guard parts.0 <= selected + slack, parts.1 <= others + slack else { return nil }
            return mended(label, selected: parts.0, others: parts.1)
        case .worstCase:
            let first = min(wrong, selected)
            let second = min(wrong, others)
            // So many wrong labels at the most: some metrics turn back once the last labels are mended, too.
            var best: (counts: MendedLabels, value: Double)?
            func consider(_ selected: Double, _ others: Double) {
                let counts = mended(label, selected: selected, others: others)
                guard let value = counts.value(metric) else { return }
                if let known = best?.value, raising ? value <= known : value >= known { return }
                best = (counts, value)
            }
            consider(first, 0)
            consider(0, second)
            consider(first, wrong - first)
            consider(wrong - second, second)
            return best?.counts
        }
    }

    /// The smallest share of the labels whose mending takes the metric to `target`; nil if none does.
    ///
    /// What can be reached only grows with the share, so that halving finds it.
    func share(
        _ label: LabelNoise.Label, _ pattern: LabelNoise.Pattern, reaching target: Double,
        _ metric: LabelNoise.Metric
    ) -> Double? {
        guard let present = value(metric) else { return nil }
        if present == target { return 0 }
        let raising = target > present
        func reaches(_ share: Double) -> Bool? {
            guard let value = mended(label, share: share, pattern, raising: raising, metric)?.value(metric) else {
                return nil
            }
            return raising ? value >= target - 1e-12 : value <= target + 1e-12
        }
        // The largest share there can be, by halving too.
        var (lower, upper) = (0.0, 1.0)
        if reaches(1) == nil {
            for _ in 0..<60 {
                let middle = (lower + upper) / 2
                if middle == lower || middle == upper { break }
                if reaches(middle) == nil { upper = middle } else { lower = middle }
            }
            upper = lower
        }
        guard reaches(upper) == true else { return nil }
        lower = 0
        for _ in 0..<60 {
            let middle = (lower + upper) / 2
            if middle == lower || middle == upper { break }
            if reaches(middle) == true { upper = middle } else { lower = middle }
        }
        return upper
    }
}

extension LabelNoise {
    /// Returns for either group and each kind of error the shares that close the gap, if there are any.
    static func findings(
        _ metric: String, higher: (key: GroupKey, tally: Tally), lower: (key: GroupKey, tally: Tally), margin: Double
    ) -> [LabelNoise] {
        guard let metric = Metric(rawValue: metric) else { return [] }
        let (high, low) = (MendedLabels(higher.tally, for: metric), MendedLabels(lower.tally, for: metric))
        guard let top = high.value(metric), let bottom = low.value(metric), top > bottom else { return [] }
        let sides = [(higher.key, high, bottom, bottom + margin), (lower.key, low, top, top - margin)]
        return sides.flatMap { key, counts, target, edge in
            Label.allCases.flatMap { label in
                Pattern.allCases.compactMap { pattern -> LabelNoise? in
                    let vanishes = counts.share(label, pattern, reaching: target, metric)
                    let isWithin = top - bottom <= margin
                    let within = isWithin ? 0 : counts.share(label, pattern, reaching: edge, metric)
                    guard vanishes != nil || (within != nil && !isWithin) else { return nil }
                    return LabelNoise(
                        group: key, label: label, pattern: pattern, vanishesAt: vanishes, withinMarginAt: within)
                }
            }
        }
    }
}
