internal import FairnessMetrics
internal import Tables

/// How a protected or control column splits the rows: by its values, by bins, or by a condition.
struct GroupingRole: Sendable, Equatable {
    enum Rule: Sendable, Equatable {
        case values
        case bins([Double])
        case among([String], isNegated: Bool)
        case compared(ColumnExpression.Comparison, Double)
    }

    let expression: ColumnExpression
    let rule: Rule

    init(expression: ColumnExpression, bins: [Double]?) {
        self.expression = expression
        switch expression.condition {
        case .among(let values, let isNegated): rule = .among(values, isNegated: isNegated)
        case .compared(let comparison, let bound): rule = .compared(comparison, bound)
        case nil: rule = bins.map { .bins($0) } ?? .values
        }
    }

    var decoding: ColumnRequest.Decoding {
        switch rule {
        case .values, .among: .category
        case .bins, .compared: .number
        }
    }

    /// Returns the local code of a number: 0 if missing, else 1 for the first bin or for the condition being true.
    func code(of number: Double) -> UInt64 {
        if number.isNaN { return 0 }
        switch rule {
        case .bins(let edges): return UInt64(1 + (edges.firstIndex { number < $0 } ?? edges.count))
        case .compared(let comparison, let bound): return comparison.holds(number, bound) ? 1 : 2
        case .values, .among: return 0
        }
    }

    /// Returns the local code of a text value with this dictionary code.
    func code(of value: String, dictionaryCode: UInt32) -> UInt64 {
        if dictionaryCode == 0 { return 0 }
        guard case .among(let values, let isNegated) = rule else { return UInt64(dictionaryCode) }
        return values.contains { ColumnExpression.matches(value, $0) } != isNegated ? 1 : 2
    }

    /// Returns the column's values in the order of display and, for each local code, its position among them.
    func column(dictionary values: [String], used: Set<UInt64>) -> (column: GroupingColumn, position: [UInt64: Int]) {
        let codes = used.filter { $0 > 0 }
        let names: [String]
        if case .values = rule { names = values } else { names = [""] + possibleNames }
        let column = column(of: codes.map { names[Int($0)] }, hasUnknown: used.contains(0))
        let places = GroupingRole.places(of: column)
        var position = Dictionary(
            uniqueKeysWithValues: codes.map { ($0, places[Array(names[Int($0)].utf8)] ?? 0) })
        if used.contains(0) { position[0] = column.values.count - 1 }
        return (column, position)
    }

    /// Returns the values with these names, all different, in the order of display.
    ///
    /// Numbers are in numeric order, texts in the order of their code points, bins and the two sides of a condition in
    /// their own order, missing values last.
    func column(of names: [String], hasUnknown: Bool) -> GroupingColumn {
        let sorted: [String]
        if case .values = rule {
            let isNumeric = names.allSatisfy { Double($0) != nil }
            sorted = names.sorted { first, second in
                if isNumeric, let a = Double(first), let b = Double(second), a != b { return a < b }
                return first.utf8.lexicographicallyPrecedes(second.utf8)
            }
        } else {
            sorted = possibleNames.filter(names.contains)
        }
        var values = sorted.map { AttributeValue(attribute: expression.text, value: $0) }
        if hasUnknown {
            let name = names.contains("unknown") ? "unknown (missing)" : "unknown"
            values.append(AttributeValue(attribute: expression.text, value: name, isUnknown: true))
        }
        return GroupingColumn(name: expression.text, values: values)
    }

    /// Where each known name stands among a column's values, by its bytes: texts differ when their bytes do.
    static func places(of column: GroupingColumn) -> [[UInt8]: Int] {
        let known = column.values.enumerated().filter { !$0.element.isUnknown }
        return Dictionary(
            known.map { (Array($0.element.value.utf8), $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// The names that bins or a condition can give, in the order of their codes; empty for plain values.
    var possibleNames: [String] {
        switch rule {
        case .values: []
        case .bins(let edges): GroupingRole.binNames(edges)
        case .among, .compared: [expression.text, expression.negatedText]
        }
    }

    private static func binNames(_ edges: [Double]) -> [String] {
        guard let first = edges.first, let last = edges.last else { return [] }
        let middle = zip(edges, edges.dropFirst()).map { "\(text(of: $0)) to under \(text(of: $1))" }
        return ["under \(text(of: first))"] + middle + ["\(text(of: last)) and over"]
    }

    /// An edge as names and messages show it, without needless decimals.
    static func text(of edge: Double) -> String {
        edge == edge.rounded() && abs(edge) < 1e15 ? "\(Int(edge))" : "\(edge)"
    }
}
