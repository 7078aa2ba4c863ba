/// The largest studentized deviation among all pairs of several values: (z_i − ρ_ij z_j)² / v_ij, at its largest.
///
/// Eight columns at a time; only the upper triangle is read, in whole blocks.
struct PairMaximum: Sendable {
    private let blocks: Int
    /// 1 / v_ij, rows one after the other, 0 where a pair takes no part.
    private let weights: [SIMD8<Double>]
    /// ρ_ij; empty where all are 1.
    private let factors: [SIMD8<Double>]

    /// Makes the maximum over the pairs of `count` values.
    ///
    /// - Parameter variance: v_ij and ρ_ij of a pair with i < j.
    init(count: Int, isRatio: Bool, variance: (Int, Int) -> (variance: Double, factor: Double)) {
        let blocks = (count + 7) / 8
        var weights = Array(repeating: SIMD8<Double>.zero, count: count * blocks)
        var factors = isRatio ? weights : []
        for i in 0..<count {
            for j in i + 1..<max(count, i + 1) {
                let pair = variance(i, j)
                guard pair.variance > 0, pair.variance.isFinite, pair.factor.isFinite else { continue }
                weights[i * blocks + j / 8][j % 8] = 1 / pair.variance
                if isRatio { factors[i * blocks + j / 8][j % 8] = pair.factor }
            }
        }
        (self.blocks, self.weights, self.factors) = (blocks, weights, factors)
    }

    /// The maximum for deviations in blocks of eight, of which the last is filled up with zeros.
    func callAsFunction(_ deviations: Span<SIMD8<Double>>, count: Int) -> Double {
        var largest = SIMD8<Double>.zero
        for i in 0..<count {
            let own = SIMD8<Double>(repeating: deviations[i / 8][i % 8])
            for block in i / 8..<blocks {
                let gap =
                    factors.isEmpty
                    ? own - deviations[block] : own - factors[i * blocks + block] * deviations[block]
                let squared = gap * gap * weights[i * blocks + block]
                largest.replace(with: squared, where: squared .> largest)
            }
        }
        return largest.max()
    }
}
