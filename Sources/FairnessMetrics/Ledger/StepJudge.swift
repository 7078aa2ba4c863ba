internal import NumericalKernels

/// Judges steps on the same rows, each against the decisions of the first.
public struct StepJudge: Sendable {
    /// The rows.
    public let rows: JudgedRows
    /// The choices that shape intervals and verdicts.
    public let settings: AssessmentSettings
    /// The draws behind the interval of a gap's change.
    public let draws: Int

    private let before: [Bool]
    private let groups: [(set: [Int], groups: [(key: GroupKey, rows: [Int])])]

    /// Begins with the decisions that all others are compared with, `[rows]`.
    public init(
        _ rows: JudgedRows, first: [Bool], settings: AssessmentSettings = AssessmentSettings(), draws: Int = 1_000
    ) {
        precondition(first.count == rows.count, "\(first.count) decisions of \(rows.count) rows")
        self.rows = rows
        self.settings = settings
        self.draws = draws
        before = first
        groups = rows.sets.map { ($0, rows.groups(of: $0)) }
    }

    /// Returns what decisions come to: every group's metrics, the gaps, and the change since the first decisions.
    ///
    /// - Parameters:
    ///   - step: The step with its names; its figures are replaced.
    ///   - decisions: Whether each row is decided for, `[rows]`; nil for the first decisions themselves, which have no change.
    public func judged(_ step: MitigationStep, decisions: [Bool]?) -> MitigationStep {
        var step = step
        var table = rows.table(decisions ?? before)
        table.depth = nil
        let assessment = Assessor(settings: settings).assess(table)
        let names = rows.sets.map { $0.map { rows.attributes[$0].name } }
        step.overall = assessment.overall
        step.groups = assessment.groups.filter { names.contains($0.key.attributes) }
        step.disparities = assessment.disparities.filter { disparity in
            names.contains(disparity.attributes)
                && MitigationLedger.Goal.all.contains { $0.isMeasured(by: disparity) }
        }
        step.change = decisions.map { change(to: $0, step) }
        return step
    }

    private func change(to after: [Bool], _ step: MitigationStep) -> StepChange {
        let first = Assessor(settings: settings).assess(rows.table(before))
        return StepChange(
            overall: shifts(Array(0..<rows.count), after, among: "rows"),
            groups: groups.flatMap { set in
                set.groups.map { group in
                    let isWithheld = step.groups.first { $0.key == group.key }?.isSuppressed ?? false
                    return GroupShift(
                        key: group.key, count: isWithheld ? 0 : group.rows.count,
                        metrics: isWithheld ? [] : shifts(group.rows, after, among: "rows of the group"))
                }
            },
            gaps: groups.flatMap { set in gaps(set.set, set.groups, after, first, step) })
    }

    /// The rates of some rows before and after.
    private func shifts(_ places: [Int], _ after: [Bool], among what: String) -> [MetricShift] {
        func shift(_ metric: String, _ places: [Int], of what: String, _ value: (Int, [Bool]) -> Bool) -> MetricShift {
            let weights = rows.weights.isEmpty ? [] : places.map { rows.weights[$0] }
            let values = PairedEstimates.weightedShares(
                before: places.map { value($0, before) ? 1 : 0 }, after: places.map { value($0, after) ? 1 : 0 },
                weights: weights, confidence: settings.confidence, of: what)
            let mass = weights.isEmpty ? Double(places.count) : weights.reduce(0, +)
            return MetricShift(metric: metric, values: values, people: values.change.value.map { $0 * mass })
        }
        let positives = places.filter { rows.labels[$0] }
        let negatives = places.filter { !rows.labels[$0] }
        return [
            shift("accuracy", places, of: what) { $1[$0] == rows.labels[$0] },
            shift("true_positive_rate", positives, of: "\(what) with a positive label") { $1[$0] },
            shift("true_negative_rate", negatives, of: "\(what) with a negative label") { !$1[$0] },
            shift("selection_rate", places, of: what) { $1[$0] },
        ]
    }
}

// MARK: - Gaps

extension StepJudge {
    /// What the rows of one group amount to: the weight and the effective number of each kind.
    ///
    /// Kinds are `4 × label + 2 × before + after`.
    private struct Kinds {
        var weights = [Double](repeating: 0, count: 8)
        var squares = 0.0

        /// The effective number of rows (Kish 1965).
        var size: Int {
            let sum = weights.reduce(0, +)
            return squares > 0 ? max(1, Int((sum * sum / squares).rounded())) : 0
        }

        /// A rate before or after; nil where nobody counts.
        func rate(_ metric: String, isAfter: Bool) -> Double? {
            func mass(label: Int?, decision: Int?) -> Double {
                weights.indices.reduce(0) { sum, kind in
                    let decided = isAfter ? kind & 1 : kind >> 1 & 1
                    return (label ?? kind >> 2) == kind >> 2 && (decision ?? decided) == decided
                        ? sum + weights[kind] : sum
                }
            }
            let (above, below) =
                switch metric {
                case "selection_rate": (mass(label: nil, decision: 1), mass(label: nil, decision: nil))
                case "true_positive_rate": (mass(label: 1, decision: 1), mass(label: 1, decision: nil))
                case "false_positive_rate": (mass(label: 0, decision: 1), mass(label: 0, decision: nil))
                default: (mass(label: 1, decision: 1) + mass(label: 0, decision: 0), mass(label: nil, decision: nil))
                }
            return below > 0 ? above / below : nil
        }

        /// The same with kinds drawn anew, as many as count effectively.
        func drawn(_ generator: inout SeededGenerator) -> Kinds {
            var result = Kinds()
            var (left, rest) = (size, weights.reduce(0, +))
            for kind in weights.indices where left > 0 && rest > 0 {
                let count =
                    weights[kind] >= rest * (1 - 1e-12)
                    ? left : generator.binomial(left, min(1, max(0, weights[kind] / rest)))
                result.weights[kind] = Double(count)
                left -= count
                rest -= weights[kind]
            }
            return result
        }
    }

    private func gaps(
        _ set: [Int], _ groups: [(key: GroupKey, rows: [Int])], _ after: [Bool], _ first: Assessment,
        _ step: MitigationStep
    ) -> [GapShift] {
        let names = set.map { rows.attributes[$0].name }
        let compared = groups.filter { group in
            (settings.comparesUnknown || !group.key.isUnknown)
                && !(step.groups.first { $0.key == group.key }?.isSuppressed ?? false)
        }
        let kinds = compared.map { group in
            group.rows.reduce(into: Kinds()) { kinds, row in
                let weight = rows.weights.isEmpty ? 1 : rows.weights[row]
                kinds.weights[(rows.labels[row] ? 4 : 0) + (before[row] ? 2 : 0) + (after[row] ? 1 : 0)] += weight
                kinds.squares += weight * weight
            }
        }
        func range(_ kinds: [Kinds], _ metric: String, _ isAfter: Bool) -> Double? {
            let rates = kinds.compactMap { $0.rate(metric, isAfter: isAfter) }
            guard rates.count > 1, let lowest = rates.min(), let highest = rates.max() else { return nil }
            return highest - lowest
        }
        func value(_ goal: MitigationLedger.Goal, _ kinds: [Kinds], _ isAfter: Bool) -> Double? {
            guard goal.aggregation.isComposite else { return range(kinds, goal.metric, isAfter) }
            guard let first = range(kinds, "true_positive_rate", isAfter),
                let second = range(kinds, "false_positive_rate", isAfter)
            else { return nil }
            return max(first, second)
        }
        let goals = MitigationLedger.Goal.all
        var changes = goals.map { _ in [Double]() }
        for draw in 0..<self.draws {
            var generator = SeededGenerator(seed: settings.seed, stream: UInt64(draw))
            let drawn = kinds.map { $0.drawn(&generator) }
            for (index, goal) in goals.enumerated() {
                if let now = value(goal, drawn, true), let was = value(goal, drawn, false) {
                    changes[index].append(now - was)
                }
            }
        }
        let size = Double(compared.reduce(0) { $0 + $1.rows.count })
        return zip(goals, changes).map { goal, draws in
            func estimate(_ disparities: [Disparity]) -> Estimate {
                disparities.first { $0.attributes == names && goal.isMeasured(by: $0) }?.estimate
                    ?? .undefined("the gap was not measured")
            }
            var change = Estimate.undefined("fewer than two groups have a rate before and after")
            if let now = value(goal, kinds, true), let was = value(goal, kinds, false), draws.count >= self.draws / 2 {
                change = .defined(
                    Estimate.Value(
                        value: now - was, interval: interval(around: now - was, draws), method: "paired_bootstrap",
                        denominator: size, effectiveSize: size))
            }
            return GapShift(
                attributes: names, goal: goal,
                values: PairedEstimates(
                    before: estimate(first.disparities), after: estimate(step.disparities), change: change))
        }
    }

    /// The basic bootstrap interval, 2 v − q (Davison, Hinkley 1997): resampled ranges lie above the range that they come from,
    /// which reflection corrects and quantiles would double.
    private func interval(around value: Double, _ draws: [Double]) -> Interval {
        let sorted = draws.sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
        }
        let tail = (1 - settings.confidence) / 2
        let (low, high) = (2 * value - quantile(1 - tail), 2 * value - quantile(tail))
        return Interval(min(value, max(-1, low)), max(value, min(1, high)))
    }
}
