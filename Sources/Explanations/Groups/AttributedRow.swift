/// What the attribution of one row says, ready to be averaged over a group.
public struct AttributedRow: Sendable, Equatable {
    /// The number of the row's group.
    public var group: Int
    /// What the row counts for, above 0.
    public var weight: Double
    /// Whether the row's label is positive; nil if it has none.
    public var label: Bool?
    /// What nobody is worth in the row's game.
    public var baseValue: Double
    /// What everyone is worth: the score or the decision.
    public var value: Double
    /// What each class of players contributes, `[classes]`.
    public var contributions: [Double]
    /// The variance of each contribution over the draws of the method, `[classes]`; 0 if exact.
    public var variances: [Double]

    /// Takes the attribution of a row whose players are the same for all rows, such as features or classes of words
    /// (`Attribution.merged`).
    ///
    /// Rows must be explained with seeds of their own: the same draws err alike, and errors that do not cancel in the mean
    /// of a group would not be seen.
    ///
    /// - Throws: `ExplanationsError.setting` for values with bounds instead of standard errors, which some
    ///   methods may give: nobody knows how bounds add up over rows.
    public init(_ attribution: Attribution, group: Int, weight: Double = 1, label: Bool? = nil) throws {
        guard attribution.players.allSatisfy({ $0.standardError != nil }) else {
            throw ExplanationsError.setting(
                name: "the error of \(attribution.method)", value: "a bound",
                remedy: "allow evaluations until its values are exact, or use a method with standard errors")
        }
        self.group = group
        self.weight = weight
        self.label = label
        baseValue = attribution.baseValue
        value = attribution.value
        contributions = attribution.values
        variances = attribution.players.map { ($0.standardError ?? 0) * ($0.standardError ?? 0) }
    }

    /// Returns what changed since the same row was explained of another model: this row less `before`.
    ///
    /// The gap of changes is the change of the gap, and its intervals are those of paired rows. Both are explained by draws of
    /// their own.
    public func change(from before: AttributedRow) throws -> AttributedRow {
        guard before.contributions.count == contributions.count else {
            throw ExplanationsError.mismatch(
                what: "classes before", count: before.contributions.count, expected: contributions.count)
        }
        var row = self
        row.baseValue -= before.baseValue
        row.value -= before.value
        row.contributions = zip(contributions, before.contributions).map { $0 - $1 }
        row.variances = zip(variances, before.variances).map { $0 + $1 }
        return row
    }
}
