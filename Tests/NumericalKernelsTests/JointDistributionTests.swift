import NumericalKernels
import TestSupport
import Testing

/// Known values from scipy; `Fixtures/fairness/make_resampling.py` makes them.
struct JointDistributionTests {
    struct Fixture: Decodable {
        var betaQuantiles: [[Double]]
        var noncentral: [[Double]]
        var dunnett: [[Double]]
    }

    let fixture: Fixture

    init() throws { fixture = try Places.fixture("fairness/resampling.json") }

    @Test func `beta quantiles agree with scipy`() {
        for row in fixture.betaQuantiles {
            let x = BetaDistribution(a: row[1], b: row[2]).quantile(row[0])
            #expect(agree(x, row[3], relative: 1e-10, absolute: 1e-14), "\(row): \(x)")
        }
        #expect(BetaDistribution(a: 2, b: 3).quantile(0) == 0 && BetaDistribution(a: 2, b: 3).quantile(1) == 1)
    }

    @Test func `the noncentral chi-square agrees with scipy`() {
        for row in fixture.noncentral {
            let p = NoncentralChiSquare.cumulative(row[0], degreesOfFreedom: row[1], noncentrality: row[2])
            // Beyond a noncentrality of 2,000 a transformation to the normal takes over.
            #expect(agree(p, row[3], relative: 0, absolute: row[2] > 2_000 ? 1e-6 : 1e-10), "\(row): \(p)")
        }
    }

    @Test func `a noncentrality undoes its probability`() {
        for (x, freedom, p) in [(20.0, 4.0, 0.025), (20, 4, 0.9), (5_000, 11, 0.5), (3, 2.5, 0.3)] {
            let found = NoncentralChiSquare.noncentrality(of: x, degreesOfFreedom: freedom, probability: p)
            let reached = NoncentralChiSquare.cumulative(x, degreesOfFreedom: freedom, noncentrality: found)
            #expect(agree(reached, p, relative: 0, absolute: 1e-6), "\(x): \(found)")
        }
        // So small a value is likelier than that without any noncentrality.
        #expect(NoncentralChiSquare.noncentrality(of: 1, degreesOfFreedom: 4, probability: 0.5) == 0)
    }

    @Test func `Dunnett's tail agrees with adaptive quadrature`() {
        for row in fixture.dunnett {
            let tail = DunnettDistribution.upperTail(row[0], comparisons: Int(row[1]), correlation: row[2])
            #expect(agree(tail, row[3], relative: 1e-7, absolute: 1e-10), "\(row): \(tail)")
        }
    }

    @Test func `Dunnett's critical values lie between one comparison and Šidák, and fall with the correlation`() {
        var last = NormalDistribution.twoSidedCritical(tail: 1 - 0.8.squareRoot().squareRoot())
        for correlation in [0, 0.2, 0.5, 0.8, 0.95, 1] {
            let z = DunnettDistribution.critical(tail: 0.2, comparisons: 4, correlation: correlation)
            #expect(z <= last + 1e-8)
            last = z
        }
        #expect(agree(last, NormalDistribution.twoSidedCritical(tail: 0.2), relative: 1e-8))
        // Dunnett's table of 1964: four treatments, equal sizes, many degrees of freedom.
        let table = DunnettDistribution.critical(tail: 0.05, comparisons: 4, correlation: 0.5)
        #expect(agree(table, 2.44, relative: 0, absolute: 0.005))
    }

    @Test(arguments: [(2, 1.128379), (3, 1.692569), (5, 2.325929), (12, 3.258455)])
    func `the expected range of equal normals is the constant of control charts`(count: Int, expected: Double) {
        let range = NormalRange.expected(
            means: Array(repeating: 4, count: count), deviations: Array(repeating: 0.01, count: count))
        #expect(agree(range, 0.01 * expected, relative: 1e-5))
    }

    @Test func `far apart, the expected range is that of the means`() {
        #expect(agree(NormalRange.expected(means: [0, 3, 9], deviations: [0.1, 0, 0.4]), 9, relative: 1e-3))
        #expect(NormalRange.expected(means: [2, 5], deviations: [0, 0]) == 3)
        // |X − Y| of two normals whose means differ by 1, variance 2: 2 √2 φ(1/√2) + (1 − 2 Φ(−1/√2)).
        let z = 1 / 2.0.squareRoot()
        let folded =
            2 * 2.0.squareRoot() * NormalDistribution.density(z) + 1 - 2 * NormalDistribution.cumulative(-z)
        #expect(agree(NormalRange.expected(means: [1, 0], deviations: [1, 1]), folded, relative: 1e-6))
    }

    @Test func `selection and quantiles agree with sorting`() {
        var generator = SeededGenerator(seed: 11)
        for size in [1, 2, 3, 10, 257] {
            let values = (0..<size).map { _ in (generator.uniform() * 20).rounded() }
            let sorted = values.sorted()
            for index in [0, size / 3, size - 1] {
                var copy = values
                #expect(OrderStatistics.select(index, in: &copy) == sorted[index])
                #expect(copy.sorted() == sorted)
            }
            for p in [0, 0.025, 0.5, 0.77, 1] {
                var copy = values
                let place = p * Double(size - 1)
                let (low, high) = (sorted[Int(place)], sorted[min(size - 1, Int(place) + 1)])
                let expected = low + (place - place.rounded(.down)) * (high - low)
                #expect(agree(OrderStatistics.quantile(p, of: &copy), expected, relative: 1e-12))
            }
        }
    }

    @Test func `two quantiles at once are those of one at a time, in tails or not`() {
        var generator = SeededGenerator(seed: 12)
        for size in [1, 2, 7, 200, 1_000] {
            // Normal, skewed, in steps, with far outliers, sorted, all alike.
            let normal = (0..<size).map { _ in generator.normal() }
            let samples: [[Double]] = [
                normal, normal.map { (value: Double) in value * value * value * value },
                normal.map { (value: Double) in (value * 2).rounded() },
                normal.map { (value: Double) in value > 1.5 ? value * 1e9 : value },
                normal.sorted(), Array(repeating: 0.3, count: size),
            ]
            for values in samples {
                for (first, second) in [(0.025, 0.975), (0, 1), (0.4, 0.6), (1e-4, 0.2), (0.97, 0.999), (0.5, 0.5)] {
                    let found = OrderStatistics.quantiles(first, second, of: values)
                    var (one, other) = (values, values)
                    #expect(found.0 == OrderStatistics.quantile(first, of: &one))
                    #expect(found.1 == OrderStatistics.quantile(second, of: &other))
                }
            }
        }
    }

    @Test func `a root is found where the function is smooth, flat or a step`() {
        let smooth = MonotoneRoot.find(in: 0...4) { $0 * $0 - 2 }
        #expect(agree(smooth, 2.0.squareRoot(), relative: 1e-9))
        let falling = MonotoneRoot.find(in: -3...8) { 1 - $0 }
        #expect(agree(falling, 1, relative: 1e-9))
        let step = MonotoneRoot.find(in: 0...1) { $0 < 0.3 ? -1 : 1e9 }
        #expect(agree(step, 0.3, relative: 1e-8))
        let flat = MonotoneRoot.find(in: -37...37) { $0 < 2 ? -1e-12 : $0 }
        #expect(agree(flat, 2, relative: 1e-8))
        #expect(MonotoneRoot.find(in: 0...1) { $0 + 1 } == 0 && MonotoneRoot.find(in: 0...1) { $0 - 2 } == 1)
    }
}
