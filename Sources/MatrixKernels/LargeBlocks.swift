internal import CKernels
internal import Glibc
internal import Synchronization

/// The memory of large matrices. What one layer gives back the next one takes: the first touch of fresh memory costs as
/// much as computing with it.
///
/// Blocks in use and idle ones together exceed what was in use at once by 16 MiB at most, so keeping them makes no process
/// much larger.
struct LargeBlocks: @unchecked Sendable {
    // Unchecked: what lies idle here belongs to nobody, and the lock of `shared` is around it.

    /// The blocks of this process.
    static let shared = Mutex(LargeBlocks())

    /// Blocks of no more floats than this are left to the system's allocator.
    static let smallest = 1 << 14

    /// By how many floats idle blocks may exceed what was once in use.
    private static let slack = 4 << 20

    /// How many times larger than what is needed a block may be.
    private static let mostWasted = 12

    /// Idle blocks, the one that came back last at the end.
    private var idle: [(base: UnsafeMutablePointer<Float>, capacity: Int)] = []
    /// Floats idle now, in use now, and the most that were in use at once.
    private(set) var idleTotal = 0, used = 0, mostUsed = 0

    /// Returns a block and its capacity; its contents are not set.
    mutating func take(atLeast count: Int) -> (UnsafeMutablePointer<Float>, capacity: Int) {
        let wanted = LargeBlocks.rounded(count)
        // The smallest that is large enough: a short batch takes what a long one left. Of these the last, which is
        // likeliest to be in a cache still.
        var best: Int?
        for index in idle.indices.reversed() {
            let capacity = idle[index].capacity
            guard capacity >= wanted && capacity <= LargeBlocks.mostWasted * wanted else { continue }
            if best.map({ capacity < idle[$0].capacity }) ?? true { best = index }
            if capacity == wanted { break }
        }
        guard let best else {
            use(wanted)
            let block = LargeBlocks.map(wanted)
            moveIdlePages(to: block, wanted)
            release(downTo: mostUsed + LargeBlocks.slack - used)
            return (block, wanted)
        }
        let (base, capacity) = idle.remove(at: best)
        idleTotal -= capacity
        use(capacity)
        return (base, capacity)
    }

    /// Takes a block back.
    mutating func put(_ block: UnsafeMutablePointer<Float>, _ capacity: Int) {
        used -= capacity
        idleTotal += capacity
        idle.append((block, capacity))
    }

    /// Gives a fresh block the pages of idle ones that are too small for it, so that the system need not clear others.
    private mutating func moveIdlePages(to block: UnsafeMutablePointer<Float>, _ capacity: Int) {
        // Of a huge page all or nothing, or it would fall apart.
        let unit = capacity >= LargeBlocks.hugePageFloats ? LargeBlocks.hugePageFloats : LargeBlocks.pageFloats
        var filled = 0
        for index in idle.indices.reversed() {
            let (base, count) = idle[index]
            let whole = count / unit * unit
            guard whole > 0 && whole <= capacity - filled else { continue }
            guard assize_move_pages(base, block + filled, whole * MemoryLayout<Float>.stride) == 0 else { return }
            if count > whole { munmap(base + whole, (count - whole) * MemoryLayout<Float>.stride) }
            idle.remove(at: index)
            idleTotal -= count
            filled += whole
        }
    }

    private mutating func use(_ capacity: Int) {
        used += capacity
        mostUsed = max(mostUsed, used)
    }

    /// Gives idle blocks back to the system, those first that came back first.
    private mutating func release(downTo limit: Int) {
        var count = 0
        while idleTotal > limit && count < idle.count {
            munmap(idle[count].base, idle[count].capacity * MemoryLayout<Float>.stride)
            idleTotal -= idle[count].capacity
            count += 1
        }
        idle.removeFirst(count)
    }

    /// Rounded up to whole pages, and by at most an eighth, so that layers of about one size take each other's memory.
    private static func rounded(_ count: Int) -> Int {
        let step = max(1 << 10, 1 << (Int.bitWidth - count.leadingZeroBitCount - 4))
        return (count + step - 1) / step * step
    }

    /// Fresh memory from the system: in huge pages where it is large enough, each of which is touched once, not 512 times.
    private static func map(_ capacity: Int) -> UnsafeMutablePointer<Float> {
        let bytes = capacity * MemoryLayout<Float>.stride
        let slack = bytes >= hugePage ? hugePage : 0
        let access = PROT_READ | PROT_WRITE
        guard let start = mmap(nil, bytes + slack, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), start != MAP_FAILED
        else { fatalError("no memory for a matrix of \(capacity) numbers") }
        guard slack > 0 else { return start.bindMemory(to: Float.self, capacity: capacity) }
        let before = (hugePage - Int(bitPattern: start) % hugePage) % hugePage
        if before > 0 { munmap(start, before) }
        if slack > before { munmap(start + before + bytes, slack - before) }
        madvise(start + before, bytes, MADV_HUGEPAGE)
        return (start + before).bindMemory(to: Float.self, capacity: capacity)
    }

    private static let hugePage = 1 << 21
    private static let hugePageFloats = hugePage / MemoryLayout<Float>.stride
    private static let pageFloats = 1 << 10
}
