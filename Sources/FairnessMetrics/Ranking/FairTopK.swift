internal import Glibc
internal import NumericalKernels

/// The ranked group fairness test of the first k positions (FA*IR; Zehlike et al. 2017).
///
/// If every position went to the group with probability p, independently, the first i positions would hold fewer than
/// m(i) of it with probability at most α_c, where m(i) is the smallest count whose binomial distribution function exceeds
/// α_c. A list fails if any of its first k prefixes holds fewer. α_c is chosen so that a list made at random fails with
/// probability at most α, computed exactly. Drawing from a finite table without replacement varies less: the test is then
/// on the safe side.
struct FairTopK {
    /// The group's share of everybody, above 0 and below 1.
    let share: Double
    /// How many positions are tested.
    let k: Int

    /// The most positions that are tested: the exact probability takes O(k^1.5).
    static let maximumK = 1_000

    /// Returns m(1), …, m(k) at α_c.
    func minimums(alpha: Double) -> [Int] {
        var result: [Int] = []
        result.reserveCapacity(k)
        let (p, q) = (share, 1 - share)
        var m = 0
        // The binomial probability of m and the distribution function there, for i positions.
        var probability = 1.0
        var cumulative = 1.0
        for i in 1...k {
            if alpha < 1e-4 {
                // The recurrence below loses the digits of so small a probability.
                while m < i, cumulativeProbability(of: m, in: i) <= alpha { m += 1 }
                result.append(m)
                continue
            }
            cumulative -= p * probability
            probability *= q * Double(i) / Double(i - m)
            while cumulative <= alpha, m < i {
                probability *= Double(i - m) / Double(m + 1) * p / q
                m += 1
                cumulative += probability
            }
            result.append(m)
        }
        return result
    }

    /// Returns the probability that a list made at random holds fewer than `minimums` somewhere: by the distribution of
    /// the count among the lists that have not failed yet, position by position.
    func failureProbability(_ minimums: [Int]) -> Double {
        var failed = 0.0
        // The probability of each count from `first` on.
        var first = 0
        var alive = [1.0]
        for minimum in minimums {
            var next = [Double](repeating: 0, count: alive.count + 1)
            for (index, probability) in alive.enumerated() {
                next[index] += probability * (1 - share)
                next[index + 1] += probability * share
            }
            while first < minimum, !next.isEmpty {
                failed += next.removeFirst()
                first += 1
            }
            // What is too rare to matter at double precision.
            while next.count > 1, next[next.count - 1] < 1e-20 { next.removeLast() }
            alive = next
        }
        return min(1, failed)
    }

    /// Returns the largest α_c at which a list made at random fails with probability at most `alpha`, to six digits.
    func adjusted(alpha: Double) -> Double {
        if failureProbability(minimums(alpha: alpha)) <= alpha { return alpha }
        var (low, high) = (0.0, alpha)
        for _ in 0..<20 {
            let middle = 0.5 * (low + high)
            if failureProbability(minimums(alpha: middle)) <= alpha { low = middle } else { high = middle }
        }
        return low
    }

    /// Returns the probability that a list made at random has a prefix at least as unlikely as the unlikeliest here.
    ///
    /// - Parameter counts: The group's count in the first 1, …, k positions; fractions under ties.
    func pValue(_ counts: [Double]) -> Double {
        var smallest = 1.0
        for (index, count) in counts.prefix(k).enumerated() {
            let hits = FairTopK.whole(count)
            let trials = index + 1
            if hits >= trials { continue }
            smallest = min(smallest, cumulativeProbability(of: hits, in: trials))
        }
        if smallest >= 1 { return 1 }
        // Equal probabilities may differ in their last digits.
        return failureProbability(minimums(alpha: min(1, smallest * (1 + 1e-7))))
    }

    /// P(at most `hits` of `trials`).
    private func cumulativeProbability(of hits: Int, in trials: Int) -> Double {
        BetaFunction.regularised(1 - share, a: Double(trials - hits), b: Double(hits + 1))
    }

    /// The first position at which `counts` fall short of `minimums`, counted from 1.
    func firstShortfall(_ counts: [Double], _ minimums: [Int]) -> Int? {
        zip(counts, minimums).firstIndexWhere { FairTopK.whole($0) < $1 }.map { $0 + 1 }
    }

    /// The whole rows in a count, which sums of fractions may miss by a little.
    private static func whole(_ count: Double) -> Int { Int((count + 1e-9).rounded(.down)) }
}

extension Sequence {
    fileprivate func firstIndexWhere(_ predicate: (Element) -> Bool) -> Int? {
        enumerated().first { predicate($0.element) }?.offset
    }
}
