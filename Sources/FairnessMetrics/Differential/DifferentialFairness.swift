/// How many times likelier an outcome is in one group than in another, on the log scale (Foulds, Islam, Keya, Pan 2020).
///
/// ε = max |ln(p_i / p_j)| over both outcomes and all pairs of groups, with p = (positive + ½) / (n + 1) in each group:
/// one imagined row, half of each outcome, keeps small groups from 0 and 1. 0 where all groups are alike, without upper
/// bound. Under weights n is the effective size.
public struct DifferentialFairness: Sendable, Equatable {
    /// What an outcome is one of.
    public enum Subject: String, Sendable, CaseIterable {
        case label, prediction
    }

    /// ε of one subject.
    public struct Level: Sendable, Equatable {
        /// ε with an interval for that of the groups themselves: at the confidence, the log ratios of all pairs and both
        /// outcomes lie in their intervals at once. No upper end where a group may never have the outcome.
        public var epsilon: Estimate
        /// The outcome that sets ε: whether it is the positive one.
        public var isPositive: Bool
        /// The group in which that outcome is likeliest.
        public var highest: GroupKey
        /// The group in which it is least likely.
        public var lowest: GroupKey
        /// The mean ε of groups of the same sizes that are all alike: chance makes a largest ratio, more so in many small
        /// groups, and ε holds it too.
        public var ifAlike: Double
        /// The share of such draws with an ε at least as large, the table counted as one of them.
        public var pValue: Double

        /// Makes a level from its parts.
        public init(
            epsilon: Estimate, isPositive: Bool, highest: GroupKey, lowest: GroupKey, ifAlike: Double, pValue: Double
        ) {
            self.epsilon = epsilon
            self.isPositive = isPositive
            self.highest = highest
            self.lowest = lowest
            self.ifAlike = ifAlike
            self.pValue = pValue
        }
    }

    /// The attributes that form the groups.
    public var attributes: [String]
    /// How many groups were compared: the known ones.
    public var compared: Int
    /// How many known groups had to be left out.
    public var notEstimable: Int
    /// ε of the labels, or why there is none.
    public var label: Level?
    /// ε of the predictions.
    public var prediction: Level?
    /// ε of the predictions minus ε of the labels, where there are both: how much the decisions add to the differences
    /// that the labels have. The interval takes the two as independent, which is too wide where they go together.
    public var amplification: Estimate?

    /// Makes a result from its parts.
    public init(
        attributes: [String], compared: Int, notEstimable: Int, label: Level?, prediction: Level?,
        amplification: Estimate?
    ) {
        self.attributes = attributes
        self.compared = compared
        self.notEstimable = notEstimable
        self.label = label
        self.prediction = prediction
        self.amplification = amplification
    }
}

extension DifferentialFairness {
    /// Measures one set of attributes; nil where fewer than two groups can be compared in any outcome.
    ///
    /// - Parameter stream: The number of the set, for its random draws.
    init?(_ table: GroupTable, positions: [Int], settings: AssessmentSettings, stream: UInt64) {
        let groups = table.sums(over: positions).map { (key: table.key($0.cell, over: positions), tally: $0.tally) }
            .filter { settings.comparesUnknown || !$0.key.isUnknown }
        func level(_ subject: Subject) -> (level: Level, groups: Int)? {
            let metric: GroupMetric = subject == .label ? .baseRate : .selectionRate
            guard metric.inputs.isSubset(of: table.inputs) else { return nil }
            let rates = groups.compactMap { group in
                metric.measure(group.tally).sampled.map { (key: group.key, rate: $0) }
            }
            guard rates.count > 1 else { return nil }
            let comparison = OutcomeRatios(rates: rates, settings: settings)
            let number = 2 * stream + (subject == .label ? 0 : 1)
            return (comparison.level(seed: settings.seed, stream: number), rates.count)
        }
        let (label, prediction) = (level(.label), level(.prediction))
        guard let compared = [label?.groups, prediction?.groups].compactMap(\.self).min() else { return nil }
        self.init(
            attributes: positions.map { table.attributes[$0].name }, compared: compared,
            notEstimable: groups.count - compared, label: label?.level, prediction: prediction?.level,
            amplification: nil)
        guard let first = prediction?.level.epsilon.defined, let second = label?.level.epsilon.defined else { return }
        amplification = .defined(
            Estimate.Value(
                value: first.value - second.value,
                interval: RecoveredInterval.difference(first.value, first.interval, second.value, second.interval),
                method: "recovered", effectiveSize: min(first.effectiveSize, second.effectiveSize)))
    }
}
