internal import Tables
internal import Yams

/// Takes the keys of a YAML mapping one by one and collects every fault with its place.
struct DefinitionReader {
    private let file: String
    private var entries: [String: Node] = [:]
    private var order: [(key: String, node: Node)] = []
    private var asked: [String] = []
    private(set) var faults: [String] = []

    init(file: String, root: Node) {
        self.file = file
        guard let mapping = root.mapping else {
            faults = ["\(file):\(DefinitionReader.place(root)): expected keys and values, such as 'data: people.csv'"]
            return
        }
        for (key, node) in mapping {
            guard let name = key.string else {
                faults.append("\(file):\(DefinitionReader.place(key)): a key must be a word")
                continue
            }
            if entries[name] != nil {
                faults.append("\(file):\(DefinitionReader.place(key)): '\(name)' is given twice")
            }
            entries[name] = node
            order.append((name, key))
        }
    }

    mutating func fail(_ key: String, _ message: String) {
        let place = entries[key].map(DefinitionReader.place) ?? "1:1"
        faults.append("\(file):\(place): \(key): \(message)")
    }

    mutating func text(_ key: String) -> String? {
        guard let node = take(key) else { return nil }
        return scalar(node, key)
    }

    mutating func scalar(_ node: Node, _ key: String) -> String? {
        guard let scalar = node.scalar else {
            faults.append("\(file):\(DefinitionReader.place(node)): \(key): expected one value")
            return nil
        }
        return scalar.string
    }

    /// One text or a list of them.
    mutating func texts(_ key: String) -> [String]? {
        guard let node = take(key) else { return nil }
        guard let sequence = node.sequence else { return scalar(node, key).map { [$0] } }
        return sequence.compactMap { scalar($0, key) }
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        switch text.lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            fail(key, "'\(text)' is neither true nor false")
            return nil
        }
    }

    mutating func number(_ key: String) -> Double? {
        guard let text = text(key) else { return nil }
        if let number = Double(text), number.isFinite { return number }
        fail(key, "'\(text)' is not a number")
        return nil
    }

    mutating func integer(_ key: String) -> Int? {
        guard let text = text(key) else { return nil }
        if let number = Int(text), number >= 0 { return number }
        fail(key, "'\(text)' is not a whole number from 0 on")
        return nil
    }

    /// One whole number or a list of them.
    mutating func integers(_ key: String) -> [Int]? {
        texts(key)?.compactMap { text in
            if let number = Int(text), number >= 0 { return number }
            fail(key, "'\(text)' is not a whole number from 0 on")
            return nil
        }
    }

    mutating func numbers(_ node: Node, _ key: String) -> [Double]? {
        guard let sequence = node.sequence else {
            faults.append(
                "\(file):\(DefinitionReader.place(node)): \(key): expected a list of numbers, such as [25, 45]")
            return nil
        }
        return sequence.compactMap { item in
            guard let text = scalar(item, key) else { return nil }
            if let number = Double(text), number.isFinite { return number }
            faults.append("\(file):\(DefinitionReader.place(item)): \(key): '\(text)' is not a number")
            return nil
        }
    }

    /// A mapping whose values `value` reads.
    mutating func table<Value>(
        _ key: String, value: (inout DefinitionReader, String, Node) -> Value?
    ) -> [String: Value]? {
        guard let node = take(key) else { return nil }
        guard let mapping = node.mapping else {
            fail(key, "expected names with values, such as {race: White}")
            return nil
        }
        var result: [String: Value] = [:]
        for (name, node) in mapping {
            if let name = name.string { result[name] = value(&self, key, node) }
        }
        return result
    }

    mutating func expression(_ key: String) -> ColumnExpression? {
        guard let text = text(key) else { return nil }
        return attempt(key) { () throws(AuditError) in try ColumnExpression(text) }
    }

    mutating func expressions(_ key: String) -> [ColumnExpression]? {
        texts(key)?.compactMap { text in attempt(key) { () throws(AuditError) in try ColumnExpression(text) } }
    }

    /// Names with lists of columns, in the order of the file.
    mutating func memberships(_ key: String) -> [MembershipRole]? {
        guard let node = take(key) else { return nil }
        guard let mapping = node.mapping else {
            fail(key, "expected names with columns, such as {race: [p_white, p_black]}")
            return nil
        }
        return mapping.compactMap { name, node in
            guard let name = name.string, let sequence = node.sequence else {
                fail(key, "expected names with columns, such as {race: [p_white, p_black]}")
                return nil
            }
            return MembershipRole(name: name, columns: sequence.compactMap { scalar($0, key) })
        }
    }

    mutating func gates(_ key: String) -> [Gate]? {
        texts(key)?.compactMap { text in attempt(key) { () throws(AuditError) in try Gate(text) } }
    }

    /// One word of an enumeration or a list of them.
    mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(_ key: String) -> [Choice]? {
        texts(key)?.compactMap { choice(key, $0, among: Array(Choice.allCases)) }
    }

    mutating func choice<Choice: RawRepresentable<String>>(
        _ key: String, _ text: String, among choices: [Choice]
    ) -> Choice? {
        if let choice = Choice(rawValue: text) { return choice }
        fail(key, "'\(text)' is none of \(choices.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    /// Reports every key that nobody asked for.
    mutating func rejectUnknownKeys() {
        for (key, node) in order where !asked.contains(key) {
            let guess = didYouMean(key, among: asked).map { "; did you mean '\($0)'?" } ?? ""
            faults.append("\(file):\(DefinitionReader.place(node)): no key is named '\(key)'\(guess)")
        }
    }

    private mutating func attempt<Value>(_ key: String, _ body: () throws(AuditError) -> Value) -> Value? {
        do { return try body() } catch {
            fail(key, error.description)
            return nil
        }
    }

    private mutating func take(_ key: String) -> Node? {
        asked.append(key)
        return entries[key]
    }

    private static func place(_ node: Node) -> String {
        guard let mark = node.mark else { return "1:1" }
        return "\(mark.line):\(mark.column)"
    }
}
