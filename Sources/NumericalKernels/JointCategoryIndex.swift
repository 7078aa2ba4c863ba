internal import CKernels

/// A map from the raw text of neighbouring fields to ids, so that one look-up tells the values of several columns.
///
/// The text is compared whole, separators, quotes and blanks included: equal texts hold equal fields. Not shared between
/// threads.
package struct JointCategoryIndex: ~Copyable, @unchecked Sendable {
    // Unchecked: the storage belongs to one value alone, and only `mutating` functions write to it.

    /// The longest text that can be stored, in bytes.
    package static let longestText = Int(ASSIZE_JOINT_BYTES)

    /// How many texts are stored, which have the ids 0, 1, 2 …
    package private(set) var count = 0
    private(set) var table: assize_joint_table

    /// Makes an empty index; `seed` is mixed into the hash and has no effect on any result.
    package init(seed: UInt64) {
        table = JointCategoryIndex.table(slots: 4096, seed: seed)
    }

    deinit {
        table.keys.deallocate()
        table.ids.deallocate()
    }

    /// Stores the text in `range`, which holds no zero byte and must not be stored yet, under the next id.
    ///
    /// - Returns: Whether it did; a text that is too long is not stored.
    package mutating func insert(_ bytes: borrowing PaddedBytes, _ range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "bytes \(range) of \(bytes.count)")
        guard range.count <= JointCategoryIndex.longestText else { return false }
        // Few texts share a slot, because a search that goes on is a branch mispredicted.
        if (count + 1) * 8 > Int(table.mask) { grow() }
        assize_joint_insert(&table, bytes.base + range.lowerBound, range.count, UInt32(count))
        count += 1
        return true
    }

    private mutating func grow() {
        let old = table
        let slots = Int(old.mask) + 1
        table = JointCategoryIndex.table(slots: 2 * slots, seed: old.seed)
        for slot in 0..<slots where old.ids[slot] != 0 {
            let text = old.keys + slot * JointCategoryIndex.longestText
            var length = JointCategoryIndex.longestText
            while length > 0, text[length - 1] == 0 { length -= 1 }
            assize_joint_insert(&table, text, length, old.ids[slot] - 1)
        }
        old.keys.deallocate()
        old.ids.deallocate()
    }

    private static func table(slots: Int, seed: UInt64) -> assize_joint_table {
        let keys = UnsafeMutablePointer<UInt8>.allocate(capacity: slots * longestText)
        keys.initialize(repeating: 0, count: slots * longestText)
        let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: slots)
        ids.initialize(repeating: 0, count: slots)
        return assize_joint_table(keys: keys, ids: ids, mask: UInt64(slots - 1), seed: seed)
    }
}

extension DelimitedColumn {
    /// Writes the id of the text from this column to the one `columns - 1` further right, from row `row` on; stops at a
    /// text that `known` does not hold.
    ///
    /// `ids` has an element for each of the `rowCount` rows, or more.
    ///
    /// - Returns: The row it stopped at, or `rowCount`.
    package func decodeJoint(
        columns: Int, from row: Int, of index: borrowing StructuralIndex, in bytes: borrowing PaddedBytes,
        known: borrowing JointCategoryIndex, into ids: inout MutableSpan<UInt32>
    ) -> Int {
        precondition(ids.count >= rowCount, "\(ids.count) ids for \(rowCount) rows")
        precondition(columns > 0 && column + columns <= width, "\(columns) columns from \(column) on, of \(width)")
        var table = known.table
        return ids.withUnsafeMutableBufferPointer { target in
            guard let start = target.baseAddress else { return rowCount }
            return withRows(of: index, in: bytes) { assize_csv_joint(&$0, row, columns, &table, start) }
        }
    }

    /// Where the text from this column to the one `columns - 1` further right lies in row `row`.
    package func jointRange(columns: Int, row: Int, of index: borrowing StructuralIndex) -> Range<Int> {
        let first = firstField + row * width + column
        return index.start(of: first)..<index.end(of: first + columns - 1)
    }
}
