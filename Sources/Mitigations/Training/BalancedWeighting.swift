/// How much each example counts, so that cells of label and group count alike (Han, Baldwin, Cohn 2022, "Balancing out
/// Bias: Achieving Fairness Through Balanced Training").
///
/// With N examples whose group is known, n(y, g) of them in the cell of label y and group g, and n(y) and n(g) the sums.
/// The weights serve as row weights of a loss or as chances of a sampler; both take their scale out.
public enum BalancedWeighting: String, Sendable, CaseIterable {
    /// N / (cells · n(y, g)): all cells count alike.
    case joint
    /// n(y) / n(y, g): groups count alike within each label, in proportion to how many of them have it; equal opportunity.
    case equalOpportunity
    /// n(y) / (groups with the label · n(y, g)): groups count alike within each label and labels as often as they occur.
    case stratifiedByLabel
    /// N / (groups · n(g)): groups count alike.
    case group
    /// N / (labels · n(y)): labels count alike.
    case label

    /// Returns the weight of each example, `[examples]`.
    ///
    /// An example whose group is not known has the mean weight of the others. Cells without examples do not count.
    ///
    /// - Parameter labels: From 0, `[examples]`.
    public func weights(labels: [Int32], attribute: ProtectedAttribute) -> [Double] {
        let groups = attribute.groups
        precondition(labels.count == groups.count, "\(labels.count) labels for \(groups.count) examples")
        let labelCount = Int(labels.max() ?? -1) + 1
        var cells = [[Double]](repeating: [Double](repeating: 0, count: attribute.groupCount), count: labelCount)
        for (label, group) in zip(labels, groups) where group >= 0 { cells[Int(label)][Int(group)] += 1 }
        let ofLabel = cells.map { $0.reduce(0, +) }
        let ofGroup = (0..<attribute.groupCount).map { group in cells.reduce(0) { $0 + $1[group] } }
        let known = ofLabel.reduce(0, +)
        guard known > 0 else { return [Double](repeating: 1, count: labels.count) }
        let filledCells = Double(cells.reduce(0) { $0 + $1.count { $0 > 0 } })
        let filledGroups = Double(ofGroup.count { $0 > 0 })
        let filledLabels = Double(ofLabel.count { $0 > 0 })
        var sum = 0.0
        var weights = zip(labels, groups).map { label, group in
            guard group >= 0 else { return -1.0 }
            let (label, group) = (Int(label), Int(group))
            let weight =
                switch self {
                case .joint: known / (filledCells * cells[label][group])
                case .equalOpportunity: ofLabel[label] / cells[label][group]
                case .stratifiedByLabel:
                    ofLabel[label] / (Double(cells[label].count { $0 > 0 }) * cells[label][group])
                case .group: known / (filledGroups * ofGroup[group])
                case .label: known / (filledLabels * ofLabel[label])
                }
            sum += weight
            return weight
        }
        for example in weights.indices where weights[example] < 0 { weights[example] = sum / known }
        return weights
    }
}
