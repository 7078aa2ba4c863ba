/// Text of any origin made safe within Markdown, and the pieces of a card.
enum MarkdownText {
    /// Returns text that Markdown shows as it is and on one line: no markup, no link, no cell of a table, no HTML.
    static func escaped(_ text: String, limit: Int = 300) -> String {
        var result = ""
        let scalars = Array(Shortening.shortened(text, to: limit).unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let endsWord = index + 1 == scalars.count || scalars[index + 1].properties.isWhitespace
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\n", "\r", "\t": result += " "
            case ":" where endsWord: result += ":"
            // An at sign would call somebody, a colon within a word makes an address of a scheme.
            case "\\", "`", "*", "_", "[", "]", "#", "|", "~", "$", ":", "@":
                result += "\\"
                result.unicodeScalars.append(scalar)
            // At the start of an item these would begin another list.
            case "+" where result.isEmpty, "-" where result.isEmpty:
                result += "\\"
                result.unicodeScalars.append(scalar)
            case "." where endsWord && !result.isEmpty && result.utf8.allSatisfy({ (0x30...0x39).contains($0) }):
                result += "\\."
            // Without a scheme an address begins with these letters.
            case "." where result.suffix(3).lowercased() == "www": result += "\\."
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: result += "·"
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// Returns a command in a block of its own, whose fence is longer than any within.
    static func block(_ text: String, language: String) -> String {
        var longest = 0
        var run = 0
        for scalar in text.unicodeScalars {
            run = scalar == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { String($0).withoutControls }
        return "\(fence)\(language)\n\(lines.joined(separator: "\n"))\n\(fence)"
    }

    /// Returns a table, its columns of numbers set to the right; cells are written as they are, so that text of any origin is
    /// escaped before.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let rule =
            "|" + header.indices.map { column in isNumeric(rows.map { $0[column] }) ? " ---: |" : " --- |" }.joined()
        return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
    }

    /// Whether cells are numbers, or say that there is none.
    private static func isNumeric(_ cells: [String]) -> Bool {
        cells.allSatisfy { cell in
            guard let first = cell.unicodeScalars.first else { return true }
            return ("0"..."9").contains(first) || "+−∞".unicodeScalars.contains(first)
                || ["undefined", "withheld", "not known", "not measured", "not comparable"].contains(cell)
        }
    }

    /// Returns a list.
    static func list(_ items: [String]) -> String { items.map { "- \($0)" }.joined(separator: "\n") }

    /// A blank that people have to fill.
    static func blank(_ question: String) -> String { "**To be filled in by people:** \(question)" }
}
