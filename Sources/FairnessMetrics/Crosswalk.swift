/// The numbers that other tools print of the same groups, under their names and by their conventions.
///
/// Computed from the counts behind each group's rates as fairlearn 0.15, AIF360 0.6.1 and Aequitas 1.1 compute them,
/// their treatment of what is undefined included: a number here is what the tool would print, not what is right. Rows
/// in which the attribute is missing are left out, as those tools demand or do; withheld groups are left out too.
/// Costs O(groups).
public struct Crosswalk: Sendable, Equatable {
    /// A tool for measuring disparities.
    public enum Tool: String, Sendable, CaseIterable {
        case fairlearn
        case aif360 = "AIF360"
        case aequitas = "Aequitas"
    }

    /// Why a tool's number misleads here.
    public enum Caution: Sendable, Hashable {
        /// fairlearn takes an undefined rate for 0.
        case undefinedAsZero
        /// AIF360 takes the larger of two differences, and does not see that the second is undefined.
        case undefinedIgnored
        /// Aequitas puts 10 in the place of an infinite ratio.
        case infinityAsTen
    }

    /// A number as a tool prints it.
    public struct Number: Sendable, Equatable {
        /// The tool.
        public var tool: Tool
        /// What the tool calls it.
        public var name: String
        /// What it prints: a number, NaN or an infinity.
        public var value: Double
        /// Why it misleads, if it does.
        public var caution: Caution?
    }

    /// One quantity of all groups together.
    public struct Row: Sendable, Equatable {
        /// What it is called here.
        public var aggregation: Aggregation
        /// What it is elsewhere; at most one number for each tool.
        public var numbers: [Number]
    }

    /// The disparities of one group, which Aequitas prints as ratios to the reference group.
    public struct GroupRow: Sendable, Equatable {
        /// The group.
        public var group: GroupKey
        /// Each of Aequitas' disparities, in the order of `ratioNames`.
        public var numbers: [Number]
    }

    /// What Aequitas calls its ratios; without labels only the first two exist.
    public static let ratioNames = ["ppr", "pprev", "fpr", "fnr", "fdr", "for", "precision"].map { $0 + "_disparity" }

    /// The group that AIF360 takes for privileged and Aequitas divides by.
    public let reference: GroupKey?
    /// The quantities of all groups together.
    public private(set) var rows: [Row] = []
    /// Each group but the reference group.
    public private(set) var groupRows: [GroupRow] = []
    /// The groups in which a rate that is compared is undefined.
    public let undefined: [GroupKey]
    /// Whether counts are weighted, which Aequitas cannot do.
    public let isWeighted: Bool

    /// Why numbers of this crosswalk mislead.
    public var cautions: Set<Caution> {
        Set((rows.flatMap(\.numbers) + groupRows.flatMap(\.numbers)).compactMap(\.caution))
    }

    /// Makes the crosswalk of the groups of one set of attributes.
    ///
    /// - Parameters:
    ///   - groups: The groups, with `selection_rate` measured and, where there are labels, the rates of the confusion
    ///     matrix.
    ///   - reference: The group that others are compared with; without one AIF360 and Aequitas have no number.
    /// - Returns: nil if fewer than two known groups have decisions.
    public init?(groups: [GroupAssessment], reference: GroupKey?) {
        let known = groups.filter { !$0.key.isUnknown && !$0.isSuppressed }
        let all = known.compactMap { group in Confusion(group).map { (key: group.key, counts: $0) } }
        guard all.count >= 2 else { return nil }
        let hasLabels = all.contains { $0.counts.truePositiveRate != nil }
        let base = all.first { $0.key == reference }
        self.reference = base?.key
        isWeighted = known.contains { $0.weight != Double($0.count) }
        undefined = all.filter { group in
            hasLabels && [group.counts.truePositiveRate, group.counts.falsePositiveRate].contains { $0?.isNaN ?? true }
        }.map(\.key)
        let others = all.filter { $0.key != reference }.map(\.counts)
        rows = Crosswalk.quantities(
            all.map(\.counts), base: base?.counts, others: others.dropFirst().reduce(others[0], +),
            hasLabels: hasLabels)
        guard let base else { return }
        groupRows = all.filter { $0.key != base.key }.map { group in
            GroupRow(group: group.key, numbers: Crosswalk.ratios(group.counts, base.counts, hasLabels: hasLabels))
        }
    }
}
