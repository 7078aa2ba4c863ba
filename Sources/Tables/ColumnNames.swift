internal import Files

/// The names of a table's columns, each of them different.
struct ColumnNames: Sendable {
    /// The names, in the order of the columns.
    let names: [String]
    /// A sentence for each header name that was repeated.
    let warnings: [String]
    private let positions: [String: Int]

    /// Names columns after a header: an empty name becomes `columnN`, and the second `name` becomes `name.1`.
    ///
    /// A name that the header itself holds is never made for another column.
    init(header: [String]) {
        let filled = header.enumerated().map { $1.isEmpty ? "column\($0 + 1)" : $1 }
        let literal = Set(filled)
        var taken = Set<String>()
        var nextSuffix: [String: Int] = [:]
        var occurrences: [String: [Int]] = [:]
        var unique: [String] = []
        for (position, name) in filled.enumerated() {
            var chosen = name
            while taken.contains(chosen) || (chosen != name && literal.contains(chosen)) {
                nextSuffix[name, default: 0] += 1
                chosen = "\(name).\(nextSuffix[name, default: 0])"
            }
            taken.insert(chosen)
            unique.append(chosen)
            occurrences[name, default: []].append(position)
        }
        var warnings: [String] = []
        for (position, name) in filled.enumerated() {
            guard let places = occurrences[name], places.count > 1, places[0] == position else { continue }
            let columns = places.map { String($0 + 1) }
            let others = places.dropFirst().prefix(3).map { "'\(visible(unique[$0]))'" }
            warnings.append(
                "column '\(visible(name))' appears \(places.count) times (columns \(ColumnNames.list(columns)));"
                    + " '\(visible(name))' means the first, \(ColumnNames.list(Array(others))) the next")
        }
        names = unique
        self.warnings = warnings
        positions = Dictionary(unique.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Names `count` columns without a header.
    init(count: Int) {
        self.init(header: [String](repeating: "", count: count))
    }

    /// Returns the position of the column named `name`.
    func position(of name: String) throws(TableError) -> Int {
        if let position = positions[name] { return position }
        throw .unknownColumn(name: name, suggestion: didYouMean(name, among: names), columns: names)
    }

    /// Returns how the names differ from `other`, or nil if they do not.
    func difference(from other: ColumnNames) -> String? {
        for (position, (mine, theirs)) in zip(names, other.names).enumerated() where mine != theirs {
            return "column \(position + 1) is '\(visible(mine))' instead of '\(visible(theirs))'"
        }
        return names.count == other.names.count ? nil : "\(names.count) instead of \(other.names.count) columns"
    }

    private static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}
