internal import CKernels
internal import Glibc

extension PaddedBytes {
    /// Returns the first position of `byte` within `range`, or nil.
    package func firstPosition(of byte: UInt8, in range: Range<Int>) -> Int? {
        check(range)
        guard let found = memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Returns the last position of `byte` within `range`, or nil.
    package func lastPosition(of byte: UInt8, in range: Range<Int>) -> Int? {
        check(range)
        var position = range.upperBound
        while position > range.lowerBound {
            position -= 1
            if base[position] == byte { return position }
        }
        return nil
    }

    /// Returns how many bytes within `range` equal `byte`.
    package func occurrences(of byte: UInt8, in range: Range<Int>) -> Int {
        check(range)
        return assize_count_byte(base + range.lowerBound, range.count, byte)
    }

    /// Returns whether the bytes from `position` on begin with `prefix`.
    package func hasPrefix(_ prefix: [UInt8], at position: Int) -> Bool {
        guard position >= 0, position + prefix.count <= count else { return false }
        return memcmp(base + position, prefix, prefix.count) == 0
    }

    /// Returns the position after the last newline outside quotes within `range`, or nil.
    ///
    /// `insideQuotes` is the state at the start of `range`; on return, that at its end.
    package func lastRecordEnd(in range: Range<Int>, insideQuotes: inout Bool) -> Int? {
        check(range)
        var state: Int32 = insideQuotes ? 1 : 0
        let end = assize_csv_record_end(base + range.lowerBound, range.count, &state)
        insideQuotes = state != 0
        return end == 0 ? nil : range.lowerBound + end
    }

    /// Returns the same for a range that begins at the start of a record, not counting quotes in comment lines.
    package func lastRecordEnd(in range: Range<Int>, comment: [UInt8], insideQuotes: inout Bool) -> Int? {
        check(range)
        var state: Int32 = 0
        let end = assize_csv_record_end_careful(
            base + range.lowerBound, range.count, comment, comment.count, &state)
        insideQuotes = state != 0
        return end == 0 ? nil : range.lowerBound + end
    }

    private func check(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
    }
}

/// How far a JSON array has been read, so that its objects can be found piece by piece.
package struct JSONDepth: Sendable {
    private var depth: UInt32 = 0
    private var isInString = false
    private var isEscaped = false

    /// The state before the first byte of a text.
    package init() {}

    /// Returns the position after the last object within `range` that closes at depth 1, or nil; moves the state on.
    package mutating func lastObjectEnd(in bytes: borrowing PaddedBytes, _ range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "bytes \(range) of \(bytes.count)")
        var state = assize_json_state(depth: depth, in_string: isInString ? 1 : 0, escaped: isEscaped ? 1 : 0)
        let end = assize_json_object_end(bytes.base + range.lowerBound, range.count, &state)
        depth = state.depth
        isInString = state.in_string != 0
        isEscaped = state.escaped != 0
        return end == 0 ? nil : range.lowerBound + end
    }
}
