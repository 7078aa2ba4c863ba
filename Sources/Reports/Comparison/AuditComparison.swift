internal import FairnessMetrics

/// Two audits side by side: what changed, how sure that is, who lost, and what cannot be compared.
///
/// Nothing is measured anew: all follows by arithmetic from the two results. Groups are matched by their values, whatever
/// the order in which an audit names the attributes; what only one audit has is kept and marked.
public struct AuditComparison: Sendable, Equatable {
    /// The name and version of the format.
    public static let schema = "assize.comparison/1"

    /// The audits.
    public let before: AuditResults, after: AuditResults
    /// How their rows belong together.
    public let relation: SampleRelation
    /// In what their choices differ.
    public let differences: [AuditDifference]
    /// Everybody.
    public let overall: GroupChange
    /// Each group in the order of the audit after, then those of the audit before alone.
    public let groups: [GroupChange]
    /// Each comparison between groups, in the same order.
    public let disparities: [DisparityChange]
    /// The groups whose own figures got worse, those shown to be more than chance first, then by how much.
    public let losses: [GroupLoss]
    /// What is left out, in sentences.
    public let notCompared: [String]
    /// The changes whose bounds come from pairs of rows.
    public let paired: [PairedFigure]
    /// Whether a figure was measured in both audits that tells losses.
    public let canTellLosses: Bool

    /// Compares two audits.
    ///
    /// - Parameters:
    ///   - before: The results before.
    ///   - after: The results after, whose order groups keep.
    ///   - relation: How their rows belong together; worked out from hashes and counts unless given.
    ///   - paired: Intervals of changes by the rows themselves, where somebody had both outcomes of each; they stand in
    ///     place of bounds from the two summaries.
    ///   - omitted: How many comparisons the file lacks from which each was read, as the page of a large audit does.
    public init(
        before: AuditResults, after: AuditResults, relation: SampleRelation? = nil,
        paired: [PairedFigure] = [], omitted: (before: Int, after: Int) = (0, 0)
    ) {
        self.before = before
        self.after = after
        let related = relation ?? SampleRelation(before, after)
        let finder = DifferenceFinder(before, after)
        let hasBounds = before.settings.confidence == after.settings.confidence
        self.relation = related
        self.paired = paired
        let pairs = Dictionary(
            paired.map { (PairedName(key: $0.key.inOrder, metric: $0.metric), $0.interval) }, uniquingKeysWith: { $1 })
        differences = finder.differences
        let (first, second) = (before.assessment, after.assessment)
        func change(_ before: GroupAssessment?, _ after: GroupAssessment?) -> GroupChange? {
            GroupChange(before, after, related, finder, pairs, hasBounds: hasBounds)
        }
        overall =
            change(first.overall, second.overall)
            ?? GroupChange(
                key: GroupKey([]), isInBefore: false, isInAfter: false, countBefore: nil, countAfter: nil, metrics: [])
        groups = Self.matched(first.groups, second.groups) { $0.key.inOrder }.compactMap(change)
        disparities = Self.matched(first.disparities, second.disparities, by: \.matchingKey)
            .compactMap { before, after in
                DisparityChange(
                    before: before, after: after, relation: related,
                    obstacle: (after ?? before).flatMap { finder.obstacle(of: $0.metric) }, hasBounds: hasBounds)
            }
        let all = [overall] + groups
        let gaps = disparities
        losses = Self.sorted(
            all.flatMap { group in group.metrics.compactMap { GroupLoss(group.key, $0, gaps: gaps) } })
        canTellLosses = all.contains { group in
            group.metrics.contains { GroupLoss.watched.contains($0.metric) && $0.change.difference != nil }
        }
        notCompared = Self.notCompared(before, after, finder.obstacle, omitted)
    }

    /// Elements that have the same key in two lists: in the order of the second, then what the first alone has.
    private static func matched<Element, Key: Hashable>(
        _ before: [Element], _ after: [Element], by key: (Element) -> Key
    ) -> [(before: Element?, after: Element?)] {
        let first = Dictionary(before.map { (key($0), $0) }, uniquingKeysWith: { one, _ in one })
        let known = Set(after.map(key))
        return after.map { (first[key($0)], $0) } + before.filter { !known.contains(key($0)) }.map { ($0, nil) }
    }

    private static func sorted(_ losses: [GroupLoss]) -> [GroupLoss] {
        // Shares come before numbers in other units, which no share can be set beside.
        func rank(_ loss: GroupLoss) -> (Int, Int, Double) {
            (loss.isEvidenced ? 0 : 1, loss.people == nil ? 1 : 0, -loss.amount)
        }
        return losses.enumerated().sorted { first, second in
            let (a, b) = (rank(first.element), rank(second.element))
            return a != b ? a < b : first.offset < second.offset
        }.map(\.element)
    }

    private static func notCompared(
        _ before: AuditResults, _ after: AuditResults, _ obstacle: String?, _ omitted: (before: Int, after: Int)
    ) -> [String] {
        var sentences = obstacle.map { ["No number is compared: \($0)."] } ?? []
        for (count, name) in [(omitted.before, "before"), (omitted.after, "after")] where count > 0 {
            sentences.append(
                "The page from which the audit \(name) was read lacks \(counted(count, "comparison")) between groups; "
                    + "results.json has them.")
        }
        let parts: [(String, (Assessment) -> Bool)] = [
            ("groups within strata", { !$0.strata.isEmpty || !$0.conditional.isEmpty }),
            ("calibration", { $0.calibration != nil }), ("ROC and precision-recall curves", { !$0.curves.isEmpty }),
            ("distributions", { !$0.distributions.isEmpty }),
            ("measures of the whole table", { $0.measures != TableMeasures() }),
            ("groups known by probabilities", { !$0.memberships.isEmpty }),
        ]
        let left = parts.filter { $0.1(before.assessment) || $0.1(after.assessment) }.map(\.0)
        if !left.isEmpty {
            sentences.append("Compare in the two reports, where they stand: \(left.joined(separator: ", ")).")
        }
        return sentences
    }
}

extension GroupChange {
    fileprivate init?(
        _ before: GroupAssessment?, _ after: GroupAssessment?, _ relation: SampleRelation, _ finder: DifferenceFinder,
        _ pairs: [PairedName: Interval], hasBounds: Bool
    ) {
        guard let key = after?.key ?? before?.key else { return nil }
        self.key = key
        isInBefore = before != nil
        isInAfter = after != nil
        countBefore = before?.shownCount
        countAfter = after?.shownCount
        struct Name: Hashable {
            let metric: String
            let className: String?
        }
        let first = before?.namedMetrics ?? []
        let second = after?.namedMetrics ?? []
        let (old, new) = (
            Dictionary(first.map { (Name(metric: $0.metric, className: $0.className), $0.estimate) }) { one, _ in one },
            Dictionary(second.map { (Name(metric: $0.metric, className: $0.className), $0.estimate) }) { one, _ in one }
        )
        var seen: Set<Name> = []
        let names = (second + first).map { Name(metric: $0.metric, className: $0.className) }
            .filter { seen.insert($0).inserted }
        metrics = names.map { name in
            MetricChange(
                metric: name.metric, className: name.className,
                change: NumberChange(
                    before: old[name], after: new[name], relation: relation, obstacle: finder.obstacle(of: name.metric),
                    paired: name.className == nil
                        ? pairs[PairedName(key: key.inOrder, metric: name.metric)] : nil,
                    hasBounds: hasBounds))
        }
    }
}

/// What tells a figure of a group from all others.
private struct PairedName: Hashable {
    let key: GroupKey
    let metric: String
}

/// What tells a comparison between groups from all others of an audit.
private struct DisparityKey: Hashable {
    let metric: String?
    let className: String?
    let attributes: [String]
    let aggregation: Aggregation
    let group: GroupKey?
    let reference: GroupKey?
}

extension Disparity {
    fileprivate var matchingKey: DisparityKey {
        // Which rate sets a criterion may differ; the criterion is the same.
        let isWorstOfSeveral = aggregation == .equalizedOddsDifference || aggregation == .equalizedOddsRatio
        return DisparityKey(
            metric: aggregation.isComposite ? nil : metric, className: isWorstOfSeveral ? nil : className,
            attributes: attributes.sorted(), aggregation: aggregation, group: group?.inOrder,
            reference: reference?.inOrder)
    }
}
