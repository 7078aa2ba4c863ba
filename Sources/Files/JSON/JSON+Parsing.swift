extension JSON {
    /// What the parser accepts at most; texts beyond are refused before they cost memory or stack.
    public struct Limits: Sendable {
        /// Arrays and objects within each other.
        public var depth = 64
        /// Bytes of the whole text.
        public var bytes = 1 << 30

        /// Makes the usual limits.
        public init() {}
    }

    /// Reads one JSON text in UTF-8, strictly as RFC 8259 has it: no comments, no trailing commas, no key twice.
    ///
    /// A leading byte order mark is refused. A number that overflows a double is refused; one that underflows is 0.
    ///
    /// - Throws: `FilesError.malformedJSON` with the line and column (in bytes, from 1) of the fault.
    public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(FilesError) {
        var reader = try JSONReader(bytes, limits: limits)
        self = try reader.value()
        try reader.finish()
    }
}
