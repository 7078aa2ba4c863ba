import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Ranges without what chance adds to them.
struct CorrectedRangeTests {
    private static func proportions(_ rates: [(Int, Int)]) -> [Sampled] {
        rates.compactMap { hits, rows in
            Measurement.proportion(Mass(count: hits), of: Mass(count: rows), otherwise: "").sampled
        }
    }

    @Test func `the double-corrected variance is that of the formula`() {
        let groups = Self.proportions([(10, 40), (30, 60), (12, 80)])
        let values = [0.25, 0.5, 0.15]
        let variance = ((0.25 - 0.3) * (0.25 - 0.3) + 0.2 * 0.2 + 0.15 * 0.15) / 2
        let noise = zip(values, [39.0, 59, 79]).reduce(0) { $0 + $1.0 * (1 - $1.0) / $1.1 / 3 }
        let found = BetweenGroupVariance(groups)
        #expect(agree(found.corrected, variance - noise, relative: 1e-12))
        // The shrunken values vary as much as the corrected variance says.
        let mean = found.shrunken.reduce(0, +) / 3
        let shrunken = found.shrunken.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / 2 }
        #expect(agree(mean, 0.3, relative: 1e-12) && agree(shrunken, variance - noise, relative: 1e-12))
    }

    @Test func `groups that are more alike than chance allows have no variance left`() {
        let found = BetweenGroupVariance(Self.proportions([(10, 40), (11, 44), (20, 80)]))
        #expect(found.corrected == 0 && found.correctedRange == 0)
        let interval = found.deviationInterval(confidence: 0.95)
        #expect(interval.lower == 0 && interval.upper > 0.02)
    }

    @Test func `of equal true rates little of the range is left, of distant ones nearly all`() {
        // Twelve groups of a hundred: the plain range of equal rates averages 3.26 standard errors.
        for (rates, plainBias, allowed) in [
            (Array(repeating: 0.3, count: 12), 0.14, 0.055),
            ((0..<12).map { 0.2 + 0.4 * Double($0) / 11 }, 0.02, 0.015),
        ] {
            let truth = rates[11] - rates[0]
            var (plain, corrected, deviation) = (0.0, 0.0, 0.0)
            let repetitions = 300
            var covered = 0
            let spread = (rates.reduce(0) { $0 + ($1 - 0.4) * ($1 - 0.4) } / 11).squareRoot()
            for repetition in 0..<repetitions {
                var generator = SeededGenerator(seed: 2, stream: UInt64(repetition))
                let groups = Self.proportions(rates.map { (generator.binomial(100, $0), 100) })
                let variance = BetweenGroupVariance(groups)
                let values = groups.map(\.value)
                plain += ((values.max() ?? 0) - (values.min() ?? 0)) / Double(repetitions)
                corrected += variance.correctedRange / Double(repetitions)
                deviation += variance.corrected / Double(repetitions)
                if truth > 0, variance.deviationInterval(confidence: 0.9).contains(spread) { covered += 1 }
            }
            #expect(plain - truth > plainBias)
            #expect(abs(corrected - truth) < allowed, "\(corrected) for \(truth)")
            if truth > 0 {
                #expect(agree(deviation, spread * spread, relative: 0.05))
                // 90 % of 300, less three standard errors.
                #expect(covered > 254)
            }
        }
    }

    @Test func `the correction lies between 0 and the range, and inside its interval`() {
        for seed in 0..<300 {
            let (rows, groups, settings) = DegenerateTableTests.drawn(seed)
            for disparity in Assessor(settings: settings).assess(DegenerateTableTests.table(rows, groups: groups))
                .disparities
            {
                guard let corrected = disparity.corrected, let estimate = disparity.estimate.defined else { continue }
                let name: Comment = "\(seed) \(disparity.metric) \(disparity.aggregation)"
                let slack = 1e-5 * max(1, estimate.value)
                #expect(corrected.value >= 0 && corrected.value <= estimate.value + slack, name)
                #expect(corrected.interval.contains(corrected.value), name)
                #expect(corrected.standardDeviationInterval.contains(corrected.standardDeviation), name)
                #expect(corrected.interval.lower <= estimate.interval.lower + slack, name)
            }
        }
    }

    @Test func `the upper end of a range takes a single comparison's critical value, the lower one Tukey's`() throws {
        let groups = [("a", 20, 0, 80, 0), ("b", 30, 0, 70, 0), ("c", 45, 0, 55, 0)]
        let gap = try DisparityTests.disparity(groups, .difference, metric: "selection_rate")
        let interval = try #require(gap.estimate.defined).interval
        func newcombe(_ z: Double) -> Interval {
            RecoveredInterval.difference(
                0.45, WilsonInterval.interval(0.45, n: 100, z: z), 0.2, WilsonInterval.interval(0.2, n: 100, z: z))
        }
        #expect(
            agree(interval.lower, newcombe(CriticalValue.allPairs(groups: 3, confidence: 0.95)).lower, relative: 1e-12))
        #expect(agree(interval.upper, newcombe(CriticalValue.single(confidence: 0.95)).upper, relative: 1e-12))
    }
}
