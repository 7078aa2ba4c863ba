extension TextTable {
    /// A row once more, with another text.
    public struct Copy: Sendable, Hashable {
        /// The row that is copied.
        public let row: Int
        /// The text, and the second one where the model reads pairs.
        public let text: String?, pair: String?
        /// Names of protected columns that hold no more what the text says.
        public let unknown: Set<String>

        /// Makes a copy.
        public init(row: Int, text: String?, pair: String? = nil, unknown: Set<String> = []) {
            self.row = row
            self.text = text
            self.pair = pair
            self.unknown = unknown
        }
    }

    /// Returns the table with copies of some of its rows at the end, which keep all that they do not change.
    public func adding(_ copies: [Copy]) -> TextTable {
        var result = rows(Array(0..<count) + copies.map(\.row))
        for (place, copy) in copies.enumerated() {
            result.texts[count + place] = copy.text
            result.pairs?[count + place] = copy.pair
        }
        result.attributes = result.attributes.map { attribute in
            var codes = attribute.codes
            for (place, copy) in copies.enumerated() where copy.unknown.contains(attribute.name) {
                codes[count + place] = nil
            }
            return Attribute(name: attribute.name, values: attribute.values, codes: codes)
        }
        return result
    }
}
