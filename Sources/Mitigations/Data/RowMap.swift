public import Models

/// What was fitted to some rows of a table and changes the features of these and of others alike.
public protocol RowMap: Sendable {
    /// What the reader should know.
    var notes: [String] { get }
    /// Whether a row is changed by what its group is, so that it must be known.
    var needsGroup: Bool { get }

    /// Returns the features of rows, fitted to or not, as they are changed: the same columns in the same order.
    func mapped(_ table: LabelledRows) -> [FeatureColumn]
}

extension RowMap {
    /// Returns the table with its features changed.
    public func applied(to table: LabelledRows) -> RebalancedRows {
        var result = RebalancedRows(table)
        result.notes = notes
        result.features = mapped(table)
        if !needsGroup && result.unknownCount > 0 {
            result.notes.append(
                "Rows without a known label or group, \(result.unknownCount) in number, were mapped like the others; nothing "
                    + "was learned from them.")
            result.unknownCount = 0
        }
        for row in 0..<table.count {
            var texts: [String: String] = [:]
            for (old, new) in zip(table.features, result.features) where old.differs(from: new, row) {
                texts[new.name] = new.text(row)
            }
            guard !texts.isEmpty else { continue }
            var changed = RebalancedRows.Row(
                source: row, origin: .changed(table.features.map(\.name).filter { texts[$0] != nil }),
                label: table.labels[row])
            changed.texts = texts
            result.rows[row] = changed
        }
        return result
    }
}

extension FeatureColumn {
    /// Whether a row has another value in a column of the same kind; two missing ones are the same.
    fileprivate func differs(from other: FeatureColumn, _ row: Int) -> Bool {
        switch (values, other.values) {
        case (.numbers(let mine), .numbers(let others)):
            mine[row] != others[row] && !(mine[row].isNaN && others[row].isNaN)
        case (.texts(let mine), .texts(let others)): mine[row] != others[row]
        default: preconditionFailure("two kinds of '\(name)'")
        }
    }
}
