/// How much the texts of each label and group count, so that the rare ones are not drowned by the frequent ones.
///
/// With N texts, C cells of label y and group g that occur, n(y), n(g) and n(y,g) texts in each (the names are those of
/// Han, Baldwin, Cohn 2022). Weights average 1.
public enum BalancedWeighting: String, Sendable, CaseIterable {
    /// All alike.
    case unweighted = "none"
    /// N / (labels · n(y)): every label counts for as much.
    case label
    /// N / (groups · n(g)): every group counts for as much.
    case group
    /// N / (C · n(y,g)): every cell counts for as much.
    case joint
    /// n(y) / (groups · n(y,g)): within each label every group counts for as much, which serves equal opportunity.
    case groupWithinLabel = "group-within-label"

    /// Returns the weight of each text.
    ///
    /// - Parameters:
    ///   - labels: The label of each text, `[texts]`.
    ///   - groups: The group of each text, `[texts]`; nil where it is unknown. Such texts weigh 1, and count in n(y) alone
    ///     when labels are balanced.
    public func weights(labels: [Int32], groups: [Int?]) -> [Double]? {
        precondition(labels.count == groups.count, "\(labels.count) labels and \(groups.count) groups")
        if self == .unweighted { return nil }
        var ofLabel: [Int32: Int] = [:]
        var ofGroup: [Int: Int] = [:]
        var ofCell: [[Int]: Int] = [:]
        var known = 0
        var knownOfLabel: [Int32: Int] = [:]
        var groupsOfLabel: [Int32: Set<Int>] = [:]
        for (label, group) in zip(labels, groups) {
            ofLabel[label, default: 0] += 1
            guard let group else { continue }
            known += 1
            knownOfLabel[label, default: 0] += 1
            ofGroup[group, default: 0] += 1
            ofCell[[Int(label), group], default: 0] += 1
            groupsOfLabel[label, default: []].insert(group)
        }
        return zip(labels, groups).map { label, group in
            if self == .label {
                return Double(labels.count) / (Double(ofLabel.count) * Double(ofLabel[label] ?? 1))
            }
            guard let group else { return 1 }
            let cell = Double(ofCell[[Int(label), group]] ?? 1)
            return switch self {
            case .unweighted, .label: 1
            case .group: Double(known) / (Double(ofGroup.count) * Double(ofGroup[group] ?? 1))
            case .joint: Double(known) / (Double(ofCell.count) * cell)
            case .groupWithinLabel:
                Double(knownOfLabel[label] ?? 1) / (Double(groupsOfLabel[label]?.count ?? 1) * cell)
            }
        }
    }
}
