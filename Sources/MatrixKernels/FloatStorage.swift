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
        if count > LargeBlocks.smallest {
            (base, capacity) = LargeBlocks.shared.withLock { $0.take(atLeast: count) }
        } else {
            capacity = max(1, count)
            base =
                UnsafeMutableRawPointer
                .allocate(byteCount: capacity * MemoryLayout<Float>.stride, alignment: 64)
                .bindMemory(to: Float.self, capacity: capacity)
        }
    }

    deinit {
        if count > LargeBlocks.smallest {
            LargeBlocks.shared.withLock { $0.put(base, capacity) }
        } else {
            base.deallocate()
        }
    }
}
