/// Reads the parts of a column expression from left to right.
struct ExpressionScanner {
    private let characters: [Character]
    private var position = 0

    init(_ text: String) { characters = Array(text) }

    /// Reads a column's name: up to an operator or the end, or a quoted text.
    mutating func operand() -> String {
        skipBlanks()
        if let quoted = quotedText() { return quoted }
        var name = ""
        while position < characters.count, symbolLength(at: position) == 0 {
            name.append(characters[position])
            position += 1
        }
        return name.trimmingBlanks
    }

    /// Reads an operator, if one follows.
    mutating func comparison() -> String? {
        skipBlanks()
        let length = symbolLength(at: position)
        guard length > 0 else { return nil }
        let symbol = String(characters[position..<position + length]).trimmingBlanks
        position += length
        return symbol.lowercased().split(separator: " ").joined(separator: " ")
    }

    /// Reads the value that ends the expression, quoted or not.
    mutating func value() -> String? {
        skipBlanks()
        if let quoted = quotedText() { return quoted }
        let rest = String(characters[position...]).trimmingBlanks
        position = characters.count
        return rest.isEmpty ? nil : rest
    }

    /// Reads `(A, B, "C D")`.
    mutating func list() -> [String] {
        skipBlanks()
        guard position < characters.count, characters[position] == "(" else { return [] }
        var inner = String(characters[(position + 1)...]).trimmingBlanks
        position = characters.count
        guard inner.hasSuffix(")") else { return [] }
        inner.removeLast()
        var scanner = ExpressionScanner(inner)
        return scanner.parts().compactMap { part in
            var value = ExpressionScanner(part)
            return value.value()
        }
    }

    /// Splits at commas outside quotes and brackets.
    mutating func parts() -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        while position < characters.count {
            let character = characters[position]
            if character == "\"" || character == "'", isQuoteStart(in: current), closingQuote(from: position) != nil {
                let end = closingQuote(from: position) ?? position
                current += String(characters[position...end])
                position = end + 1
                continue
            }
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth <= 0 {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
            position += 1
        }
        parts.append(current)
        return parts.map(\.trimmingBlanks).filter { !$0.isEmpty }
    }

    /// A quote opens a text only where a value may begin; elsewhere it is an apostrophe.
    private func isQuoteStart(in current: String) -> Bool {
        guard let last = current.last(where: { $0 != " " }) else { return true }
        return "(,=<>".contains(last)
    }

    private func closingQuote(from start: Int) -> Int? {
        characters[(start + 1)...].firstIndex(of: characters[start])
    }

    private mutating func quotedText() -> String? {
        guard position < characters.count, "\"'".contains(characters[position]),
            let end = closingQuote(from: position)
        else { return nil }
        defer { position = end + 1 }
        return String(characters[(position + 1)..<end])
    }

    /// The length of the operator at `index`, or 0.
    private func symbolLength(at index: Int) -> Int {
        for symbol in ["==", "!=", "<=", ">=", "=", "<", ">"] where hasPrefix(symbol, at: index) { return symbol.count }
        for word in [" not in ", " not in(", " in ", " in("] where hasPrefix(word, at: index) {
            return word.hasSuffix("(") ? word.count - 1 : word.count
        }
        // After a quoted column the blank before the word has been skipped.
        for word in ["not in ", "in "] where index > 0 && characters[index - 1] == " " && hasPrefix(word, at: index) {
            return word.count
        }
        return 0
    }

    private func hasPrefix(_ prefix: String, at index: Int) -> Bool {
        index + prefix.count <= characters.count
            && String(characters[index..<index + prefix.count]).lowercased() == prefix
    }

    private mutating func skipBlanks() {
        while position < characters.count, characters[position] == " ", symbolLength(at: position) == 0 {
            position += 1
        }
    }
}

extension String {
    /// The text without blanks at both ends.
    var trimmingBlanks: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
