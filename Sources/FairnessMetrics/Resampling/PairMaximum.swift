/// The largest studentized deviation among all pairs of several values: (z_i − ρ_ij z_j)² / v_ij, at its largest.
struct PairMaximum: Sendable {
    /// The pairs (i, j) with i < j, those of one i after the other.
    private let pairs: [Pair]
    private let count: Int

    private struct Pair {
        /// 1 / v_ij, or 0 where the pair takes no part.
        var weight: Double
        /// ρ_ij.
        var factor: Double
    }

    /// Makes the maximum over the pairs of `count` values.
    ///
    /// - Parameter variance: v_ij and ρ_ij of a pair with i < j.
    init(count: Int, variance: (Int, Int) -> (variance: Double, factor: Double)) {
        var pairs: [Pair] = []
        pairs.reserveCapacity(count * max(0, count - 1) / 2)
        for i in 0..<count {
            for j in i + 1..<max(count, i + 1) {
                let (variance, factor) = variance(i, j)
                let takesPart = variance > 0 && variance.isFinite && factor.isFinite
                pairs.append(takesPart ? Pair(weight: 1 / variance, factor: factor) : Pair(weight: 0, factor: 0))
            }
        }
        (self.pairs, self.count) = (pairs, count)
    }

    /// The maximum in each of eight draws, of which `deviations` holds those of each value.
    func callAsFunction(_ deviations: Span<SIMD8<Double>>) -> SIMD8<Double> {
        var largest = SIMD8<Double>.zero
        var place = 0
        for i in 0..<count {
            let own = deviations[i]
            for j in i + 1..<max(count, i + 1) {
                let pair = pairs[place]
                let gap = own - pair.factor * deviations[j]
                let squared = gap * gap * pair.weight
                largest.replace(with: squared, where: squared .> largest)
                place += 1
            }
        }
        return largest
    }
}
