internal import FairnessMetrics
internal import Files
internal import Synchronization
internal import Tables

/// How a label or a prediction reads as positive, negative or missing.
struct BinaryRole: Sendable {
    enum Rule: Sendable {
        /// Values that say themselves what is positive: 0/1, true/false, yes/no.
        case selfEvident
        /// One value is positive, every other negative.
        case value(String)
        /// Positive where the text condition holds.
        case among([String], isNegated: Bool)
        /// Positive where the number stands in this relation to the bound.
        case compared(ColumnExpression.Comparison, Double)
        /// Every value is positive: the number itself, or the class itself, is measured elsewhere.
        case any(isNumber: Bool)
    }

    /// `label` or `prediction`.
    let role: String
    let expression: ColumnExpression
    let rule: Rule

    init(role: String, expression: ColumnExpression, positive: String?, task: AuditTask = .binary) {
        self.role = role
        self.expression = expression
        guard task == .binary else {
            rule = .any(isNumber: task == .regression)
            return
        }
        switch expression.condition {
        case .among(let values, let isNegated): rule = .among(values, isNegated: isNegated)
        case .compared(let comparison, let bound): rule = .compared(comparison, bound)
        case nil: rule = positive.map { .value($0) } ?? .selfEvident
        }
    }

    var decoding: ColumnRequest.Decoding {
        switch rule {
        case .compared, .any(isNumber: true): .number
        case .selfEvident, .value, .among, .any(isNumber: false): .category
        }
    }

    /// Returns what a text value says; nil if the rule cannot tell.
    func outcome(of value: String) -> Outcome? {
        switch rule {
        case .selfEvident: BinaryRole.selfEvident(value)?.outcome
        case .value(let positive): ColumnExpression.matches(value, positive) ? .positive : .negative
        case .among(let values, let isNegated):
            values.contains { ColumnExpression.matches(value, $0) } != isNegated ? .positive : .negative
        case .compared: nil
        case .any: .positive
        }
    }

    /// Returns what a number says; NaN is missing.
    func outcome(of number: Double) -> Outcome {
        if number.isNaN { return .missing }
        switch rule {
        case .compared(let comparison, let bound): return comparison.holds(number, bound) ? .positive : .negative
        case .any: return .positive
        case .selfEvident, .value, .among: return .missing
        }
    }

    /// The positive value that was named but is not among those found; nil if it is, or if none was named.
    func absentValue(found values: [String]) -> String? {
        guard case .value(let positive) = rule else { return nil }
        let values = values.dropFirst()
        return values.isEmpty || values.contains { ColumnExpression.matches($0, positive) } ? nil : positive
    }

    /// Checks the values found against the rule, once all rows are read.
    ///
    /// - Parameter isPart: Whether other rows, not read here, may have the positive value.
    /// - Returns: How a report names the positive value.
    /// - Throws: `AuditError.data` that lists the values found and says how to name the positive one.
    func validate(found values: [String], isPart: Bool = false) throws(AuditError) -> String {
        let isAbsent = !isPart && absentValue(found: values) != nil
        let values = Array(values.dropFirst()).sorted()
        let shown =
            values.isEmpty
            ? "no value at all"
            : values.prefix(12).map { "'\($0.shortened)'" }.joined(separator: ", ")
                + (values.count > 12 ? " and \(values.count - 12) more" : "")
        switch rule {
        case .among, .compared, .any: return expression.text
        case .value(let positive):
            if !isAbsent { return positive }
            let guess = didYouMean(positive, among: values).map { " Did you mean '\($0)'?" } ?? ""
            throw .data(
                "column '\(expression.column)' (\(role)) has no value '\(positive)'; found \(shown).\(guess) If label "
                    + "and prediction are coded differently, write the role as a condition: "
                    + "--\(role) '\(expression.column) == VALUE'")
        case .selfEvident:
            let known = values.compactMap { BinaryRole.selfEvident($0) }
            guard known.count == values.count, Set(known.map(\.vocabulary)).count <= 1 else {
                throw .data(
                    "column '\(expression.column)' (\(role)) does not say which value is positive; found \(shown). Name "
                        + "it with --positive VALUE, or write a condition: --\(role) '\(expression.column) == VALUE'"
                        + otherTasks(values))
            }
            let positives = values.filter { BinaryRole.selfEvident($0)?.outcome == .positive }
            return positives.first ?? known.first?.vocabulary ?? "1"
        }
    }

    /// What other kinds of audit the values would fit.
    private func otherTasks(_ values: [String]) -> String {
        var tasks: [String] = []
        if values.count > 2, values.allSatisfy({ Double($0)?.isFinite == true }) {
            tasks.append("--task regression, which reads numbers")
        }
        if (3...20).contains(values.count) { tasks.append("--task multiclass, which compares every class") }
        return tasks.isEmpty ? "" : ". If it is not a matter of yes or no: " + tasks.joined(separator: ", or ")
    }

    /// What a value says by itself, and in which vocabulary; nil if it says nothing.
    static func selfEvident(_ value: String) -> (outcome: Outcome, vocabulary: String)? {
        switch value.lowercased() {
        case "1": return (.positive, "1")
        case "0": return (.negative, "1")
        case "true": return (.positive, "true")
        case "false": return (.negative, "true")
        case "yes": return (.positive, "yes")
        case "no": return (.negative, "yes")
        default:
            guard let number = Double(value), number == 0 || number == 1 else { return nil }
            return (number == 1 ? .positive : .negative, "1")
        }
    }
}

extension String {
    /// The text cut to what a message can hold, characters that a terminal would act on made visible.
    var shortened: String { visible(self) }
}
