internal import Glibc

/// Growable bytes with 128 readable bytes before the first and after the last, as the vector kernels need.
package struct PaddedBytes: ~Copyable, @unchecked Sendable {
    // Unchecked: the storage belongs to one value alone, and only `mutating` functions write to it.

    /// How many bytes may be read before the first and after the last.
    package static let padding = 128

    /// How many bytes are stored.
    package private(set) var count = 0
    /// How many bytes fit before storage must grow.
    package private(set) var capacity: Int
    private var storage: UnsafeMutableRawPointer

    /// Makes empty storage for `capacity` bytes; the padding reads as zero until bytes are removed.
    package init(capacity: Int = 0) {
        self.capacity = capacity
        storage = PaddedBytes.allocate(capacity)
    }

    deinit {
        storage.deallocate()
    }

    /// The first byte; 128 bytes before it and after the last are readable.
    var base: UnsafeMutablePointer<UInt8> {
        (storage + PaddedBytes.padding).assumingMemoryBound(to: UInt8.self)
    }

    /// The stored bytes.
    package var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            _overrideLifetime(Span(_unsafeStart: base, count: count), borrowing: self)
        }
    }

    /// The byte at `position`, which must be smaller than `count`.
    package subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < count, "byte \(position) of \(count)")
        return base[position]
    }

    /// Calls `body` with the bytes in `range`, for libraries that take no span.
    package func withBytes<Result>(in range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        return body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }

    /// Makes room for `minimum` bytes and keeps those that are stored.
    package mutating func reserve(_ minimum: Int) {
        guard minimum > capacity else { return }
        let grown = PaddedBytes.allocate(max(minimum, capacity * 2))
        grown.copyMemory(from: storage, byteCount: PaddedBytes.padding + count)
        storage.deallocate()
        storage = grown
        capacity = max(minimum, capacity * 2)
    }

    /// Adds up to `limit` bytes that `fill` writes; `fill` returns how many it wrote.
    package mutating func append<Failure>(
        upTo limit: Int, filling fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(count + limit)
        let written = try fill(UnsafeMutableRawBufferPointer(start: base + count, count: limit))
        precondition(written >= 0 && written <= limit, "\(written) bytes written into \(limit)")
        count += written
    }

    /// Adds the bytes of `range` of `other`.
    package mutating func append(_ other: borrowing PaddedBytes, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.count, "bytes \(range) of \(other.count)")
        reserve(count + range.count)
        (base + count).update(from: other.base + range.lowerBound, count: range.count)
        count += range.count
    }

    /// Adds one byte.
    package mutating func append(_ byte: UInt8) {
        reserve(count + 1)
        base[count] = byte
        count += 1
    }

    /// Adds the bytes of an array.
    package mutating func append(_ bytes: [UInt8]) {
        reserve(count + bytes.count)
        for (offset, byte) in bytes.enumerated() { base[count + offset] = byte }
        count += bytes.count
    }

    /// Keeps the first `newCount` bytes.
    package mutating func truncate(to newCount: Int) {
        precondition(newCount >= 0 && newCount <= count, "\(newCount) of \(count) bytes")
        count = newCount
    }

    /// Removes the first `number` bytes.
    package mutating func removeFirst(_ number: Int) {
        precondition(number >= 0 && number <= count, "\(number) of \(count) bytes")
        memmove(base, base + number, count - number)
        count -= number
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        let storage = UnsafeMutableRawPointer.allocate(byteCount: capacity + 2 * padding, alignment: 64)
        memset(storage, 0, padding)
        // Only the padding is cleared: pages that are never filled then cost no memory.
        memset(storage + padding + capacity, 0, padding)
        return storage
    }
}
