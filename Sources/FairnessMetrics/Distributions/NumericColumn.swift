/// A column of numbers whose distribution is compared between groups.
public enum NumericColumn: String, Sendable, CaseIterable {
    case label, prediction
    /// Prediction minus label.
    case error
    case score
}

extension Tally {
    /// The values of a column with the rows that have them, in ascending order.
    func values(of column: NumericColumn) -> ScoreList {
        var list = ScoreList()
        for part in column == .score ? (scores?.allParts ?? []).map(\.list) : numbers?.values(of: column) ?? [] {
            var part = part
            part.sort()
            list.merge(part)
        }
        return list
    }
}
