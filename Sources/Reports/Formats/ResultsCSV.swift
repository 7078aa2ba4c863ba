internal import FairnessMetrics
internal import Files

/// Results as tables for a spreadsheet or a program that reads CSV (RFC 4180, UTF-8, a header, lines end in CR LF).
///
/// Numbers are written in full, as in `results.json`. A text that a spreadsheet would take for a formula, because a value in
/// the data begins with `=`, `+`, `-` or `@`, gets an apostrophe before it.
public enum ResultsCSV {
    /// Returns one row for each group and metric: of everybody, of each group, and of each group within each stratum.
    ///
    /// Columns: each protected attribute and each control column (empty: all values), `rows`, `metric`, `class`, `value`,
    /// `lower`, `upper`, `method`, `numerator`, `denominator`, `remark`. What is undefined has no value and says why.
    public static func groups(_ results: AuditResults) -> [UInt8] {
        let fixed = [
            "rows", "metric", "class", "value", "lower", "upper", "method", "numerator", "denominator", "remark",
        ]
        let (attributes, controls) = (results.attributes, results.controls)
        var table = CSVTable(
            header: (attributes + controls).map { name in
                fixed.contains(name) ? "\(name) (column)" : name
            } + fixed)
        func add(_ group: GroupAssessment, _ stratum: GroupKey?) {
            let names = attributes.map { cell($0, of: group.key) } + controls.map { cell($0, of: stratum) }
            if group.isSuppressed {
                table.add(
                    names + [.empty, .empty, .empty, .empty, .empty, .empty, .empty, .empty, .empty, .text("withheld")])
                return
            }
            let classes = group.classes.flatMap { entry in entry.metrics.map { (entry.name, $0) } }
            for (name, metric) in group.metrics.map({ ("", $0) }) + classes {
                table.add(
                    names + [.number(Double(group.count)), .text(metric.metric), .text(name)] + cells(metric.estimate))
            }
        }
        add(results.assessment.overall, nil)
        for group in results.assessment.groups { add(group, nil) }
        for stratum in results.assessment.strata {
            for group in stratum.groups { add(group, stratum.key) }
        }
        return table.bytes
    }

    /// Returns one row for each comparison between groups, with its verdict.
    ///
    /// Columns: `attributes`, `stratum`, `metric`, `class`, `aggregation`, `group`, `reference`, `value`, `lower`, `upper`,
    /// `verdict`, `reason`, `highest`, `lowest`, `margin`, `p_value`, `adjusted_p_value`, `compared`, `not_estimable`,
    /// `people`.
    public static func gaps(_ results: AuditResults) -> [UInt8] {
        var table = CSVTable(header: [
            "attributes", "stratum", "metric", "class", "aggregation", "group", "reference", "value", "lower", "upper",
            "verdict", "reason", "highest", "lowest", "margin", "p_value", "adjusted_p_value", "compared",
            "not_estimable", "people",
        ])
        func add(_ gap: Disparity, _ stratum: GroupKey?) {
            let value = gap.estimate.defined
            table.add([
                .text(gap.attributes.joined(separator: " × ")), .text(stratum?.label ?? ""), .text(gap.metric),
                .text(gap.className ?? ""), .text(gap.aggregation.rawValue), .text(gap.group?.label ?? ""),
                .text(gap.reference?.label ?? ""), .number(value?.value), .number(value?.interval.lower),
                .number(value?.interval.upper), .text(gap.verdict.rawValue),
                .text(gap.estimate.undefinedReason ?? gap.reason), .text(gap.highest?.label ?? ""),
                .text(gap.lowest?.label ?? ""), .number(gap.margin), .number(gap.pValue), .number(gap.adjustedPValue),
                .number(Double(gap.compared)), .number(Double(gap.notEstimable)), .number(gap.peopleCount),
            ])
        }
        for gap in results.assessment.disparities { add(gap, nil) }
        for stratum in results.assessment.strata {
            for gap in stratum.disparities { add(gap, stratum.key) }
        }
        return table.bytes
    }

    private static func cell(_ attribute: String, of key: GroupKey?) -> CSVTable.Cell {
        .text(key?.values.first { $0.attribute == attribute }?.value ?? "")
    }

    private static func cells(_ estimate: Estimate) -> [CSVTable.Cell] {
        guard let value = estimate.defined else {
            return [.empty, .empty, .empty, .empty, .empty, .empty, .text(estimate.undefinedReason ?? "undefined")]
        }
        return [
            .number(value.value), .number(value.interval.lower), .number(value.interval.upper), .text(value.method),
            .number(value.numerator), .number(value.denominator), .empty,
        ]
    }
}

/// A table written as CSV.
struct CSVTable {
    /// A field.
    enum Cell {
        case empty
        case text(String)
        case number(Double?)
    }

    private var text: String

    init(header: [String]) {
        text = ""
        add(header.map { .text($0) })
    }

    /// Adds a row.
    mutating func add(_ cells: [Cell]) {
        text += cells.map(Self.field).joined(separator: ",") + "\r\n"
    }

    /// The table in UTF-8.
    var bytes: [UInt8] { Array(text.utf8) }

    private static func field(_ cell: Cell) -> String {
        switch cell {
        case .empty: return ""
        case .text(let text): return CSVField.quoted(harmless(text))
        case .number(let number):
            // An end that is not finite has no place in a column of numbers.
            guard let number, number.isFinite else { return "" }
            return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        }
    }

    /// Returns text that no spreadsheet takes for a formula.
    static func harmless(_ text: String) -> String {
        let starters: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" }
        return first.map(starters.contains) == true ? "'" + text : text
    }
}
