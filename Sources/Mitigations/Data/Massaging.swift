internal import MatrixKernels
internal import Models

/// Turns the fewest labels that make the share of positive ones the same in every group, those that a learned score calls
/// closest to the border (Kamiran, Calders 2012).
///
/// In groups below the share of all rows the highest-ranked negative rows become positive, in groups above it the
/// lowest-ranked positive ones negative; as many rows are positive afterwards as before. Any number of groups; weights of
/// rows are not looked at.
public enum Massaging {
    /// Turns labels.
    ///
    /// - Parameters:
    ///   - table: Rows of two labels; those whose label or group is missing stay as they are.
    ///   - strength: The share of the labels that is turned.
    ///   - learner: What the score is learned with, from the features and labels as they are.
    /// - Throws: `MitigationsError.usage` if no text stands for the label.
    public static func applied(
        to table: LabelledRows, strength: Double = 1, learner: any WeightedLearner = LogisticLearner()
    ) throws -> RebalancedRows {
        guard let texts = table.labelTexts, texts.count == 2 else {
            throw MitigationsError.usage(
                "massaging writes labels, but '\(table.labelColumn)' is read through a condition that no single value "
                    + "stands for: name a column of two values with --label and --positive")
        }
        let rows = table.completeRows
        let encoder = FeatureEncoder(fittingTo: table.features.map { $0.rows(rows) })
        let features = encoder.encode(table.features.map { $0.rows(rows) })
        let scores = try learner.fit(
            features, targets: rows.map { table.labels[$0] == 1 }, weights: rows.map(table.weight)
        ).probabilities(features)
        let scoreOfRow = Dictionary(uniqueKeysWithValues: zip(rows, scores))
        let cells = table.cells(rows)
        let counts = CellCounts(cells)
        var result = RebalancedRows(table)
        for (group, promotion) in zip(counts.groups, counts.promotions) {
            let from = promotion > 0 ? 0 : 1
            let members = cells[GroupAndLabel(group: group, label: from)] ?? []
            // The nearest to the border first; of equal ones the earlier row.
            let sign: Double = promotion > 0 ? -1 : 1
            let ranked = members.sorted {
                (sign * (scoreOfRow[$0] ?? 0), $0) < (sign * (scoreOfRow[$1] ?? 0), $1)
            }
            for row in ranked.prefix(Int((strength * Double(abs(promotion))).rounded())) {
                var changed = RebalancedRows.Row(
                    source: row, origin: .changed([table.labelColumn]), label: 1 - from)
                changed.texts[table.labelColumn] = texts[1 - from]
                result.rows[row] = changed
            }
        }
        if table.weights != nil {
            result.notes.append(
                "Massaging counts rows, not weights: with weights the groups’ shares need not be equal.")
        }
        return result
    }
}
