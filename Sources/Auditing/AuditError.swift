/// What can be wrong with an audit that was asked for.
public enum AuditError: Error, Sendable, Equatable {
    /// A role's expression cannot be read.
    case expression(String, String)
    /// The request contradicts itself or lacks something; the text says what and how to mend it.
    case usage(String)
    /// The definition has faults, each with its line and column.
    case definition([String])
    /// The definition cannot be found or read.
    case missingDefinition(String)
    /// The data do not fit the request; the text names the column, the values and the remedy.
    case data(String)

    /// What kind of mistake it is, which decides the exit code.
    public enum Kind: Sendable {
        case usage, data, missingInput
    }

    /// The kind of this mistake.
    public var kind: Kind {
        switch self {
        case .expression, .usage: .usage
        case .definition, .data: .data
        case .missingDefinition: .missingInput
        }
    }
}

extension AuditError: CustomStringConvertible {
    /// The message for a person: what happened, where, and how to mend it.
    public var description: String {
        switch self {
        case .expression(let text, let fault):
            "cannot read the expression '\(text)': \(fault). A role takes a column (offer) or a condition on one "
                + "(score_text != Low, age >= 40, state in (TX, CA)); quote names that hold operators"
        case .usage(let message), .data(let message): message
        case .definition(let faults): faults.joined(separator: "\n")
        case .missingDefinition(let message): message
        }
    }
}
