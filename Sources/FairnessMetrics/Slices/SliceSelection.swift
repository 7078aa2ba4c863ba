internal import NumericalKernels

/// Chooses slices that each say something of their own.
///
/// In the order of |z|, a slice is kept if it still differs once the slices kept before it are accounted for: the rows
/// are stratified by which of those they lie in, and the slice is compared with the other rows of its strata (Mantel,
/// Haenszel 1959). A refinement of a kept slice that is no worse, a wider slice whose gap is the kept one's, and an
/// overlap all lose their z. A slice with nearly the rows of a kept one has no rows left to differ from. What is left
/// must be most of the slice's own z, or so large by itself that chance would hardly show it anywhere in the search.
struct SliceSelection {
    /// What is left of |z| in a slice that says something of its own.
    private static let remainder = 0.7
    /// Candidates looked at side by side.
    private static let chunk = 64

    private let rows: SliceRows
    private let limit: Int
    private let workers: Int
    /// z² that chance reaches anywhere among all slices in one search of twenty (Bonferroni).
    private let squaredCritical: Double
    /// `2 × pattern + outcome` of each row, the pattern having one bit for each slice kept.
    private var cells: [UInt32]
    /// The counts of each pattern.
    private var strata: [Stratum]

    private struct Stratum {
        var denominator = 0
        var numerator = 0
    }

    /// Makes a selection of at most `limit` ≤ 16 slices of those `searched` among these rows.
    init(rows: SliceRows, limit: Int, searched: Int, workers: Int) {
        precondition((1...16).contains(limit), "a selection of \(limit) slices, not 1 to 16")
        self.rows = rows
        self.limit = limit
        self.workers = workers
        let critical = NormalDistribution.twoSidedCritical(tail: 0.05 / Double(max(1, searched)))
        squaredCritical = critical * critical
        cells = rows.outcomes.map { UInt32($0) }
        strata = [Stratum(denominator: rows.outcomes.count, numerator: rows.positiveCount)]
    }

    /// Returns the slices kept of `candidates`, which are in the order of reporting.
    mutating func choose(_ candidates: [SliceCandidate]) -> [SliceCandidate] {
        var kept: [SliceCandidate] = []
        var next = 0
        while next < candidates.count, kept.count < limit {
            let chunk = candidates[next..<min(candidates.count, next + SliceSelection.chunk)]
            let start = next
            let selection = self
            let isNew = ParallelMap.map(chunk.count, workers: workers) { index in
                selection.isNew(candidates[start + index])
            }
            guard let found = isNew.firstIndex(of: true) else {
                next += chunk.count
                continue
            }
            keep(candidates[next + found], as: kept.count)
            kept.append(candidates[next + found])
            // The rest of the chunk was judged without this one.
            next += found + 1
        }
        return kept
    }

    private func isNew(_ candidate: SliceCandidate) -> Bool {
        if strata.count == 1 { return true }
        let z = conditionalZ(candidate)
        let most = SliceSelection.remainder * SliceSelection.remainder * candidate.squaredZ
        return z * z >= min(most, squaredCritical)
    }

    /// z of the slice against the other rows of its strata; 0 where no stratum holds both, or against the gap's direction.
    private func conditionalZ(_ candidate: SliceCandidate) -> Double {
        var counts = [Int](repeating: 0, count: 2 * strata.count)
        rows.find(candidate.terms) { found in
            for index in found.indices { counts[Int(cells[Int(found[index])])] += 1 }
        }
        let inside = strata.indices.map {
            Stratum(denominator: counts[2 * $0] + counts[2 * $0 + 1], numerator: counts[2 * $0 + 1])
        }
        var excess = 0.0
        var variance = 0.0
        for (slice, all) in zip(inside, strata) where all.denominator > 1 {
            let (n, total) = (Double(slice.denominator), Double(all.denominator))
            let positive = Double(all.numerator)
            excess += Double(slice.numerator) - n * positive / total
            variance += n * (total - n) * positive * (total - positive) / (total * total * (total - 1))
        }
        let (share, overall) = (
            Double(candidate.numerator) / Double(candidate.denominator),
            Double(strata.reduce(0) { $0 + $1.numerator }) / Double(rows.outcomes.count)
        )
        guard variance > 0, (excess > 0) == (share > overall) else { return 0 }
        return excess / variance.squareRoot()
    }

    private mutating func keep(_ candidate: SliceCandidate, as index: Int) {
        let bit = UInt32(2) << UInt32(index)
        var marked = cells
        rows.find(candidate.terms) { found in
            for index in found.indices { marked[Int(found[index])] |= bit }
        }
        cells = marked
        strata = [Stratum](repeating: Stratum(), count: 2 << index)
        for cell in cells {
            strata[Int(cell / 2)].denominator += 1
            strata[Int(cell / 2)].numerator += Int(cell % 2)
        }
    }
}
