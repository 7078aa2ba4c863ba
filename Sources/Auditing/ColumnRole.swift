/// The part that a column plays in an audit.
public enum ColumnRole: String, Sendable, CaseIterable {
    /// What happened or what is true.
    case label
    /// What was decided.
    case prediction
    /// A number that decisions follow.
    case score
    /// A protected attribute, whose values form groups.
    case protected
    /// The probability of belonging to one group of an attribute that is not known itself.
    case membership
    /// A control, within whose values groups are compared.
    case stratum
    /// How much a row counts.
    case weight
    /// A description of people that is neither outcome nor protected.
    case feature
    /// The text that a decision was made on.
    case text
}
