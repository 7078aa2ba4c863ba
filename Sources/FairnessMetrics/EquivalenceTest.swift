internal import Glibc
internal import NumericalKernels

/// Tests of equivalence: whether a disparity is shown to lie within the margin (two one-sided tests, Schuirmann 1987).
///
/// The one-sided tests are those that belong to the interval that is reported, so that p ≤ (1 − confidence) / 2 exactly
/// where the interval lies within the margin. For a range over several groups every pair has to be shown within it; each
/// is tested at the full level, since all must pass (Berger 1982).
enum EquivalenceTest {
    /// Beyond this many standard errors a p-value is below 1e-300.
    private static let reach = 37.0

    /// The z up to which `bound`, increasing in z, stays below `limit`; negative where the estimate itself does not.
    static func criticalValue(limit: Double, bound: (_ z: Double) -> Double) -> Double {
        MonotoneRoot.find(in: -reach...reach, tolerance: 1e-8) { z in
            let excess = bound(z) - limit
            // An infinite end would stop the secants.
            return min(max(excess, -1e100), 1e100)
        }
    }

    /// The p-value of one comparison whose interval reaches the margin at `z`.
    static func pValue(z: Double) -> Double { NormalDistribution.upperTail(z) }

    /// The same for one of several comparisons whose intervals hold at once; `tail` gives the chance that one of them
    /// misses at a critical value.
    static func pValue(z: Double, tail: (_ z: Double) -> Double) -> Double { z > 0 ? tail(z) / 2 : pValue(z: z) }
}

extension GroupComparison {
    /// The p-value of the hypothesis that some pair of groups differs by the margin or more.
    func rangeEquivalence(isRatio: Bool) -> Double {
        let limit = isRatio ? -log(settings.ratioMargin) : margin
        let ends = PairwiseIntervals(groups, z: 0).extremes
        var z = criticalValue(ends.high, ends.low, limit: limit, isRatio: isRatio)
        // Each round takes the pair that reaches farthest; few are needed, since a pair that was taken cannot return.
        for _ in 0..<groups.count {
            let pairs = PairwiseIntervals(groups, z: abs(z))
            var farthest: (i: Int, j: Int, bound: Double)?
            for i in groups.indices {
                for j in groups.indices where j != i {
                    let bound = pairs.bound(i, j, isUpper: z >= 0, isRatio: isRatio)
                    if bound > farthest?.bound ?? limit { farthest = (i, j, bound) }
                }
            }
            guard let pair = farthest else { break }
            let own = criticalValue(pair.i, pair.j, limit: limit, isRatio: isRatio)
            guard own < z - 1e-8 else { break }
            z = own
        }
        return EquivalenceTest.pValue(z: z)
    }

    /// The z at which the interval of group `i` against group `j` reaches the limit.
    private func criticalValue(_ i: Int, _ j: Int, limit: Double, isRatio: Bool) -> Double {
        let (first, second) = (groups[i].sampled, groups[j].sampled)
        return EquivalenceTest.criticalValue(limit: limit) { z in
            let (one, other) = (first.interval(z: abs(z)), second.interval(z: abs(z)))
            if isRatio {
                let ratio = RecoveredInterval.ratio(second.value, other, first.value, one)
                return -log(z >= 0 ? ratio.lower : ratio.upper)
            }
            let gap = RecoveredInterval.difference(first.value, one, second.value, other)
            return z >= 0 ? gap.upper : gap.lower
        }
    }
}

extension PairwiseIntervals {
    /// The upper or lower end of the gap of `i` over `j`: a difference, or for a ratio −ln (j / i).
    fileprivate func bound(_ i: Int, _ j: Int, isUpper: Bool, isRatio: Bool) -> Double {
        if isRatio {
            let ratio = ratio(j, i)
            return -log(isUpper ? ratio.lower : ratio.upper)
        }
        let interval = difference(i, j)
        return isUpper ? interval.upper : interval.lower
    }
}
