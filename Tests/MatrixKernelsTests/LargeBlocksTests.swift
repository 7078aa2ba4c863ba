import Testing

@testable import MatrixKernels

struct LargeBlocksTests {
    @Test func `what comes back is taken again, for smaller matrices too`() {
        var blocks = LargeBlocks()
        let (first, capacity) = blocks.take(atLeast: 1_000_000)
        #expect(capacity >= 1_000_000 && capacity <= 1_125_000)
        first[999_999] = 7
        blocks.put(first, capacity)
        let (second, again) = blocks.take(atLeast: 300_000)
        #expect(second == first && again == capacity)
        blocks.put(second, again)
        let (small, _) = blocks.take(atLeast: 20_000)
        #expect(small != first)
    }

    @Test func `the smallest block that is large enough is taken`() {
        var blocks = LargeBlocks()
        let (large, largeCapacity) = blocks.take(atLeast: 900_000)
        let (small, smallCapacity) = blocks.take(atLeast: 400_000)
        blocks.put(small, smallCapacity)
        blocks.put(large, largeCapacity)
        #expect(blocks.take(atLeast: 350_000).0 == small)
        #expect(blocks.take(atLeast: 350_000).0 == large)
    }

    @Test func `idle blocks go back to the system when together they exceed what was once in use`() {
        var blocks = LargeBlocks()
        let size = 8 << 20
        for count in [size, 2 * size, 3 * size] {
            // Each is too large for what the one before left.
            let (block, capacity) = blocks.take(atLeast: count)
            #expect(blocks.used == capacity && blocks.mostUsed == capacity)
            #expect(blocks.idleTotal <= 4 << 20)
            blocks.put(block, capacity)
            #expect(blocks.used == 0 && blocks.idleTotal >= capacity)
        }
    }

    @Test func `blocks begin at multiples of 64 bytes, and of a huge page where they hold one`() {
        var blocks = LargeBlocks()
        for count in [20_000, 100_000, 600_000, 5_000_000] {
            let (block, capacity) = blocks.take(atLeast: count)
            let multiple = capacity * 4 >= 1 << 21 ? 1 << 21 : 64
            #expect(Int(bitPattern: block) % multiple == 0)
            block[0] = 1
            block[capacity - 1] = 1
            blocks.put(block, capacity)
        }
    }
}
