/// What kind of outcome an audit is about, which decides the metrics that exist.
public enum AuditTask: String, Sendable, CaseIterable {
    /// Label and prediction are positive or negative.
    case binary
    /// Label and prediction are numbers.
    case regression
    /// Label and prediction are one of several classes.
    case multiclass
}
