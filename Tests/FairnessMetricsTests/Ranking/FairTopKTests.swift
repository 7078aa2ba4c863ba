import Glibc
import Testing

@testable import FairnessMetrics

/// FA*IR's tables and probabilities against sums of binomial probabilities and the enumeration of every list.
struct FairTopKTests {
    private func atMost(_ m: Int, of n: Int, _ p: Double) -> Double {
        (0...m).reduce(0.0) { sum, count in
            let choose = (0..<count).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
            return sum + choose * pow(p, Double(count)) * pow(1 - p, Double(n - count))
        }
    }

    /// The probability that a list fails, over all 2^k lists.
    private func enumerated(_ test: FairTopK, _ minimums: [Int]) -> Double {
        var failed = 0.0
        for list in 0..<(1 << test.k) {
            var count = 0
            var isFailed = false
            for position in 0..<test.k {
                count += (list >> position) & 1
                isFailed = isFailed || count < minimums[position]
            }
            if isFailed {
                failed += pow(test.share, Double(count)) * pow(1 - test.share, Double(test.k - count))
            }
        }
        return failed
    }

    @Test func `at one half and α = 0.1 the first ten need these`() {
        // F(0; 3) = 1/8 > 0.1 ≥ F(0; 4) = 1/16; F(1; 6) = 7/64 > 0.1 ≥ F(1; 7) = 1/16; F(2; 8) > 0.1 ≥ F(2; 9) = 46/512.
        #expect(FairTopK(share: 0.5, k: 10).minimums(alpha: 0.1) == [0, 0, 0, 1, 1, 1, 2, 2, 3, 3])
    }

    @Test(arguments: [0.05, 0.2, 0.37, 0.5, 0.8, 0.95], [0.1, 0.01, 1e-3, 1e-6])
    func `minimums are the binomial's quantiles`(share: Double, alpha: Double) {
        let minimums = FairTopK(share: share, k: 60).minimums(alpha: alpha)
        for (index, minimum) in minimums.enumerated() {
            #expect(atMost(minimum, of: index + 1, share) > alpha)
            if minimum > 0 { #expect(atMost(minimum - 1, of: index + 1, share) <= alpha) }
        }
    }

    @Test(arguments: [0.1, 0.3, 0.5, 0.75], [0.2, 0.05, 0.005])
    func `failure has the probability that counting every list gives`(share: Double, alpha: Double) {
        let test = FairTopK(share: share, k: 13)
        let minimums = test.minimums(alpha: alpha)
        #expect(abs(test.failureProbability(minimums) - enumerated(test, minimums)) < 1e-13)
        let adjusted = test.adjusted(alpha: alpha)
        #expect(enumerated(test, test.minimums(alpha: adjusted)) <= alpha)
        // No looser test keeps the level, unless none has to be given up.
        if adjusted < alpha { #expect(enumerated(test, test.minimums(alpha: adjusted * 1.0001 + 1e-6)) > alpha) }
    }

    @Test func `without the correction a random list fails more often than α`() {
        let test = FairTopK(share: 0.5, k: 100)
        #expect(test.failureProbability(test.minimums(alpha: 0.1)) > 0.2)
        let adjusted = test.adjusted(alpha: 0.1)
        #expect(adjusted < 0.05 && test.failureProbability(test.minimums(alpha: adjusted)) <= 0.1)
    }

    @Test func `the p-value is the probability of a list at least as unlikely`() {
        let test = FairTopK(share: 0.4, k: 12)
        for list in [0b0000_1111_0000, 0b1000_0000_0001, 0b1111_1111_1111, 0, 0b1010_1010_1010] {
            var sums: [Double] = []
            for position in 0..<12 { sums.append((sums.last ?? 0) + Double((list >> position) & 1)) }
            func unlikeliest(_ counts: [Double]) -> Double {
                counts.enumerated().map { atMost(Int($1), of: $0 + 1, 0.4) }.min() ?? 1
            }
            let found = unlikeliest(sums)
            var probability = 0.0
            for other in 0..<(1 << 12) {
                var counts: [Double] = []
                for position in 0..<12 { counts.append((counts.last ?? 0) + Double((other >> position) & 1)) }
                if unlikeliest(counts) <= found * (1 + 1e-9) {
                    probability += pow(0.4, counts[11]) * pow(0.6, 12 - counts[11])
                }
            }
            #expect(abs(test.pValue(sums) - probability) < 1e-12, "\(list)")
        }
    }
}
