internal import NumericalKernels

/// Goes through every conjunction of up to three columns and keeps the slices that stand furthest from the rest.
///
/// The statistic is z of two proportions with the pooled variance, the slice against all other rows: with k of n rows in
/// the slice and K of N in all, p = K / N, z = (k − np) / √(p (1 − p) n (N − n) / N).
///
/// Every combination of columns is one pass over the rows; a pair's table is summed from a triple's where there is one.
/// Costs O(rows × columns³ / 6) at depth 3.
struct SliceScan: Sendable {
    /// What a scan found.
    struct Result: Sendable {
        var best: BestCandidates
        /// How many slices were large enough to be looked at.
        var count = 0
    }

    var counter: ConjunctionCounter
    /// The most conditions of a slice, 1 to 3.
    let depth: Int
    /// Slices, and their complements, with fewer rows are skipped.
    let minimumRows: Int
    var workers: Int

    /// Returns the best `limit` slices; their number and order do not depend on the number of workers.
    func run(keeping limit: Int) -> Result {
        let tasks = self.tasks
        let scorer = SliceScorer(
            numerator: counter.positiveCount, denominator: counter.rowCount, minimumRows: minimumRows)
        let parts = ParallelMap.map(tasks.count, workers: workers) { index in
            var part = Result(best: BestCandidates(limit: limit))
            run(tasks[index], scorer, into: &part)
            return part
        }
        return parts.reduce(into: Result(best: BestCandidates(limit: limit))) { all, part in
            all.best.merge(part.best)
            all.count += part.count
        }
    }

    private struct Task: Sendable {
        var prefix: [Int]
        var lasts: Range<Int>
    }

    private var tasks: [Task] {
        let columns = counter.levels.count
        var tasks: [Task] = []
        if depth >= 3, columns >= 3 {
            for first in 0..<columns - 2 {
                for second in first + 1..<columns - 1 {
                    tasks.append(Task(prefix: [first, second], lasts: second + 1..<columns))
                }
            }
        }
        if depth >= 2, columns >= 2 {
            for first in 0..<columns - 1 {
                // Pairs without the last column come out of the triples.
                tasks.append(Task(prefix: [first], lasts: depth >= 3 ? columns - 1..<columns : first + 1..<columns))
            }
        }
        return tasks + [Task(prefix: [], lasts: 0..<columns)]
    }

    private func run(_ task: Task, _ scorer: SliceScorer, into result: inout Result) {
        counter.count(prefix: task.prefix, lasts: task.lasts) { last, counts in
            scorer.score(counts, prefix: task.prefix, last: last, levels: counter.levels, into: &result)
            if task.prefix.count == 2, last == task.lasts.lowerBound {
                let pair = SliceScan.summed(counts, overLast: counter.levels[last])
                scorer.score(pair.span, prefix: task.prefix, last: nil, levels: counter.levels, into: &result)
            }
        }
    }

    /// Sums a table `[prefix, 2, last]` over its last column.
    private static func summed(_ counts: borrowing Span<UInt32>, overLast levels: Int) -> [UInt32] {
        var sums = [UInt32](repeating: 0, count: counts.count / levels)
        for index in sums.indices {
            for code in 0..<levels { sums[index] += counts[index * levels + code] }
        }
        return sums
    }
}
