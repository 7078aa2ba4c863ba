internal import NumericalKernels

/// The law of the largest |z| over all slices if the outcomes had nothing to do with the columns.
struct SlicePermutation: Sendable {
    let scan: SliceScan
    let draws: Int
    let seed: UInt64

    /// The largest z² of each permutation of the outcomes, ascending, `[draws]`.
    var largest: [Double] {
        let outcomes = scan.counter.outcomes
        return ParallelMap.map(draws, workers: scan.workers) { draw in
            var generator = SeededGenerator(seed: seed, stream: UInt64(draw) + 1)
            var permuted = outcomes
            permuted.shuffle(using: &generator)
            var permutedScan = scan
            permutedScan.counter = scan.counter.with(outcomes: permuted)
            permutedScan.workers = 1
            return permutedScan.run(keeping: 1).best.sorted().first?.squaredZ ?? 0
        }.sorted()
    }

    /// The place from 1 on of the largest |z| among ascending draws that the observed one stays below with this
    /// confidence; more than `draws` where they are too few to tell.
    static func rank(confidence: Double, draws: Int) -> Int {
        // 0.95 × 200 is 190, whatever rounding makes of it.
        Int((confidence * Double(draws + 1) - 1e-9).rounded(.up))
    }
}
