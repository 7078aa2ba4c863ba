import FairnessMetrics
import Glibc
import NumericalKernels

/// What a law of scores fixes about calibration and the ROC curve, and how often its tests keep what is true.
extension CoverageLaw {
    /// Recalibration and rates of one group, and the tests where the scores are calibrated.
    static func calibrationTargets(_ law: ScoreLaw) -> [Target] {
        var targets = [
            estimate("calibration slope", law.slope) { $0.slope },
            estimate("calibration intercept", law.shift) { $0.intercept },
            estimate("calibration in the large", law.inTheLarge) { $0.inTheLarge },
        ]
        for (index, rate) in law.rates.enumerated() {
            targets.append(
                Target(name: "true positive rate at \(rate.falsePositiveRate)", truth: rate.truePositiveRate) {
                    assessment, _, _, _ in assessment.curves.first?.rates[index].interval
                })
        }
        guard law.slope == 1, law.shift == 0 else { return targets }
        return targets + [
            kept("Cox's test keeps") { $0.calibration?.overall.cox },
            kept("Spiegelhalter's test keeps") { $0.calibration?.overall.spiegelhalter },
            kept("Hosmer and Lemeshow's test keeps") { $0.calibration?.overall.hosmerLemeshow },
        ]
    }

    /// Three groups whose scores are spread differently and mean the same: by a straight or a bent curve.
    static func sameMeaning(bend: Double, weighted: Bool) -> CoverageLaw {
        let name = "3 groups on one \(bend == 0 ? "straight" : "bent") curve\(weighted ? ", weighted" : "")"
        let target = kept("test of equal meaning keeps") { $0.calibration?.comparisons.first?.test }
        return CoverageLaw(name: name, targets: [target], isCostly: true) { size, generator in
            table(groups: 3, inputs: [.label, .score]) { group in
                var tally = Tally()
                var scores = ScoreSample()
                for _ in 0..<size {
                    let logit = -1 + 0.8 * Double(group) + 1.1 * generator.normal()
                    let odds = 0.2 + 0.8 * logit + bend * logit * logit
                    let label: Outcome = generator.uniform() < 1 / (1 + exp(-odds)) ? .positive : .negative
                    let weight = weighted ? exp(0.7 * generator.normal()) : 1
                    tally.add(
                        Mass(count: 1, weight: weight, squaredWeight: weight * weight), label: label,
                        prediction: .missing)
                    scores.add(1 / (1 + exp(-logit)), label: label, weight: weighted ? weight : nil)
                }
                tally.scores = scores
                return tally
            }
        }
    }

    private static func estimate(
        _ name: String, _ truth: Double, _ read: @escaping @Sendable (GroupCalibration) -> Estimate
    ) -> Target {
        Target(name: name, truth: truth) { assessment, _, _, _ in
            assessment.calibration.flatMap { read($0.overall).defined?.interval }
        }
    }

    /// Counts a test of a true hypothesis like an interval: [0, 0] holds the truth 0 if it was kept.
    private static func kept(
        _ name: String, _ read: @escaping @Sendable (Assessment) -> TestOutcome?
    ) -> Target {
        Target(name: name, truth: 0) { assessment, _, confidence, _ in
            read(assessment).map { $0.pValue > 1 - confidence ? Interval(0, 0) : Interval(1, 1) }
        }
    }
}

extension ScoreLaw {
    /// Mean label − mean score.
    var inTheLarge: Double {
        let means = Dictionary(uniqueKeysWithValues: truths.map { ($0.metric, $0.value) })
        return (means["base_rate"] ?? 0) - (means["mean_score"] ?? 0)
    }

    /// The true positive rate at the false positive rates that curves give.
    var rates: [(falsePositiveRate: Double, truePositiveRate: Double)] {
        let count = 200_000
        let odds = (0..<count).map { index in
            row(NormalDistribution.quantile((Double(count - index) - 0.5) / Double(count))).odds
        }
        let positives = odds.reduce(0, +)
        return [0.05, 0.1, 0.2].map { rate in
            var (hits, alarms) = (0.0, 0.0)
            for chance in odds {
                if alarms >= rate * (Double(count) - positives) { break }
                hits += chance
                alarms += 1 - chance
            }
            return (rate, hits / positives)
        }
    }
}
