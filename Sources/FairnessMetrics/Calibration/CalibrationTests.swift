internal import Glibc
internal import NumericalKernels

/// Tests of the hypothesis that scores are calibrated: that P(y = 1) = s in every row.
///
/// The hypothesis gives every label its whole law, so that nothing is fitted and means and variances are exact. Under
/// weights, which may go with the label, the variance is the empirical one. All three are nil where the labels carry
/// too little information for a normal approximation: Σ s (1 − s) < 5.
enum CalibrationTests {
    /// The smallest variance of the number of positives, as the scores state it, from which on a test is made.
    static let leastInformation = 5.0

    /// The fewest positive and negative labels that a group of Hosmer and Lemeshow's may expect.
    static let leastExpected = 2.0

    private typealias ScoreGroup = (observed: Double, expected: Double, size: Double)

    /// The score test of intercept 0 and slope 1 in Cox's recalibration (1958; Rao 1948), 2 degrees of freedom.
    ///
    /// The score vector is U = Σ w (y − s) (1, logit s), its variance Σ s (1 − s) of the same. Finds scores that are
    /// too high or too low and scores that are too extreme or too timid; needs no fit, and so holds where labels are
    /// separated. With one distinct score there is no slope and 1 degree of freedom.
    static func cox(_ rows: LabelledRows, logOdds: [Double]) -> TestOutcome? {
        var (variance, vector) = (Moments(), Moments())
        var information = 0.0
        let finite = logOdds.indices.filter { logOdds[$0].isFinite }
        let total = finite.reduce(0) { $0 + rows.weights[$1] }
        let centre = finite.reduce(0) { $0 + rows.weights[$1] * logOdds[$1] } / max(total, 1)
        for index in finite {
            let part = contribution(rows, index)
            vector.add(part.value, at: logOdds[index] - centre)
            variance.add(part.variance, at: logOdds[index] - centre)
            information += part.information
        }
        guard information >= leastInformation, variance.sum > 0 else { return nil }
        let level = vector.sum * vector.sum / variance.sum
        // What is left of the slope once the level is allowed for.
        let slope = vector.first - variance.first / variance.sum * vector.sum
        let rest = variance.second - variance.first * variance.first / variance.sum
        guard rest > 1e-12 * variance.sum * max(1, centre * centre) else { return outcome(level, 1) }
        return outcome(level + slope * slope / rest, 2)
    }

    /// Spiegelhalter's test (1986): z = Σ w (y − s) (1 − 2s) / √Σ w² (1 − 2s)² s (1 − s), here squared.
    ///
    /// Compares the Brier score with what it would be were the scores right. Blind to errors that balance about ½.
    static func spiegelhalter(_ rows: LabelledRows) -> TestOutcome? {
        var (sum, variance, information) = (0.0, 0.0, 0.0)
        for index in rows.scores.indices {
            let part = contribution(rows, index)
            let factor = 1 - 2 * rows.scores[index]
            sum += part.value * factor
            variance += part.variance * factor * factor
            information += part.information
        }
        guard information >= leastInformation, variance > 0 else { return nil }
        return outcome(sum * sum / variance, 1)
    }

    /// Hosmer and Lemeshow's test (1980) in ten groups of equal size, 10 degrees of freedom as for scores that were not
    /// fitted to these rows; nil under weights.
    ///
    /// Depends on where the groups are cut; listed because readers ask for it. Equal scores stay together, and a group in
    /// which fewer than two of either label are expected is joined to the next (as Cochran 1954 advises for every χ²), so
    /// there may be fewer groups; without that, of 100 rows with 8 % positives the test would find 11 % of calibrated scores
    /// wrong at the level of 5 %, with it 4 %.
    static func hosmerLemeshow(_ rows: LabelledRows) -> TestOutcome? {
        guard !rows.isWeighted, rows.fault == nil else { return nil }
        let edges = ScoreBins.equalCount(10, of: rows)
        var parts = Array(repeating: (observed: 0.0, expected: 0.0, size: 0.0), count: edges.count)
        for index in rows.scores.indices {
            let bin = edges.bin(of: rows.scores[index])
            parts[bin].observed += rows.weights[index] * rows.labels[index]
            parts[bin].expected += rows.weights[index] * rows.scores[index]
            parts[bin].size += rows.weights[index]
        }
        var (statistic, information, freedom) = (0.0, 0.0, 0)
        for part in joined(parts) where part.expected > 0 && part.expected < part.size {
            let variance = part.expected * (1 - part.expected / part.size)
            statistic += (part.observed - part.expected) * (part.observed - part.expected) / variance
            information += variance
            freedom += 1
        }
        return information >= leastInformation ? outcome(statistic, freedom) : nil
    }

    /// Neighbouring groups joined until each expects enough of either label; what is left over goes to the last.
    private static func joined(_ parts: [ScoreGroup]) -> [ScoreGroup] {
        var result: [ScoreGroup] = []
        var open = ScoreGroup(observed: 0, expected: 0, size: 0)
        func sum(_ a: ScoreGroup, _ b: ScoreGroup) -> ScoreGroup {
            (a.observed + b.observed, a.expected + b.expected, a.size + b.size)
        }
        for part in parts {
            open = sum(open, part)
            guard min(open.expected, open.size - open.expected) >= leastExpected else { continue }
            result.append(open)
            open = (0, 0, 0)
        }
        guard open.size > 0 else { return result }
        return result.dropLast() + [result.last.map { sum($0, open) } ?? open]
    }

    /// A row's part in Σ w (y − s), and that part's variance.
    private static func contribution(
        _ rows: LabelledRows, _ index: Int
    ) -> (value: Double, variance: Double, information: Double) {
        let score = rows.scores[index]
        let residual = rows.labels[index] - score
        let information = rows.weights[index] * score * (1 - score)
        let variance = rows.isWeighted ? rows.squaredWeights[index] * residual * residual : information
        return (rows.weights[index] * residual, variance, information)
    }

    static func outcome(_ statistic: Double, _ degreesOfFreedom: Int) -> TestOutcome {
        let pValue = ChiSquareDistribution.upperTail(statistic, degreesOfFreedom: Double(degreesOfFreedom))
        return TestOutcome(
            statistic: statistic.rounded(toSignificant: Estimate.digits), degreesOfFreedom: degreesOfFreedom,
            pValue: pValue.rounded(toSignificant: Estimate.digits))
    }
}
