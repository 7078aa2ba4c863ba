internal import Synchronization

/// Floats at an address that is a multiple of 64, owned by the matrices that share them.
final class FloatStorage: @unchecked Sendable {
    // Unchecked: a matrix writes only while it is the one owner, as an array does.

    let base: UnsafeMutablePointer<Float>
    let count: Int
    private let capacity: Int

    /// Makes storage whose contents are not set.
    init(uninitialized count: Int) {
        self.count = count
        let capacity = FloatStorage.capacity(for: count)
        self.capacity = capacity
        let memory =
            FloatStorage.idle.withLock { $0.take(capacity) }
            ?? UnsafeMutableRawPointer.allocate(byteCount: capacity * MemoryLayout<Float>.stride, alignment: 64)
        base = memory.bindMemory(to: Float.self, capacity: capacity)
    }

    deinit {
        let memory = UnsafeMutableRawPointer(base)
        if !FloatStorage.idle.withLock({ $0.put(memory, capacity) }) { memory.deallocate() }
    }

    /// Large blocks are kept for the next layer: the first touch of fresh memory costs as much as computing with it.
    private static let idle = Mutex(IdleBlocks())

    /// Rounded up by at most an eighth, so that layers of about one size can take each other's memory.
    private static func capacity(for count: Int) -> Int {
        guard count > IdleBlocks.smallest else { return max(1, count) }
        let step = 1 << (Int.bitWidth - count.leadingZeroBitCount - 4)
        return (count + step - 1) / step * step
    }
}

/// Memory that no matrix uses at the moment, at most 64 MiB of it.
private struct IdleBlocks: @unchecked Sendable {
    // Unchecked: what lies here belongs to nobody, and a lock is around it.

    /// Smaller blocks, in floats, are left to the system's allocator.
    static let smallest = 1 << 14
    private static let limit = 1 << 24

    private var blocks: [Int: [UnsafeMutableRawPointer]] = [:]
    private var total = 0

    /// Returns a block of a capacity, or nil.
    mutating func take(_ capacity: Int) -> UnsafeMutableRawPointer? {
        guard capacity > IdleBlocks.smallest, let block = blocks[capacity]?.popLast() else { return nil }
        total -= capacity
        return block
    }

    /// Keeps a block, unless it is small or enough are kept; returns whether it does.
    mutating func put(_ block: UnsafeMutableRawPointer, _ capacity: Int) -> Bool {
        guard capacity > IdleBlocks.smallest, total + capacity <= IdleBlocks.limit else { return false }
        blocks[capacity, default: []].append(block)
        total += capacity
        return true
    }
}
