internal import Models

/// What counterfactual data augmentation adds to the texts to learn from: for each text and each attribute of which it holds a
/// word, a copy in which the words are exchanged, with the same label (Zhao et al. 2018; Lu et al. 2020).
struct SwappedCopies: Sendable {
    /// The copies, by row and attribute.
    let copies: [TextTable.Copy]
    /// The rows of which there is a copy at least.
    let rowCount: Int

    /// Makes the copies.
    ///
    /// A protected column of the same attribute is unknown in a copy: who the text speaks of has changed.
    ///
    /// - Parameters:
    ///   - rows: The rows of the table to copy; the row numbers of the copies are places in this list.
    ///   - seed: Draws partners, for each row of the table its own.
    init(_ table: TextTable, rows: [Int], lexicon: SwapLexicon, seed: UInt64) {
        var copies: [TextTable.Copy] = []
        let swappers = lexicon.attributes.map { attribute in
            (
                swapper: TextSwapper(lexicon, attributes: [attribute], seed: seed),
                columns: Set(table.attributes.map(\.name).filter { SwapLexicon.isSame($0, attribute) })
            )
        }
        for (place, row) in rows.enumerated() {
            for (swapper, columns) in swappers {
                let text = table.texts[row].flatMap { swapper.swapped($0, draw: row) }
                let pair = table.pairs?[row].flatMap { swapper.swapped($0, draw: row) }
                guard text != nil || pair != nil else { continue }
                copies.append(
                    TextTable.Copy(
                        row: place, text: text?.text ?? table.texts[row], pair: pair?.text ?? table.pairs?[row],
                        unknown: columns))
            }
        }
        self.copies = copies
        rowCount = Set(copies.map(\.row)).count
    }
}

extension SwapLexicon {
    /// Whether a protected column is about an attribute of a lexicon, by its name.
    static func isSame(_ column: String, _ attribute: String) -> Bool {
        let names: [Set<String>] = [["gender", "sex"], ["race", "ethnicity"], ["religion", "faith"]]
        let (column, attribute) = (column.lowercased(), attribute.lowercased())
        return column == attribute || names.contains { $0.contains(column) && $0.contains(attribute) }
    }
}
