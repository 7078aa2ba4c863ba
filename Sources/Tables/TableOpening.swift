internal import NumericalKernels

/// The beginning of a file, read as far as the names of its columns need.
struct TableOpening: ~Copyable {
    /// The longest record that is looked for.
    static let recordLimit = 16 << 20

    /// What has been read so far.
    private(set) var bytes = PaddedBytes(capacity: 1 << 16)
    /// Whether that is all there is.
    private(set) var isAtEnd = false
    private let file: InputFile

    /// The path as messages show it.
    var name: String { file.name }

    init(file: consuming InputFile) {
        self.file = file
    }

    /// Gives back the file and what was read from it.
    consuming func finish() -> TableFile.Stream.Content {
        TableFile.Stream.Content(file: file, beginning: bytes)
    }

    /// Reads until at least `count` bytes are there, or all.
    mutating func read(atLeast count: Int) throws(TableError) {
        while bytes.count < count, !isAtEnd {
            let wanted = max(count - bytes.count, 1 << 16)
            isAtEnd = try file.read(upTo: wanted, into: &bytes) < wanted
        }
    }

    /// Returns where the text begins, after a UTF-8 byte order mark.
    mutating func skipByteOrderMark() throws(TableError) -> Int {
        try read(atLeast: 1)
        for signature in Signature.known where bytes.hasPrefix(signature.bytes, at: 0) {
            throw .notText(path: name, found: signature.name, remedy: signature.remedy)
        }
        return bytes.hasPrefix([0xEF, 0xBB, 0xBF], at: 0) ? 3 : 0
    }

    /// Returns the format that the first byte after blanks suggests.
    mutating func sniffedFormat(from start: Int) throws(TableError) -> TableFormat {
        guard let first = try firstVisibleByte(from: start) else { return .csv }
        return first == UInt8(ascii: "[") || first == UInt8(ascii: "{") ? .jsonLines : .csv
    }

    /// Returns whether a JSON text begins with an array.
    mutating func isArray(from start: Int) throws(TableError) -> Bool {
        try firstVisibleByte(from: start) == UInt8(ascii: "[")
    }

    private mutating func firstVisibleByte(from start: Int) throws(TableError) -> UInt8? {
        try read(atLeast: start + 1)
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\n"),
                byte != UInt8(ascii: "\r")
            {
                return byte
            }
            position += 1
            if position == bytes.count, position < TableOpening.recordLimit { try read(atLeast: position + 1) }
        }
        return nil
    }

    /// A beginning that other kinds of file have.
    private struct Signature {
        let bytes: [UInt8]
        let name: String
        let remedy: String

        static let known = [
            Signature(
                bytes: [0, 0, 0xFE, 0xFF], name: "UTF-32", remedy: "convert it: iconv -f UTF-32 -t UTF-8"),
            Signature(
                bytes: [0xFF, 0xFE, 0, 0], name: "UTF-32", remedy: "convert it: iconv -f UTF-32 -t UTF-8"),
            Signature(bytes: [0xFF, 0xFE], name: "UTF-16", remedy: "convert it: iconv -f UTF-16 -t UTF-8"),
            Signature(bytes: [0xFE, 0xFF], name: "UTF-16", remedy: "convert it: iconv -f UTF-16 -t UTF-8"),
            Signature(bytes: [0x1F, 0x8B], name: "a gzip archive", remedy: "decompress it first: gzip -d"),
            Signature(bytes: [0x50, 0x4B, 3, 4], name: "a zip archive", remedy: "unpack it first: unzip"),
            Signature(
                bytes: [0x28, 0xB5, 0x2F, 0xFD], name: "a Zstandard archive", remedy: "decompress it first: zstd -d"),
            Signature(bytes: Array("PAR1".utf8), name: "a Parquet file", remedy: "export it as CSV first"),
        ]
    }
}
