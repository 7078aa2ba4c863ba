import Testing

@testable import NumericalKernels

struct ConjunctionCounterTests {
    /// The plain twin: one row at a time, one table.
    static func counts(
        _ codes: [[UInt8]], _ levels: [Int], _ outcomes: [UInt8], prefix: [Int], last: Int
    ) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: prefix.reduce(2 * levels[last]) { $0 * levels[$1] })
        for row in outcomes.indices {
            let cell = prefix.reduce(0) { $0 * levels[$1] + Int(codes[$1][row]) }
            counts[(2 * cell + Int(outcomes[row])) * levels[last] + Int(codes[last][row])] += 1
        }
        return counts
    }

    // One row to more than two blocks, tables with and without lanes, the largest columns.
    @Test(arguments: [
        (1, [2, 3, 4]), (5, [2, 2, 2]), (8_191, [3, 1, 5]), (20_003, [64, 64, 64]), (16_384, [7, 50, 11]),
    ])
    func `the kernel counts what its twin counts`(rows: Int, levels: [Int]) {
        var generator = SeededGenerator(seed: UInt64(rows))
        let codes = levels.map { level in (0..<rows).map { _ in UInt8(generator.next() % UInt64(level)) } }
        let outcomes = (0..<rows).map { _ in UInt8(generator.next() % 2) }
        let counter = ConjunctionCounter(codes: codes, levels: levels, outcomes: outcomes)
        for (prefix, lasts) in [([], 0..<3), ([1], 0..<3), ([0, 1], 2..<3), ([2, 0], 1..<3)] as [([Int], Range<Int>)] {
            var visited: [Int] = []
            counter.count(prefix: prefix, lasts: lasts) { last, counts in
                visited.append(last)
                let expected = ConjunctionCounterTests.counts(codes, levels, outcomes, prefix: prefix, last: last)
                #expect(counts.count == expected.count)
                #expect(counts.indices.allSatisfy { counts[$0] == expected[$0] })
            }
            #expect(visited == Array(lasts))
        }
    }

    @Test(arguments: [1, 63, 64, 4_096, 9_001], [1, 2, 3])
    func `the rows found are those of which all terms hold`(rows: Int, terms: Int) {
        var generator = SeededGenerator(seed: UInt64(rows))
        let codes = (0..<terms).map { _ in (0..<rows).map { _ in UInt8(generator.next() % 3) } }
        let wanted = codes.enumerated().map { (codes: $1, code: UInt8($0 % 3)) }
        var found: [Int] = []
        ConjunctionRows.find(wanted) { rows in
            for index in rows.indices { found.append(Int(rows[index])) }
        }
        #expect(found == (0..<rows).filter { row in wanted.allSatisfy { $0.codes[row] == $0.code } })
    }

    @Test func `no rows count as nothing`() {
        let counter = ConjunctionCounter(codes: [[], []], levels: [2, 2], outcomes: [])
        counter.count(prefix: [0], lasts: 1..<2) { _, counts in
            #expect(counts.indices.allSatisfy { counts[$0] == 0 } && counts.count == 8)
        }
    }

    @Test(arguments: [1, 2, 5])
    func `a parallel map is in order, whatever the number of workers`(workers: Int) {
        #expect(ParallelMap.map(100, workers: workers) { $0 * $0 } == (0..<100).map { $0 * $0 })
        #expect(ParallelMap.map(0, workers: workers) { $0 }.isEmpty)
    }
}
