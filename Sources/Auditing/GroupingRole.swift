internal import FairnessMetrics
internal import Tables

/// How a protected or control column splits the rows: by its values, by bins, or by a condition.
struct GroupingRole: Sendable {
    enum Rule: Sendable {
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
    ///
    /// Numbers are in numeric order, texts in the order of their code points, missing values last.
    func column(dictionary values: [String], used: Set<UInt64>) -> (column: GroupingColumn, position: [UInt64: Int]) {
        let named: [(code: UInt64, name: String)]
        switch rule {
        case .values:
            let known = used.filter { $0 > 0 }.map { ($0, values[Int($0)]) }
            let isNumeric = known.allSatisfy { Double($0.1) != nil }
            named = known.sorted { first, second in
                if isNumeric, let a = Double(first.1), let b = Double(second.1), a != b { return a < b }
                return first.1 < second.1
            }
        case .bins(let edges): named = GroupingRole.binNames(edges).enumerated().map { (UInt64($0 + 1), $1) }
        case .among, .compared: named = [(1, expression.text), (2, expression.negatedText)]
        }
        let present = named.filter { used.contains($0.code) }
        var result = present.map { AttributeValue(attribute: expression.text, value: $0.name) }
        var position = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1.code, $0) })
        if used.contains(0) {
            let name = present.contains { $0.name == "unknown" } ? "unknown (missing)" : "unknown"
            position[0] = result.count
            result.append(AttributeValue(attribute: expression.text, value: name, isUnknown: true))
        }
        return (GroupingColumn(name: expression.text, values: result), position)
    }

    /// The names of the bins that ascending edges cut.
    static func binNames(_ edges: [Double]) -> [String] {
        func text(_ edge: Double) -> String {
            edge == edge.rounded() && abs(edge) < 1e15 ? "\(Int(edge))" : "\(edge)"
        }
        guard let first = edges.first, let last = edges.last else { return [] }
        let middle = zip(edges, edges.dropFirst()).map { "\(text($0)) to under \(text($1))" }
        return ["under \(text(first))"] + middle + ["\(text(last)) and over"]
    }
}
