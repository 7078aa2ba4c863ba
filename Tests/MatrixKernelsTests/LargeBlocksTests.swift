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

    @Test func `a larger block takes the pages of idle ones`() {
        var blocks = LargeBlocks()
        let taken = [1_100_000, 1_100_000, 200_000].map { blocks.take(atLeast: $0) }
        for (block, capacity) in taken {
            block.update(repeating: 7, count: capacity)
            blocks.put(block, capacity)
        }
        let (large, capacity) = blocks.take(atLeast: 3_000_000)
        // Whole huge pages of the two that have some lie at its start; the third, which has none, stays.
        let moved = (0..<capacity).prefix { large[$0] == 7 }.count
        #expect(moved == 4 << 19)
        #expect((moved..<capacity).allSatisfy { large[$0] == 0 })
        #expect(blocks.idleTotal == taken[2].capacity)
        #expect(blocks.take(atLeast: 200_000).0 == taken[2].0)
    }
}
