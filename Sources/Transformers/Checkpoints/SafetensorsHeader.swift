internal import Files

/// What the header of a safetensors file says, checked against the size of the file.
///
/// The format: eight bytes with the length of the header, little-endian; the header, a JSON object that maps each
/// tensor's name to `{"dtype": …, "shape": […], "data_offsets": [begin, end]}`; then the numbers of all tensors, end to
/// end and without gaps.
struct SafetensorsHeader {
    /// Where one tensor lies.
    struct Entry {
        var name: String
        var type: TensorType
        var shape: [Int]
        /// The bytes of the file that hold the numbers.
        var bytes: Range<Int>
    }

    /// The tensors in the order of their bytes.
    var entries: [Entry] = []
    /// Free text about the file, such as `format: pt`.
    var metadata: [String: String] = [:]

    /// The longest header that is read, as in the reference implementation.
    static let maximumLength = 100_000_000

    private let path: String

    /// Reads and checks a header.
    ///
    /// - Throws: `CheckpointError.damaged` with the tensor and the value at fault.
    init(of file: MappedFile) throws(CheckpointError) {
        path = file.path
        let dataStart = try Self.dataStart(of: file)
        do throws(FilesError) {
            try read(file.copy(8..<dataStart))
        } catch {
            throw .damaged(path: path, place: "header", fault: "\(error); save the file again")
        }
        try place(after: dataStart, in: file)
    }

    private static func dataStart(of file: MappedFile) throws(CheckpointError) -> Int {
        let fail = { (fault: String) in CheckpointError.damaged(path: file.path, place: "header", fault: fault) }
        guard file.count >= 10 else {
            throw fail("\(file.count) bytes are too few for a safetensors file; download or save it again")
        }
        let length = UInt64(littleEndian: file.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
        guard length <= UInt64(maximumLength) else {
            throw fail(
                "its length is given as \(length), but at most \(maximumLength) bytes are read;"
                    + " this is no safetensors file, or a damaged one")
        }
        guard length <= UInt64(file.count - 8) else {
            throw fail("its length is given as \(length), but the file has \(file.count) bytes; download it again")
        }
        return 8 + Int(length)
    }

    private mutating func read(_ header: [UInt8]) throws(FilesError) {
        guard header.first == UInt8(ascii: "{") else {
            throw .malformedJSON(line: 1, column: 1, fault: "a header begins with '{'")
        }
        var reader = try JSONReader(header)
        try reader.beginObject()
        var names: Set<[UInt8]> = []
        while let name = try reader.nextKey() {
            guard names.insert(Array(name.utf8)).inserted else {
                throw reader.fault("the name '\(visible(name))' comes twice")
            }
            if name == "__metadata__" {
                try reader.beginObject()
                while let key = try reader.nextKey() { metadata[key] = try reader.string() }
            } else {
                entries.append(try entry(name, &reader))
            }
        }
        try reader.finish()
    }

    private func entry(_ name: String, _ reader: inout JSONReader) throws(FilesError) -> Entry {
        let shown = "tensor '\(visible(name))'"
        var type: TensorType?
        var shape: [Int]?
        var offsets: [Int]?
        let start = reader.position
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "dtype" where type == nil:
                let word = try reader.string()
                type = TensorType(rawValue: word)
                if type == nil {
                    let known = TensorType.allCases.map(\.rawValue).joined(separator: ", ")
                    throw reader.fault("\(shown): the type '\(visible(word))' is none of \(known)")
                }
            case "shape" where shape == nil: shape = try Self.numbers(&reader, shown)
            case "data_offsets" where offsets == nil: offsets = try Self.numbers(&reader, shown)
            default: throw reader.fault("\(shown): '\(visible(key))' is unknown or comes twice")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
            throw reader.fault("\(shown): needs dtype, shape and two ascending data_offsets", at: start)
        }
        return Entry(name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1])
    }

    private static func numbers(_ reader: inout JSONReader, _ shown: String) throws(FilesError) -> [Int] {
        var numbers: [Int] = []
        try reader.beginArray()
        while try reader.nextElement() {
            let number = try reader.integer()
            guard number >= 0, numbers.count < 64 else {
                throw reader.fault("\(shown): sizes and offsets are at most 64 numbers, none below 0")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// Sorts the tensors by place, checks that they fill the file exactly, and counts their bytes from its start.
    private mutating func place(after dataStart: Int, in file: MappedFile) throws(CheckpointError) {
        let total = file.count - dataStart
        entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
        var end = 0
        for index in entries.indices {
            let entry = entries[index]
            let fail = { (fault: String) in
                CheckpointError.damaged(path: file.path, place: "tensor '\(visible(entry.name))'", fault: fault)
            }
            let (begin, stop) = (entry.bytes.lowerBound, entry.bytes.upperBound)
            guard stop <= total else {
                throw fail(
                    "its bytes \(begin)..<\(stop) lie beyond the \(total) that the file holds; download it again")
            }
            guard begin >= end else {
                throw fail("its bytes \(begin)..<\(stop) overlap those of '\(visible(entries[index - 1].name))'")
            }
            guard begin == end else {
                throw fail("nothing fills the bytes \(end)..<\(begin) before it; save the file again")
            }
            var size = entry.type.width
            for dimension in entry.shape {
                let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
                guard !overflow else { throw fail("its shape \(entry.shape) is larger than any memory") }
                size = product
            }
            guard size == stop - begin else {
                throw fail("shape \(entry.shape) of \(entry.type.rawValue) needs \(size) bytes, not \(stop - begin)")
            }
            entries[index].bytes = dataStart + begin..<dataStart + stop
            end = stop
        }
        guard end == total else {
            throw .damaged(
                path: path, place: "", fault: "\(total - end) bytes at its end belong to no tensor; save the file again"
            )
        }
    }
}
