internal import NumericalKernels

/// One worker's storage for one requested column.
final class ColumnDecoder {
    let decoding: ColumnRequest.Decoding
    /// What texts are replaced by before they are decoded.
    let mapping: TextMapping?
    /// The position of the column in the table.
    let column: Int
    private let dictionary: ValueDictionary
    /// The codes this worker has met, so that a known text takes no lock; for numbers, the missing markers alone.
    private var known: CategoryIndex
    /// Whether a missing marker reads as a number.
    private let markersFirst: Bool
    private var codeStorage = UnsafeMutableBufferPointer<UInt32>(start: nil, count: 0)
    private var textStorage: [String?] = []
    private var numberStorage = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)

    init(
        _ request: ColumnRequest, column: Int, dictionary: ValueDictionary, markers: MissingMarkers,
        seed: UInt64
    ) {
        decoding = request.decoding
        mapping = request.mapping
        self.column = column
        self.dictionary = dictionary
        known = CategoryIndex(seed: seed, slots: request.decoding == .category ? 512 : 64)
        markers.insert(into: &known)
        markersFirst = markers.holdNumber
    }

    deinit {
        codeStorage.deallocate()
        numberStorage.deallocate()
    }

    /// The codes of the first `rows` rows.
    func codes(_ rows: Int) -> UnsafeMutableBufferPointer<UInt32> { .init(rebasing: codeStorage[..<rows]) }

    /// The numbers of the first `rows` rows.
    func numbers(_ rows: Int) -> UnsafeMutableBufferPointer<Double> { .init(rebasing: numberStorage[..<rows]) }

    /// The texts of the first `rows` rows.
    func texts(_ rows: Int) -> [String?] { Array(textStorage[..<rows]) }

    /// Makes room for `rows` rows and keeps those that are stored.
    func reserve(_ rows: Int) {
        switch decoding {
        case .category: codeStorage = codeStorage.grown(to: rows, filler: 0)
        case .number, .weight: numberStorage = numberStorage.grown(to: rows, filler: .nan)
        case .text:
            textStorage.append(contentsOf: repeatElement(nil, count: max(0, rows - textStorage.count)))
        }
    }

    /// The code of a decoded row.
    func code(at row: Int) -> UInt32 { codeStorage[row] }

    /// Stores for rows `first`… the codes that `table` holds for `ids`.
    func store(_ table: [UInt32], of ids: borrowing Span<UInt32>, at first: Int) {
        for position in ids.indices { codeStorage[first + position] = table[Int(ids[position])] }
    }

    /// Decodes the rows of `segment` as rows `first`… of the batch; returns the first row that cannot be, and why.
    func decode(
        _ segment: DelimitedColumn, first: Int, index: borrowing StructuralIndex, bytes: borrowing PaddedBytes
    ) -> (row: Int, cause: RowFault.Cause)? {
        var row = 0
        while true {
            let start = row
            row = decodeKnown(segment, from: row, first: first, index: index, bytes: bytes)
            if let bad = firstUnusableWeight(first + start..<first + row) {
                let field = segment.field(bad - first, of: index, in: bytes)
                return (bad - first, .notAWeight(bytes.text(in: field.range) ?? ""))
            }
            if row == segment.rowCount { return nil }
            let field = segment.field(row, of: index, in: bytes)
            let cause: RowFault.Cause?
            if field.hasDoubledQuotes {
                let text = bytes.removingDoubledQuotes(in: field.range)
                cause = store(text, 0..<text.count, at: first + row)
            } else {
                cause = store(bytes, field.range, at: first + row)
            }
            if let cause { return (row, cause) }
            row += 1
        }
    }

    private func decodeKnown(
        _ segment: DelimitedColumn, from row: Int, first: Int, index: borrowing StructuralIndex,
        bytes: borrowing PaddedBytes
    ) -> Int {
        let rows = first..<first + segment.rowCount
        guard mapping == nil else { return row }
        switch decoding {
        case .category:
            var target = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: codeStorage[rows]))
            return segment.decodeCategories(from: row, of: index, in: bytes, known: known, into: &target)
        case .number, .weight:
            var target = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: numberStorage[rows]))
            return segment.decodeNumbers(
                from: row, of: index, in: bytes, missing: known, markersFirst: markersFirst, into: &target)
        case .text: return row
        }
    }

    /// The first of these rows that holds no usable weight, if the column is one of weights.
    private func firstUnusableWeight(_ rows: Range<Int>) -> Int? {
        guard decoding == .weight else { return nil }
        return rows.first { !(numberStorage[$0] >= 0) }
    }

    /// Stores the text in `range` as the value of `row`; returns why it cannot be one.
    func store(_ bytes: borrowing PaddedBytes, _ range: Range<Int>, at row: Int) -> RowFault.Cause? {
        guard let mapping else { return storeDirectly(bytes, range, at: row) }
        guard let text = bytes.text(in: range) else { return .invalidUTF8 }
        guard let mapped = mapping[text] else { return storeMissing(at: row) }
        var replaced = PaddedBytes(capacity: mapped.utf8.count)
        replaced.append(Array(mapped.utf8))
        return storeDirectly(replaced, 0..<replaced.count, at: row)
    }

    private func storeDirectly(
        _ bytes: borrowing PaddedBytes, _ range: Range<Int>, at row: Int
    ) -> RowFault.Cause? {
        switch decoding {
        case .category:
            if let code = known.code(of: bytes, range) {
                codeStorage[row] = code
                return nil
            }
            switch dictionary.code(for: bytes, range) {
            case .code(let code):
                known.insert(bytes, range, code: code)
                codeStorage[row] = code
                return nil
            case .invalidUTF8: return .invalidUTF8
            case .tooManyValues: return .tooManyValues
            }
        case .number, .weight:
            let isMissing = known.code(of: bytes, range) != nil
            guard let number = isMissing ? .nan : bytes.decimal(in: range) else {
                return bytes.text(in: range).map { .notANumber($0) } ?? .invalidUTF8
            }
            numberStorage[row] = number
            if decoding == .weight, !(number >= 0) { return .notAWeight(bytes.text(in: range) ?? "") }
            return nil
        case .text:
            guard let text = bytes.text(in: range) else { return .invalidUTF8 }
            textStorage[row] = text.isEmpty ? nil : text
            return nil
        }
    }

    /// Stores that `row` has no value.
    ///
    /// - Returns: Why it may not be so.
    func storeMissing(at row: Int) -> RowFault.Cause? {
        switch decoding {
        case .category: codeStorage[row] = 0
        case .number, .weight: numberStorage[row] = .nan
        case .text: textStorage[row] = nil
        }
        return decoding == .weight ? .notAWeight("") : nil
    }
}

/// The texts that stand for no value.
struct MissingMarkers: Sendable {
    private let texts: [String]
    /// Whether one of them reads as a number.
    let holdNumber: Bool

    init(_ markers: Set<String>) {
        func trimmed(_ text: String) -> String {
            let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
            let head = text.drop(while: isBlank)
            return String(String(head.reversed().drop(while: isBlank)).reversed())
        }
        texts = Set(markers.map { Array(trimmed($0).utf8) }).map { String(decoding: $0, as: UTF8.self) }.sorted()
        holdNumber = texts.contains { Double($0) != nil }
    }

    /// Gives each text code 0.
    func insert(into index: inout CategoryIndex) {
        for text in texts {
            var key = PaddedBytes(capacity: text.utf8.count)
            key.append(Array(text.utf8))
            if index.code(of: key, 0..<key.count) == nil { index.insert(key, 0..<key.count, code: 0) }
        }
    }
}

extension UnsafeMutableBufferPointer {
    /// Returns storage for at least `minimum` elements that begins with the present ones, in place of this.
    fileprivate func grown(to minimum: Int, filler: Element) -> UnsafeMutableBufferPointer {
        guard minimum > count else { return self }
        let larger = UnsafeMutableBufferPointer.allocate(capacity: Swift.max(minimum, count * 2))
        larger.initialize(repeating: filler)
        for position in 0..<count { larger[position] = self[position] }
        deallocate()
        return larger
    }
}

extension PaddedBytes {
    /// Returns the bytes in `range` with each doubled quote made one.
    fileprivate func removingDoubledQuotes(in range: Range<Int>) -> PaddedBytes {
        var result = PaddedBytes(capacity: range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = self[position]
            result.append(byte)
            let isDoubled = byte == UInt8(ascii: "\"") && position + 1 < range.upperBound
            position += isDoubled && self[position + 1] == byte ? 2 : 1
        }
        return result
    }
}
