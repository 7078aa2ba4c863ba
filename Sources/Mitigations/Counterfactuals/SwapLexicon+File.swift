internal import Files
internal import Tables

extension SwapLexicon {
    /// Reads a user's pairs from a table of the columns `attribute`, `first` and `second`, and puts them before these.
    ///
    /// Where an attribute is known already its pairs are added to it; where both have a word, the user's decides.
    ///
    /// - Throws: `TableError` where the file cannot be read; `MitigationsError.data` with the row where a cell is empty, a
    ///   word has no letter, or stands twice under one attribute.
    public func adding(file path: String) throws -> SwapLexicon {
        let names = ["attribute", "first", "second"]
        let table = try ColumnTable(
            TableReader(paths: [path]), names.map { ColumnRequest(name: $0, decoding: .text) })
        var rows: [[String]] = []
        for row in 0..<table.rowCount {
            rows.append(
                try zip(names, table.columns).map { name, column in
                    guard case .texts(let texts) = column, let text = texts[row], !text.allSatisfy(\.isWhitespace)
                    else {
                        throw MitigationsError.data("\(visible(path)): row \(row + 1): column '\(name)' is empty")
                    }
                    return text
                })
        }
        return adding(try SwapLexicon.families(rows, path))
    }

    /// What a reader knows the words of a side by: the first of them.
    private static func name(_ forms: [Form], _ member: Int) -> String {
        forms.prefix(2).map { $0.words[member] }.joined(separator: ", ") + (forms.count > 2 ? ", …" : "")
    }

    private static func families(_ rows: [[String]], _ path: String) throws(MitigationsError) -> [Family] {
        var order: [String] = []
        var forms: [String: [Form]] = [:]
        for (number, row) in rows.enumerated() {
            let words = row[1...].map { $0.lowercased().split { $0.isWhitespace }.joined(separator: " ") }
            for word in words {
                let runs = WordRuns(word).runs
                guard !runs.isEmpty, !runs.contains(where: \.isProtected) else {
                    throw .data("\(visible(path)): row \(number + 1): '\(visible(word))' is no word to exchange")
                }
                if forms[row[0]]?.contains(where: { $0.words.contains(word) }) ?? false || words[0] == words[1] {
                    throw .data(
                        "\(visible(path)): row \(number + 1): '\(visible(word))' stands twice under "
                            + "'\(visible(row[0]))': give each word one partner")
                }
            }
            if forms[row[0]] == nil { order.append(row[0]) }
            forms[row[0], default: []].append(Form(words: words))
        }
        return order.map { attribute in
            let own = forms[attribute] ?? []
            return Family(
                attribute: attribute, members: [0, 1].map { name(own, $0) }, forms: own,
                terms: [own.map { $0.words[0] }, own.map { $0.words[1] }], isOwn: true)
        }
    }
}
