/// What a scan read.
public struct ScanSummary: Sendable, Equatable {
    /// One file as it was read.
    public struct File: Sendable, Equatable {
        /// The path as it was given.
        public var path: String
        /// The SHA-256 digest of all its bytes, in hexadecimal.
        public var sha256: String
        /// How many data rows it holds.
        public var rows: Int
        /// How many bytes it holds.
        public var bytes: Int
    }

    /// How many data rows all files hold together.
    public var rows: Int
    /// How many bytes all files hold together.
    public var bytes: Int
    /// The files in the order in which they were read.
    public var files: [File]
}
