internal import Files

/// The merges of a file before their tokens are known by number: pairs of texts in one block of bytes.
struct MergeList {
    private var bytes: [UInt8] = []
    /// Where the left and the right token of each pair end.
    private var ends: [(left: Int, right: Int)] = []

    /// Whether there are none.
    var isEmpty: Bool { ends.isEmpty }
    /// How many there are.
    var count: Int { ends.count }

    /// Adds `left right`, as older files and `merges.txt` have it; false if it is no such pair.
    mutating func append(line: ArraySlice<UInt8>) -> Bool {
        guard let blank = line.firstIndex(of: 0x20), blank > line.startIndex, blank + 1 < line.endIndex,
            !line[(blank + 1)...].contains(0x20)
        else { return false }
        bytes.append(contentsOf: line[..<blank])
        let left = bytes.count
        bytes.append(contentsOf: line[(blank + 1)...])
        ends.append((left, bytes.count))
        return true
    }

    /// Reads the list `["a b", …]` or `[["a", "b"], …]`.
    mutating func read(_ reader: inout JSONReader) throws(FilesError) {
        try reader.beginArray()
        var line: [UInt8] = []
        while try reader.nextElement() {
            if reader.peekValue() == UInt8(ascii: "\"") {
                line.removeAll(keepingCapacity: true)
                let place = reader.position
                try reader.string(into: &line)
                guard append(line: line[...]) else {
                    throw reader.fault("a merge is two tokens with one blank between them", at: place)
                }
            } else {
                try reader.beginArray()
                var parts: [Int] = []
                while try reader.nextElement() {
                    try reader.string(into: &bytes)
                    parts.append(bytes.count)
                }
                guard parts.count == 2 else { throw reader.fault("a merge is two tokens") }
                ends.append((parts[0], parts[1]))
            }
        }
    }

    /// Returns the merges by number.
    ///
    /// - Parameter fault: Makes the error for a place and what is wrong there.
    func table(
        _ tokens: TokenTable, fault: (String, String) -> CheckpointError
    ) throws(CheckpointError) -> MergeTable {
        var table = MergeTable(capacity: count)
        var start = 0
        for (index, pair) in ends.enumerated() {
            guard let left = tokens.id(of: bytes, start..<pair.left),
                let right = tokens.id(of: bytes, pair.left..<pair.right),
                let result = tokens.id(of: bytes, start..<pair.right)
            else {
                let words =
                    String(decoding: bytes[start..<pair.left], as: UTF8.self)
                    + " " + String(decoding: bytes[pair.left..<pair.right], as: UTF8.self)
                throw fault("merges[\(index)]", "'\(visible(words))' and what they make must be in the vocabulary")
            }
            table.append(left, right, result: result)
            start = pair.right
        }
        return table
    }
}
