internal import NumericalKernels

/// The distribution of one column of numbers in the groups of one attribute.
public struct DistributionAssessment: Sendable, Equatable {
    /// The quantiles of a group.
    public struct Group: Sendable, Equatable {
        /// The shares at which quantiles are given.
        public static let shares = [0.1, 0.25, 0.5, 0.75, 0.9]

        /// How the intervals of quantiles are made.
        public static let method = "order_statistics"

        /// Who the group is.
        public var key: GroupKey
        /// Rows that have a value.
        public var count: Int
        /// Weight of those rows; equal to `count` without a weight column.
        public var weight: Double
        /// The number of equally weighted rows that would be as informative (Kish 1965).
        public var effectiveSize: Double
        /// The quantiles at `shares`.
        public var quantiles: [Estimate]

        /// Makes a group from its parts.
        public init(key: GroupKey, count: Int, weight: Double, effectiveSize: Double, quantiles: [Estimate]) {
            self.key = key
            self.count = count
            self.weight = weight
            self.effectiveSize = effectiveSize
            self.quantiles = quantiles
        }
    }

    /// The column.
    public var column: NumericColumn
    /// The attribute that forms the groups.
    public var attribute: String
    /// The groups, withheld ones left out.
    public var groups: [Group]
    /// Each known group against the reference group, then each against everybody else.
    public var gaps: [DistributionGap]

    /// Makes an assessment from its parts.
    public init(column: NumericColumn, attribute: String, groups: [Group], gaps: [DistributionGap]) {
        self.column = column
        self.attribute = attribute
        self.groups = groups
        self.gaps = gaps
    }

    /// The most groups of an attribute that are compared: the largest.
    public static let maximumGroups = 40
}

/// A column over everybody, from which groups are taken away.
struct DistributionOfAll: Sendable {
    var column: NumericColumn
    var values: ScoreList
    var deviation: Double?

    /// The columns of a table that hold values.
    static func columns(of table: GroupTable, _ everybody: Tally) -> [DistributionOfAll] {
        let columns: [NumericColumn]
        switch table.task {
        case .regression: columns = [.label, .prediction, .error]
        case .binary: columns = [.score]
        case .multiclass: columns = []
        }
        return columns.compactMap { column in
            let values = everybody.values(of: column)
            guard values.count > 0 else { return nil }
            return DistributionOfAll(column: column, values: values, deviation: NumericSample.deviation(of: [values]))
        }
    }
}

extension DistributionAssessment {
    /// Compares the groups of one attribute.
    ///
    /// - Parameters:
    ///   - known: The groups that are compared, with their values.
    ///   - shown: Those and the others whose quantiles are given.
    init(
        _ all: DistributionOfAll, attribute: String, shown: [(key: GroupKey, values: ScoreList)],
        compared: Set<GroupKey>, reference: GroupKey?, settings: AssessmentSettings
    ) {
        let single = CriticalValue.single(confidence: settings.confidence)
        let groups = shown.map { key, values in
            let pair = DistributionPair(values, ScoreList(), containsGroup: false)
            let fault = pair.first.mass.fault(ifEmpty: "no row has a value")
            return Group(
                key: key, count: pair.first.mass.count, weight: pair.first.mass.weight,
                effectiveSize: pair.first.mass.effectiveSize,
                quantiles: Group.shares.map { share in
                    fault.map { .undefined($0) }
                        ?? .defined(SampleQuantile.estimate(share, pair.values, pair.first, z: single))
                })
        }
        let known = shown.filter { compared.contains($0.key) }
        var gaps: [DistributionGap] = []
        if let base = known.first(where: { $0.key == reference }) {
            let others = known.filter { $0.key != reference }
            let z = CriticalValue.several(comparisons: others.count, confidence: settings.confidence)
            gaps += others.map { group in
                DistributionGap(
                    DistributionPair(group.values, base.values, containsGroup: false), group: group.key,
                    reference: base.key, z: z, deviation: all.deviation, settings: settings)
            }
        }
        let z = CriticalValue.several(comparisons: known.count, confidence: settings.confidence)
        gaps += known.map { group in
            DistributionGap(
                DistributionPair(group.values, all.values, containsGroup: true), group: group.key, reference: nil, z: z,
                deviation: all.deviation, settings: settings)
        }
        self.init(column: all.column, attribute: attribute, groups: groups, gaps: gaps)
    }

    /// Fills in the adjusted p-values, one family for each kind of baseline.
    static func adjust(_ assessments: inout [DistributionAssessment]) {
        for againstReference in [true, false] {
            var places: [(Int, Int)] = []
            for (index, assessment) in assessments.enumerated() {
                for (gap, entry) in assessment.gaps.enumerated()
                where (entry.reference != nil) == againstReference && entry.pValue != nil {
                    places.append((index, gap))
                }
            }
            let adjusted = PValueAdjustment.holm(places.map { assessments[$0.0].gaps[$0.1].pValue ?? 1 })
            for (place, value) in zip(places, adjusted) { assessments[place.0].gaps[place.1].adjustedPValue = value }
        }
    }
}
