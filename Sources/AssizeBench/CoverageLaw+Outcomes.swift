import FairnessMetrics
import Glibc
import NumericalKernels

/// Laws of numeric and multi-class outcomes, and of two distributions.
extension CoverageLaw {
    static let outcomes: [CoverageLaw] = [
        numbers(
            "normal errors", bias: 0.5, meanSquare: 1.25,
            meanAbsolute: 0.5 * (1 - 2 * NormalDistribution.cumulative(-0.5)) + 2 * NormalDistribution.density(0.5)
        ) { $0.normal() + 0.5 },
        numbers(
            "lognormal errors", bias: exp(0.5) - 1, meanSquare: exp(2) - 2 * exp(0.5) + 1,
            meanAbsolute: exp(0.5) * (1 - 2 * NormalDistribution.cumulative(-1))
        ) { exp($0.normal()) - 1 },
        classes("even classes", shares: [0.4, 0.3, 0.3], right: [0.7, 0.6, 0.8]),
        classes("a rare class", shares: [0.7, 0.25, 0.05], right: [0.9, 0.6, 0.4]),
        distributions("one distribution", shift: 0) { $0 },
        distributions("distributions half a deviation apart", shift: 0.5) { $0 },
        distributions("one distribution in steps", shift: 0) { $0.rounded() },
    ]

    /// A label with mean 10 and variance 4, and a prediction with independent errors.
    private static func numbers(
        _ name: String, bias: Double, meanSquare: Double, meanAbsolute: Double,
        error: @escaping @Sendable (inout SeededGenerator) -> Double
    ) -> CoverageLaw {
        let targets = [
            metric("mean_label", 10), metric("mean_error", bias), metric("mean_absolute_error", meanAbsolute),
            metric("mean_squared_error", meanSquare), metric("root_mean_squared_error", meanSquare.squareRoot()),
            metric("r_squared", 1 - meanSquare / 4),
        ]
        return CoverageLaw(name: name, targets: targets, isCostly: true) { size, generator in
            table(groups: 1, inputs: [.label, .prediction], task: .regression) { _ in
                var numbers = NumericSample()
                for _ in 0..<size {
                    let label = 10 + 2 * generator.normal()
                    numbers.add(label: label, prediction: label + error(&generator))
                }
                return tally(numbers, size)
            }
        }
    }

    /// Classes with these shares; who is not predicted right gets either of the others alike often.
    private static func classes(_ name: String, shares: [Double], right: [Double]) -> CoverageLaw {
        @Sendable func joint(_ label: Int, _ prediction: Int) -> Double {
            shares[label] * (label == prediction ? right[label] : (1 - right[label]) / Double(shares.count - 1))
        }
        let all = shares.indices
        let predicted = all.map { prediction in all.reduce(0) { $0 + joint($1, prediction) } }
        func mean(_ part: (Int) -> Double) -> Double { all.reduce(0) { $0 + part($1) } / Double(shares.count) }
        let targets = [
            metric("balanced_accuracy", mean { right[$0] }),
            metric("macro_precision", mean { joint($0, $0) / predicted[$0] }),
            metric("macro_f1", mean { 2 * joint($0, $0) / (shares[$0] + predicted[$0]) }),
        ]
        return CoverageLaw(name: name, targets: targets, isCostly: true) { size, generator in
            table(groups: 1, inputs: [.label, .prediction], task: .multiclass, classes: all.map { "c\($0)" }) { _ in
                var classes = ClassTally(count: shares.count)
                var (rows, left) = (size, 1.0)
                for label in all {
                    for prediction in all {
                        let count = generator.binomial(rows, min(1, joint(label, prediction) / left))
                        classes.add(Mass(count: count), label: label, prediction: prediction)
                        rows -= count
                        left -= joint(label, prediction)
                    }
                }
                var tally = classes.presence
                tally.classes = classes
                return tally
            }
        }
    }

    /// Two normal groups of variance 1, `shift` apart.
    private static func distributions(
        _ name: String, shift: Double, value: @escaping @Sendable (Double) -> Double
    ) -> CoverageLaw {
        func gap(_ name: String, _ truth: Double, _ part: @escaping @Sendable (DistributionGap) -> Estimate) -> Target {
            Target(name: name, truth: truth) { assessment, _, _, _ in
                let gaps = assessment.distributions.flatMap(\.gaps)
                return gaps.first { $0.reference != nil }.flatMap { part($0).defined?.interval }
            }
        }
        let targets = [
            gap("Kolmogorov-Smirnov D", 1 - 2 * NormalDistribution.cumulative(-shift / 2)) { $0.kolmogorovSmirnov },
            gap("Wasserstein distance", shift) { $0.wasserstein },
            gap("gap of medians", shift) { $0.quantiles[1] },
            gap("gap of 10 % quantiles", shift) { $0.quantiles[0] },
        ]
        return CoverageLaw(name: name, targets: targets, isCostly: true) { size, generator in
            table(groups: 2, inputs: [.label], task: .regression) { group in
                var numbers = NumericSample()
                for _ in 0..<size {
                    numbers.add(label: value(generator.normal() + (group == 1 ? shift : 0)), prediction: nil)
                }
                return tally(numbers, size)
            }
        }
    }

    private static func tally(_ numbers: NumericSample, _ size: Int) -> Tally {
        var tally = Tally()
        tally.add(Mass(count: size), label: .positive, prediction: .positive)
        tally.numbers = numbers
        return tally
    }
}
