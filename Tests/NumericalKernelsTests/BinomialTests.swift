import NumericalKernels
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The law of binomial and multinomial draws, for parameters on both sides of the switch between algorithms.
struct BinomialTests {
    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
    }

    @Test(arguments: [(12, 0.4), (1, 0.5), (30, 0.02), (21, 0.5), (40, 0.3), (60, 0.8), (3_000, 0.01), (5_000, 0.37)])
    func `draws follow the binomial law`(trials: Int, probability: Double) {
        let draws = 60_000
        var generator = SeededGenerator(seed: 7, stream: UInt64(trials))
        var counts = Array(repeating: 0, count: trials + 1)
        for _ in 0..<draws { counts[generator.binomial(trials, probability)] += 1 }
        // Cells are joined until each expects ten draws, as a chi-square test needs.
        var (statistic, cells, expected, observed) = (0.0, 0.0, 0.0, 0.0)
        var left = Double(draws)
        for k in 0...trials {
            let log = Self.logChoose(trials, k) + Double(k) * Glibc.log(probability)
            expected += Double(draws) * exp(log + Double(trials - k) * log1p(-probability))
            observed += Double(counts[k])
            if expected >= 10, left - expected >= 10 {
                statistic += (observed - expected) * (observed - expected) / expected
                left -= expected
                cells += 1
                (expected, observed) = (0, 0)
            }
        }
        if expected > 0 { statistic += (observed - left) * (observed - left) / left }
        let p = ChiSquareDistribution.upperTail(statistic, degreesOfFreedom: cells)
        #expect(p > 1e-4, "chi-square \(statistic) on \(cells)")
    }

    @Test func `the ends are certain, and nothing lies outside`() {
        var generator = SeededGenerator(seed: 1)
        #expect(generator.binomial(0, 0.5) == 0 && generator.binomial(9, 0) == 0 && generator.binomial(9, 1) == 9)
        #expect(generator.binomial(9, -1) == 0 && generator.binomial(9, .nan) == 0 && generator.binomial(9, 2) == 9)
        for _ in 0..<2_000 {
            #expect((0...1 << 40).contains(generator.binomial(1 << 40, 0.999_999)))
            #expect((0...21).contains(generator.binomial(21, 0.49)))
        }
    }

    @Test func `multinomial counts have the means, variances and covariances of the law`() {
        let classes = [500, 3, 0, 120, 77]
        let (trials, draws) = (700, 40_000)
        let total = Double(classes.reduce(0, +))
        var generator = SeededGenerator(seed: 3)
        var sums = Array(repeating: 0.0, count: 5)
        var products = Array(repeating: sums, count: 5)
        var counts = Array(repeating: 0, count: 5)
        for _ in 0..<draws {
            var span = counts.mutableSpan
            generator.multinomial(trials, classes: classes, into: &span)
            #expect(counts.reduce(0, +) == trials)
            for i in 0..<5 {
                sums[i] += Double(counts[i])
                for j in 0..<5 { products[i][j] += Double(counts[i] * counts[j]) }
            }
        }
        #expect(sums[2] == 0)
        for i in 0..<5 {
            let p = Double(classes[i]) / total
            let mean = sums[i] / Double(draws)
            let error = (Double(trials) * p * (1 - p) / Double(draws)).squareRoot()
            #expect(abs(mean - Double(trials) * p) <= 4 * error, "mean of class \(i)")
            for j in 0..<5 {
                let q = Double(classes[j]) / total
                let expected = Double(trials) * (i == j ? p * (1 - p) : -p * q)
                let covariance = products[i][j] / Double(draws) - mean * sums[j] / Double(draws)
                // The error of a covariance is about √(v v') / √draws.
                let scale = (p * (1 - p) * q * (1 - q)).squareRoot() * Double(trials)
                #expect(abs(covariance - expected) <= 5 * scale / Double(draws).squareRoot(), "\(i) with \(j)")
            }
        }
    }

    @Test func `a stream gives the same draws whatever else was drawn`() {
        func draws(_ stream: UInt64) -> [Int] {
            var generator = SeededGenerator(seed: 5, stream: stream)
            return (0..<20).map { generator.binomial(10 + 30 * $0, 0.3) }
        }
        let first = draws(1)
        _ = draws(2)
        #expect(draws(1) == first && draws(2) != first)
    }
}
