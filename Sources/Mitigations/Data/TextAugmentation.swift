internal import NumericalKernels

/// Copies of rows whose text is written otherwise, with the same label.
public enum TextAugmentation {
    /// Adds, for each row and each attribute of which its text names a member, a copy that speaks of somebody else
    /// (Zhao et al. 2018; Lu et al. 2020). A protected column of that attribute is empty in the copy.
    public static func swapped(
        _ table: LabelledRows, lexicon: SwapLexicon = .english, seed: UInt64
    ) throws -> RebalancedRows {
        let texts = try texts(table)
        var result = RebalancedRows(table)
        var added: [RebalancedRows.Row] = []
        for attribute in lexicon.attributes {
            let swapper = TextSwapper(lexicon, attributes: [attribute], seed: seed)
            let emptied = table.protectedColumns.filter { SwapLexicon.isSame($0, attribute) }
            for row in 0..<table.count {
                guard let swapped = swapper.swapped(texts.values[row], draw: row) else { continue }
                var copy = RebalancedRows.Row(source: row, origin: .augmented, label: table.labels[row])
                copy.texts[texts.name] = swapped.text
                for name in emptied { copy.texts[name] = "" }
                added.append(copy)
            }
        }
        if added.isEmpty { result.notes.append("No text names a member of a group that the word lists know.") }
        result.append(added.sorted { $0.source < $1.source }, table)
        return result
    }

    /// Adds copies where over-sampling would, with a share of the words misspelt: two letters exchanged, one left out or one
    /// doubled.
    public static func misspelt(_ table: LabelledRows, share: Double = 0.1, seed: UInt64) throws -> RebalancedRows {
        try rewritten(table, seed: seed) { word, generator in
            guard word.count > 3, generator.uniform() < share else { return nil }
            var letters = Array(word)
            let place = 1 + Int(generator.uniform() * Double(letters.count - 2))
            switch Int(generator.uniform() * 3) {
            case 0: letters.swapAt(place, place + 1 < letters.count ? place + 1 : place - 1)
            case 1: letters.remove(at: place)
            default: letters.insert(letters[place], at: place)
            }
            return String(letters)
        }
    }

    /// Adds copies where over-sampling would, with a share of the words that have a synonym in a short list of common
    /// English ones replaced by it.
    public static func reworded(_ table: LabelledRows, share: Double = 0.5, seed: UInt64) throws -> RebalancedRows {
        try rewritten(table, seed: seed) { word, generator in
            guard let choices = Synonyms.english[word.lowercased()], generator.uniform() < share else { return nil }
            let chosen = choices[Int(generator.uniform() * Double(choices.count))]
            return word.first?.isUppercase == true ? chosen.prefix(1).uppercased() + chosen.dropFirst() : chosen
        }
    }

    private static func rewritten(
        _ table: LabelledRows, seed: UInt64, _ rewrite: (String, inout SeededGenerator) -> String?
    ) throws -> RebalancedRows {
        let texts = try texts(table)
        var result = RebalancedRows(table)
        result.notes = LabelResampling.lacking(table)
        for (cell, rows, count) in LabelResampling.missing(table, strength: 1) {
            var generator = SeededGenerator(seed: seed, stream: LabelResampling.stream(cell))
            let sources = LabelResampling.drawn(count, from: rows, using: &generator)
            let copies = sources.map { row -> RebalancedRows.Row in
                let text = words(texts.values[row]) { rewrite($0, &generator) }
                var copy = RebalancedRows.Row(
                    source: row, origin: text == texts.values[row] ? .copied : .augmented, label: cell.label)
                if text != texts.values[row] { copy.texts[texts.name] = text }
                return copy
            }
            result.append(copies, table)
        }
        return result
    }

    /// Replaces words, which are runs of letters, and leaves all between them.
    private static func words(_ text: String, _ rewrite: (String) -> String?) -> String {
        var (result, word) = ("", "")
        for character in text {
            if character.isLetter {
                word.append(character)
            } else {
                result += (word.isEmpty ? "" : rewrite(word) ?? word) + String(character)
                word = ""
            }
        }
        return result + (word.isEmpty ? "" : rewrite(word) ?? word)
    }

    private static func texts(_ table: LabelledRows) throws(MitigationsError) -> (name: String, values: [String]) {
        guard let name = table.textColumn, let column = table.columns.first(where: { $0.name == name }) else {
            throw .usage("methods that write texts need a column of texts: name it with --text")
        }
        return (name, column.texts)
    }
}

/// Words that say nearly the same.
enum Synonyms {
    /// The others of each word's set.
    static let english: [String: [String]] = {
        let sets = [
            "big large", "small little", "quick fast", "happy glad", "sad unhappy", "good fine", "bad poor",
            "begin start",
            "buy purchase", "help assist", "show display", "tell inform", "ask inquire", "answer reply", "make create",
            "use employ", "need require", "try attempt", "end finish", "often frequently", "also too", "maybe perhaps",
            "very really", "nice pleasant", "easy simple", "hard difficult", "job work", "friend companion",
            "house home",
            "whole entire", "beautiful lovely", "awful terrible", "great excellent", "important significant",
            "angry mad",
            "smart clever", "think believe", "keep retain", "fix repair", "choose select", "wrong incorrect",
            "correct right", "rich wealthy", "afraid scared", "strange odd", "famous known", "people persons",
        ].map { $0.split(separator: " ").map(String.init) }
        var table: [String: [String]] = [:]
        for set in sets {
            for word in set { table[word, default: []] += set.filter { $0 != word } }
        }
        return table
    }()
}
