internal import CKernels
internal import Glibc

/// A map from byte strings to codes, made to be asked far more often than it grows.
///
/// A hit on a key of up to 16 bytes compares two words; longer keys are compared in full. Not shared between threads.
package struct CategoryIndex: ~Copyable, @unchecked Sendable {
    // Unchecked: the storage belongs to one value alone, and only `mutating` functions write to it.

    /// How many keys are stored.
    package private(set) var count = 0
    private(set) var table: assize_category_table
    private var keys = PaddedBytes(capacity: 1024)

    /// Makes an empty index.
    ///
    /// - Parameters:
    ///   - seed: Mixed into the hash, so that nobody can prepare a file of colliding keys; it has no effect on any
    ///     result.
    ///   - slots: A power of two. Many slots, of 32 bytes each, make it unlikely that two of a few keys share one.
    package init(seed: UInt64, slots: Int = 64) {
        precondition(slots > 1 && slots & (slots - 1) == 0, "\(slots) slots are not a power of two")
        table = assize_category_table(
            slots: CategoryIndex.slots(slots), mask: UInt64(slots - 1), seed: seed, keys: nil)
    }

    deinit {
        table.slots.deallocate()
    }

    /// Returns the code of the bytes in `range`, or nil.
    package func code(of bytes: borrowing PaddedBytes, _ range: Range<Int>) -> UInt32? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "bytes \(range) of \(bytes.count)")
        let code = withTable { assize_category_find(&$0, bytes.base + range.lowerBound, range.count) }
        return code == UInt32.max ? nil : code
    }

    /// Stores `code`, smaller than 2³² − 1, for the bytes in `range`, which must not be stored yet.
    package mutating func insert(_ bytes: borrowing PaddedBytes, _ range: Range<Int>, code: UInt32) {
        if (count + 1) * 2 > Int(table.mask) { grow() }
        let offset = keys.count
        keys.append(bytes, range)
        table.keys = UnsafePointer(keys.base)
        assize_category_insert(&table, UInt64(offset), UInt32(range.count), code)
        count += 1
    }

    /// Calls `body` with a C view of the table.
    func withTable<Result>(_ body: (inout assize_category_table) -> Result) -> Result {
        var view = table
        view.keys = UnsafePointer(keys.base)
        return body(&view)
    }

    private mutating func grow() {
        let old = table.slots
        let oldCount = Int(table.mask) + 1
        table.slots = CategoryIndex.slots(oldCount * 2)
        table.mask = UInt64(oldCount * 2 - 1)
        table.keys = UnsafePointer(keys.base)
        for slot in 0..<oldCount {
            guard let entry = old?[slot], entry.code_plus_one != 0 else { continue }
            assize_category_insert(&table, entry.offset, entry.length, entry.code_plus_one - 1)
        }
        old?.deallocate()
    }

    private static func slots(_ count: Int) -> UnsafeMutablePointer<assize_category_slot> {
        let slots = UnsafeMutablePointer<assize_category_slot>.allocate(capacity: count)
        slots.initialize(repeating: assize_category_slot(), count: count)
        return slots
    }
}
