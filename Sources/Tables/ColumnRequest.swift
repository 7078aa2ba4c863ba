/// A column that a scan shall decode, and how.
public struct ColumnRequest: Sendable, Hashable {
    /// What a column's texts are turned into.
    public enum Decoding: Sendable {
        /// A code for each distinct text, see ``ValueDictionary``.
        case category
        /// A finite number.
        case number
        /// A finite number that is not negative and never missing; anything else is a fault of the row.
        case weight
        /// The text itself, as long as it may be. Only an empty one is missing: "NA" can be what somebody wrote.
        case text
    }

    /// The name of the column, as in ``TableReader/columns``.
    public var name: String
    /// What its texts are turned into.
    public var decoding: Decoding

    /// What its texts are replaced by before they are turned into anything; nil for the texts as they are.
    public var mapping: TextMapping?

    /// Makes a request for the column named `name`.
    public init(name: String, decoding: Decoding, mapping: TextMapping? = nil) {
        self.name = name
        self.decoding = decoding
        self.mapping = mapping
    }
}
