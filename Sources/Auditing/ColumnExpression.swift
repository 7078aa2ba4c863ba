/// A column, or a simple condition on one, as a role takes it: `offer`, `score_text != Low`, `age >= 40`,
/// `state in (TX, "New York")`.
public struct ColumnExpression: Sendable, Equatable {
    /// A condition on a column's value.
    public enum Condition: Sendable, Equatable {
        /// The value is one of these; `isNegated` turns it about.
        case among([String], isNegated: Bool)
        /// The value, a number, stands in this relation to the bound.
        case compared(Comparison, Double)
    }

    /// An order relation.
    public enum Comparison: String, Sendable, CaseIterable {
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="

        /// Returns whether `value` stands in the relation to `bound`.
        public func holds(_ value: Double, _ bound: Double) -> Bool {
            switch self {
            case .less: value < bound
            case .atMost: value <= bound
            case .greater: value > bound
            case .atLeast: value >= bound
            }
        }

        var negated: Comparison {
            switch self {
            case .less: .atLeast
            case .atMost: .greater
            case .greater: .atMost
            case .atLeast: .less
            }
        }
    }

    /// The text as written, without blanks around it.
    public let text: String
    /// The column's name.
    public let column: String
    /// The condition, or nil for the column itself.
    public let condition: Condition?

    /// The plain column of this name.
    public init(column: String) {
        text = column
        self.column = column
        condition = nil
    }

    /// The condition that a column of numbers stands in this relation to `bound`.
    init(column: String, _ comparison: Comparison, _ bound: Double) {
        text = "\(column) \(comparison.rawValue) \(bound)"
        self.column = column
        condition = .compared(comparison, bound)
    }

    /// Parses an expression.
    ///
    /// - Throws: `AuditError.expression` if an operator has no column or no value.
    public init(_ text: String) throws(AuditError) {
        var scanner = ExpressionScanner(text)
        self.text = text.trimmingBlanks
        column = scanner.operand()
        guard let symbol = scanner.comparison() else {
            condition = nil
            guard !column.isEmpty else { throw .expression(text, "no column is named") }
            return
        }
        guard !column.isEmpty else { throw .expression(text, "nothing stands before '\(symbol)'") }
        switch symbol {
        case "in", "not in":
            let values = scanner.list()
            guard !values.isEmpty else { throw .expression(text, "'\(symbol)' needs values in brackets: in (A, B)") }
            condition = .among(values, isNegated: symbol == "not in")
        case "==", "=", "!=":
            guard let value = scanner.value() else { throw .expression(text, "nothing follows '\(symbol)'") }
            condition = .among([value], isNegated: symbol == "!=")
        default:
            guard let comparison = Comparison(rawValue: symbol), let value = scanner.value() else {
                throw .expression(text, "nothing follows '\(symbol)'")
            }
            guard let bound = Double(value), bound.isFinite else {
                throw .expression(text, "'\(value)' is not a number; '\(symbol)' compares numbers")
            }
            condition = .compared(comparison, bound)
        }
    }

    /// The text of the opposite condition, which names the people for whom the condition does not hold.
    public var negatedText: String {
        switch condition {
        case nil: "not \(column)"
        case .among(let values, let isNegated) where values.count == 1:
            "\(column) \(isNegated ? "==" : "!=") \(values[0])"
        case .among(let values, let isNegated):
            "\(column) \(isNegated ? "in" : "not in") (\(values.joined(separator: ", ")))"
        case .compared(let comparison, let bound):
            "\(column) \(comparison.negated.rawValue) \(bound == bound.rounded() ? "\(Int(bound))" : "\(bound)")"
        }
    }

    /// Returns whether a text value satisfies an `among` condition; numbers written differently are the same value.
    static func matches(_ value: String, _ literal: String) -> Bool {
        if value == literal { return true }
        guard let first = Double(value), let second = Double(literal) else { return false }
        return first == second
    }

    /// Splits a comma-separated list of expressions; commas inside quotes or brackets do not split.
    public static func list(_ text: String) throws(AuditError) -> [ColumnExpression] {
        var scanner = ExpressionScanner(text)
        var result: [ColumnExpression] = []
        for part in scanner.parts() { result.append(try ColumnExpression(part)) }
        return result
    }
}
