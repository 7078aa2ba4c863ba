internal import NumericalKernels

extension TableOpening {
    /// How many records are looked at for the names of columns.
    private static let recordsForNames = 100

    /// Returns the keys of the first 100 records, in the order in which they first appear.
    mutating func jsonNames(from start: Int, isArray: Bool) throws(TableError) -> [String] {
        var wanted = 1 << 16
        while true {
            try read(atLeast: wanted)
            let isEnough = isAtEnd || bytes.count >= TableOpening.recordLimit
            if let end = isAtEnd ? bytes.count : lastCompleteRecord(from: start, isArray: isArray) {
                let (names, records) = try names(in: start..<end, isArray: isArray, isWhole: isAtEnd)
                if records >= TableOpening.recordsForNames || isEnough {
                    guard records > 0 else { throw .noDataRows(paths: [name]) }
                    return names
                }
            } else if isEnough {
                let place = TableError.Place(path: name, line: 1, record: isArray ? 1 : nil)
                throw .recordTooLong(place: place, limit: TableOpening.recordLimit)
            }
            wanted = bytes.count * 2
        }
    }

    private func lastCompleteRecord(from start: Int, isArray: Bool) -> Int? {
        if !isArray { return bytes.lastPosition(of: UInt8(ascii: "\n"), in: start..<bytes.count) }
        var depth = JSONDepth()
        return depth.lastObjectEnd(in: bytes, start..<bytes.count)
    }

    private func names(
        in range: Range<Int>, isArray: Bool, isWhole: Bool
    ) throws(TableError) -> (names: [String], records: Int) {
        var text = PaddedBytes(capacity: range.count)
        text.append(bytes, range)
        let span = text.bytes
        var walk = JSONWalk(array: isArray ? .init(isFirst: true, isLast: isWhole) : nil)
        var names: [String] = []
        var seen = Set<[UInt8]>()
        var scratch = PaddedBytes(capacity: 256)
        var records = 0
        do throws(JSONObjectScanner.Fault) {
            while records < TableOpening.recordsForNames, try walk.next(span) {
                for (key, _) in walk.scanner.members {
                    guard JSONText.unescape(span, key.start..<key.end, into: &scratch),
                        let name = scratch.text(in: 0..<scratch.count)
                    else {
                        throw JSONObjectScanner.Fault(message: "a key is not valid text", position: key.start)
                    }
                    if seen.insert(Array(name.utf8)).inserted { names.append(name) }
                }
                records += 1
            }
        } catch {
            let place = TableError.Place(path: name, line: 1, record: isArray ? records + 1 : nil)
            throw RowFault(.malformedJSON(error.message), at: error.position, in: text).error(at: place, columns: nil)
        }
        return (names, records)
    }
}
