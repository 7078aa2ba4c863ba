/// Floats at an address that is a multiple of 64, owned by the matrices that share them.
final class FloatStorage: @unchecked Sendable {
    // Unchecked: a matrix writes only while it is the one owner, as an array does.

    let base: UnsafeMutablePointer<Float>
    let count: Int

    /// Makes storage whose contents are not set.
    init(uninitialized count: Int) {
        self.count = count
        base = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
            .bindMemory(to: Float.self, capacity: max(1, count))
    }

    deinit {
        base.deallocate()
    }
}
