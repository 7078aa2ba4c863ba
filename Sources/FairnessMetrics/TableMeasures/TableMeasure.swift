/// A measure of a whole table or of an attribute's groups together: what `GroupMetric` is for a single group.
public struct TableMeasure: Sendable {
    /// The id, under which results hold it.
    public let id: String
    /// The name in a report.
    public let name: String
    /// The formula in the field's notation.
    public let formula: String
    /// What it asks, in a sentence for a reader who is not a statistician.
    public let question: String
    /// What a table must have for it, in words.
    public let needs: String
    /// The values it can take.
    public let range: Interval
    /// Which values are better, in words.
    public let direction: String
    /// Who defined it.
    public let source: String
}
