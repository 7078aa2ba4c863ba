package import Files

/// A value within a file that is being read, with the path that leads to it for messages.
package struct ResultsValue {
    /// The value.
    package let json: JSON
    /// The way to it from the top, such as `groups[2].count`.
    package let path: String

    /// Begins at the top of a file.
    package init(json: JSON, path: String = "") {
        self.json = json
        self.path = path
    }

    /// The error that names this value's place.
    package func fault(_ words: String) -> ReportsError { .unexpectedResults(path: path, fault: words) }

    /// The member `key`, or nil if it is absent or null.
    package func optional(_ key: String) -> ResultsValue? {
        guard let member = json[key], member != .null else { return nil }
        return ResultsValue(json: member, path: path.isEmpty ? key : "\(path).\(key)")
    }

    /// The member `key`, which has to be there.
    package func required(_ key: String) throws(ReportsError) -> ResultsValue {
        guard case .object = json else { throw fault("an object must stand here") }
        guard let member = optional(key) else { throw fault("'\(key)' is missing") }
        return member
    }

    /// The elements of a list.
    package func elements() throws(ReportsError) -> [ResultsValue] {
        guard case .array(let elements) = json else { throw fault("a list must stand here") }
        return elements.enumerated().map { ResultsValue(json: $1, path: "\(path)[\($0)]") }
    }

    /// The elements of the member `key`; none if it is absent.
    package func list(_ key: String) throws(ReportsError) -> [ResultsValue] { try optional(key)?.elements() ?? [] }

    /// The members of an object, in ascending order of their keys.
    package func members() throws(ReportsError) -> [(key: String, value: ResultsValue)] {
        guard case .object(let object) = json else { throw fault("an object must stand here") }
        return object.members.map { ($0.key, ResultsValue(json: $0.value, path: "\(path).\($0.key)")) }
    }

    /// A text.
    package func string() throws(ReportsError) -> String {
        guard case .string(let value) = json else { throw fault("a text must stand here") }
        return value
    }

    /// A list of texts.
    package func strings() throws(ReportsError) -> [String] {
        try elements().map { element throws(ReportsError) in try element.string() }
    }

    /// True or false.
    package func bool() throws(ReportsError) -> Bool {
        guard case .bool(let value) = json else { throw fault("true or false must stand here") }
        return value
    }

    /// A whole number.
    package func integer() throws(ReportsError) -> Int {
        guard case .integer(let value) = json else { throw fault("a whole number must stand here") }
        return value
    }

    /// A number that is not negative and small enough that a sum of many still fits, as every count is.
    package func count() throws(ReportsError) -> Int {
        let value = try integer()
        guard value >= 0, value <= 1 << 40 else { throw fault("a count cannot be \(value)") }
        return value
    }

    /// A number in `range`.
    package func double(in range: ClosedRange<Double>) throws(ReportsError) -> Double {
        let value = try double()
        guard range.contains(value) else {
            throw fault("\(value) is not between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }

    /// A number.
    package func double() throws(ReportsError) -> Double {
        switch json {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        default: throw fault("a number must stand here")
        }
    }

    /// A list of numbers.
    package func doubles() throws(ReportsError) -> [Double] {
        try elements().map { element throws(ReportsError) in try element.double() }
    }

    /// The case of a list of words that the text names.
    package func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) throws(ReportsError) -> Word
    where Word.RawValue == String {
        let text = try string()
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault("'\(text.prefix(80))' is none of \(known)")
        }
        return word
    }
}
