/// Weights that make label and group independent (Kamiran, Calders 2012).
///
/// A row of group g and label y that counts w gets w · W(g) W(y) / (W W(g,y)), where W sums the weights of all rows whose label
/// and group are known. Any number of groups and labels; nothing is learned and nothing is random. Rows whose label or group
/// is missing keep their weight.
public enum Reweighing {
    /// Returns the rows with their weights.
    ///
    /// - Parameters:
    ///   - table: Rows of any number of labels.
    ///   - strength: How far to go from the weights as they are, 0, to these, 1.
    public static func applied(to table: LabelledRows, strength: Double = 1) -> RebalancedRows {
        var result = RebalancedRows(table)
        let factors = factors(table)
        for row in 0..<table.count {
            guard let group = table.groups[row], let label = table.labels[row] else { continue }
            let factor = factors[GroupAndLabel(group: group, label: label)] ?? 1
            result.weights[row] *= 1 + strength * (factor - 1)
        }
        return result
    }

    /// The factor of each cell that has weight.
    static func factors(_ table: LabelledRows) -> [GroupAndLabel: Double] {
        var total = 0.0
        var ofGroup: [Int: Double] = [:]
        var ofLabel: [Int: Double] = [:]
        var ofCell: [GroupAndLabel: Double] = [:]
        for row in table.completeRows {
            guard let group = table.groups[row], let label = table.labels[row] else { continue }
            let weight = table.weight(row)
            total += weight
            ofGroup[group, default: 0] += weight
            ofLabel[label, default: 0] += weight
            ofCell[GroupAndLabel(group: group, label: label), default: 0] += weight
        }
        var factors: [GroupAndLabel: Double] = [:]
        for (cell, weight) in ofCell where weight > 0 {
            factors[cell] = (ofGroup[cell.group] ?? 0) * (ofLabel[cell.label] ?? 0) / (total * weight)
        }
        return factors
    }
}
