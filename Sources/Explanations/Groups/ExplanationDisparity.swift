public import FairnessMetrics
internal import NumericalKernels

/// Whether explanations serve groups equally well: each measure of their quality, compared between groups.
public struct ExplanationDisparity: Sendable, Equatable {
    /// How well the rows of a group are explained.
    public struct Row: Sendable, Equatable {
        /// The number of the row's group.
        public var group: Int
        /// What the row counts for, above 0.
        public var weight: Double
        /// By measure, in the order of `ExplanationMeasure.allCases`; nil where undefined.
        public var values: [Double?]

        /// Measures the explanation of a row.
        public init(_ attribution: Attribution, _ faithfulness: Faithfulness, group: Int, weight: Double = 1) {
            self.group = group
            self.weight = weight
            values = ExplanationMeasure.allCases.map { $0.value(of: attribution, faithfulness) }
        }

        /// Takes numbers, by measure in the order of `ExplanationMeasure.allCases`.
        public init(values: [Double?], group: Int, weight: Double = 1) {
            precondition(values.count == ExplanationMeasure.allCases.count, "\(values.count) measures of a row")
            self.group = group
            self.weight = weight
            self.values = values
        }
    }

    /// One measure of one group against the reference.
    public struct Comparison: Sendable, Equatable {
        /// What is compared.
        public let measure: ExplanationMeasure
        /// The name of the group, and how many of its rows have the measure.
        public let group: String, rows: Int
        /// The group's mean.
        public let mean: Attribution.Player
        /// The reference group's mean.
        public let reference: Attribution.Player
        /// The group's mean less the reference's, with Welch's interval.
        public let difference: Attribution.Player
        /// Welch's t-test of equal means, adjusted by Holm over all comparisons.
        public let test: TestOutcome
    }

    /// By measure, then by group.
    public let comparisons: [Comparison]
    /// The measures and groups that fewer than two rows leave without a comparison.
    public let undefined: [String]

    /// Compares every group with a reference.
    ///
    /// - Parameters:
    ///   - rows: The rows of all groups.
    ///   - groups: The names of the groups, by number.
    ///   - reference: The group that the others are compared with.
    ///   - confidence: Of the intervals.
    /// - Throws: `ExplanationsError` for a row or a reference of no group, or a row without a positive weight.
    public init(_ rows: [Row], groups: [String], reference: Int = 0, confidence: Double = 0.95) throws {
        for group in rows.map(\.group) + [reference] where !groups.indices.contains(group) {
            throw ExplanationsError.setting(
                name: "a group of explanations", value: "\(group)",
                remedy: "groups are numbered from 0 to \(groups.count - 1)")
        }
        for row in rows where !(row.weight > 0 && row.weight.isFinite) {
            throw ExplanationsError.setting(
                name: "a row's weight", value: "\(row.weight)", remedy: "leave the row out, or count it above 0")
        }
        var found: [(ExplanationMeasure, Int, Int, GroupMean, GroupMean)] = []
        var undefined: [String] = []
        for (index, measure) in ExplanationMeasure.allCases.enumerated() {
            func mean(_ group: Int) -> (GroupMean, Int)? {
                let members = rows.filter { $0.group == group }.compactMap { row in
                    row.values[index].map { (value: $0, weight: row.weight) }
                }
                guard members.count >= 2 else { return nil }
                let mean = GroupMean(
                    members.map(\.value), variances: members.map { _ in 0 }, weights: members.map(\.weight))
                return (mean, members.count)
            }
            let base = mean(reference)
            for group in groups.indices where group != reference {
                guard let base, let (mean, count) = mean(group) else {
                    undefined.append("\(measure.rawValue) of \(groups[group])")
                    continue
                }
                found.append((measure, group, count, mean, base.0))
            }
        }
        let differences = found.map { $0.3.less($0.4, confidence: confidence) }
        let pValues = differences.map { difference -> Double in
            guard let error = difference.standardError, error > 0 else { return difference.value == 0 ? 1 : 0 }
            return StudentTDistribution.twoSidedTail(
                difference.value / error, degreesOfFreedom: difference.degreesOfFreedom)
        }
        let adjusted = PValueAdjustment.holm(pValues)
        comparisons = found.indices.map { index in
            let (measure, group, count, mean, base) = found[index]
            let error = differences[index].standardError ?? 0
            return Comparison(
                measure: measure, group: groups[group], rows: count, mean: mean.estimate(confidence: confidence),
                reference: base.estimate(confidence: confidence), difference: differences[index],
                test: TestOutcome(
                    statistic: error > 0 ? differences[index].value / error : 0,
                    degreesOfFreedom: Int(min(1e9, differences[index].degreesOfFreedom.rounded())),
                    pValue: pValues[index], adjustedPValue: adjusted[index]))
        }
        self.undefined = undefined
    }
}
