internal import Files
internal import Glibc

/// The file in which a run keeps each row that it has explained, so that a run that was killed does not explain it again.
///
/// JSON Lines: the request first, then a line for each row, in any order. A last line that was cut short is forgotten.
struct ExplanationWork {
    /// The rows that are known.
    private(set) var rows: [Int: JSON] = [:]
    private let file: AppendFile
    private let path: String

    /// Opens the work of a request, or begins it.
    ///
    /// - Throws: `ExplanationsError.otherRequest` if the work is of another request; `FilesError`.
    init(_ path: String, request: JSON, overwrite: Bool) throws {
        self.path = path
        let header = request.bytes(.compact) + [UInt8(ascii: "\n")]
        var length = 0
        if !overwrite, access(path, F_OK) == 0 {
            let bytes = try MappedFile.read(path)
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                let isSame = bytes[...end].elementsEqual(header)
                // A request that has explained nothing has nothing to lose.
                guard isSame || !bytes[(end + 1)...].contains(UInt8(ascii: "\n")) else {
                    throw ExplanationsError.otherRequest(path: path)
                }
                length = isSame ? end + 1 : 0
                while isSame, let next = bytes[length...].firstIndex(of: UInt8(ascii: "\n")),
                    let line = try? JSON(parsing: Array(bytes[length..<next])), case .integer(let row)? = line["row"]
                {
                    rows[row] = line
                    length = next + 1
                }
            }
        }
        file = try AppendFile(path: path, keeping: length)
        if length == 0 { try file.write(header) }
    }

    /// Keeps a row.
    mutating func add(_ line: JSON, row: Int) throws {
        let bytes = line.bytes(.compact)
        try file.write(bytes + [UInt8(ascii: "\n")])
        // As it would be read back, so that a run that goes on writes the same bytes in the end.
        rows[row] = try JSON(parsing: bytes)
    }

    /// Removes the file: its rows are elsewhere now.
    func remove() { unlink(path) }
}
