internal import Glibc

/// Cox's recalibration (1958): the log odds of a positive label as a line in the log odds that the score states.
///
/// logit P(y = 1) = α + β logit s. A calibrated score has intercept α = 0 and slope β = 1; with a slope below 1 the
/// scores are too extreme, above 1 too timid. Scores of exactly 0 and 1 have no log odds and stay out.
struct LogisticRecalibration {
    let intercept: Double
    let slope: Double
    let interceptError: Double
    let slopeError: Double
    let method: String

    /// Fits by Newton's method.
    ///
    /// Standard errors come from the information matrix, under weights from the sandwich of Huber (1967), because
    /// weights are no counts: with them the likelihood is a pseudo-likelihood (Binder 1983).
    ///
    /// - Parameters:
    ///   - rows: The rows of a group.
    ///   - logOdds: `rows.logOdds`.
    /// - Throws: `Unfitted` with the reason why no line fits best.
    init(_ rows: LabelledRows, logOdds: [Double]) throws(Unfitted) {
        let entries = logOdds.indices.filter { logOdds[$0].isFinite }
        if let reason = LogisticRecalibration.faults(rows, logOdds, entries) { throw Unfitted(reason: reason) }
        let total = entries.reduce(0) { $0 + rows.weights[$1] }
        // Centred first: log odds far from 0 would make the two columns look alike.
        let centre = entries.reduce(0) { $0 + rows.weights[$1] * logOdds[$1] } / total

        /// Σ wʲ f (1, u, u²) with u = x − centre.
        func moments(_ factor: (Int, Double) -> Double) -> Moments {
            var sum = Moments()
            for index in entries { sum.add(factor(index, logOdds[index] - centre), at: logOdds[index] - centre) }
            return sum
        }
        func chance(_ a: Double, _ b: Double, _ u: Double) -> Double { 1 / (1 + exp(-(a + b * u))) }

        var (a, b) = (centre, 1.0)
        var step = (a: 0.0, b: 0.0)
        var previous = Double.infinity
        var information = Moments()
        var isFitted = false
        for _ in 0..<100 {
            var score = Moments()
            information = Moments()
            for index in entries {
                let u = logOdds[index] - centre
                let p = chance(a, b, u)
                score.add(rows.weights[index] * (rows.labels[index] - p), at: u)
                information.add(rows.weights[index] * p * (1 - p), at: u)
            }
            let next = information.solved(score)
            // The squared Newton decrement: how much the log likelihood may still gain, doubled.
            let gain = next.map { $0.a * score.sum + $0.b * score.first } ?? .infinity
            if let next, gain <= previous || previous.isInfinite {
                previous = gain
                step = next
            } else {
                // Too far: the likelihood is concave, so that half the step gains again.
                (a, b) = (a - step.a, b - step.b)
                step = (step.a / 2, step.b / 2)
            }
            (a, b) = (a + step.a, b + step.b)
            if gain < 1e-18 * total {
                isFitted = true
                break
            }
        }
        guard isFitted else { throw Unfitted(reason: "no line of log odds could be fitted") }
        var covariance = information.inverse
        if rows.isWeighted {
            let meat = moments { index, u in
                let residual = rows.labels[index] - chance(a, b, u)
                return rows.squaredWeights[index] * residual * residual * rows.smallSampleFactor
            }
            covariance = covariance.sandwiching(meat)
        }
        slope = b
        intercept = a - b * centre
        slopeError = covariance.second.squareRoot()
        interceptError =
            (covariance.sum - 2 * centre * covariance.first + centre * centre * covariance.second).squareRoot()
        method = rows.isWeighted ? "sandwich_wald" : "wald"
    }

    /// The line's parts with Wald intervals at critical value `z`, or the reason why there is none.
    static func estimates(_ rows: LabelledRows, logOdds: [Double], z: Double) -> (intercept: Estimate, slope: Estimate)
    {
        do throws(Unfitted) {
            let line = try LogisticRecalibration(rows, logOdds: logOdds)
            func estimate(_ value: Double, _ error: Double) -> Estimate {
                .defined(
                    Estimate.Value(
                        value: value, interval: Interval(value - z * error, value + z * error), method: line.method,
                        effectiveSize: rows.mass.effectiveSize, standardError: error))
            }
            return (estimate(line.intercept, line.interceptError), estimate(line.slope, line.slopeError))
        } catch {
            return (.undefined(error.reason), .undefined(error.reason))
        }
    }

    /// Why no line fits best.
    struct Unfitted: Error {
        let reason: String
    }

    private static func faults(_ rows: LabelledRows, _ logOdds: [Double], _ entries: [Int]) -> String? {
        func range(_ label: Double) -> ClosedRange<Double>? {
            let values = entries.filter { rows.labels[$0] == label }.map { logOdds[$0] }
            return values.min().flatMap { low in values.max().map { low...$0 } }
        }
        guard let negative = range(0), let positive = range(1) else {
            return "rows with a score between 0 and 1 all have the same label"
        }
        let low = min(negative.lowerBound, positive.lowerBound)
        let high = max(negative.upperBound, positive.upperBound)
        if high - low <= 1e-9 * max(1, abs(low), abs(high)) { return "every row has the same score" }
        if negative.upperBound <= positive.lowerBound || positive.upperBound <= negative.lowerBound {
            return "one cut of the score separates the labels, so that no slope fits best"
        }
        return nil
    }
}

/// A symmetric 2 × 2 matrix or, in its first row, a vector: Σ f, Σ f u and Σ f u².
struct Moments {
    var sum = 0.0
    var first = 0.0
    var second = 0.0

    mutating func add(_ factor: Double, at u: Double) {
        sum += factor
        first += factor * u
        second += factor * u * u
    }

    private var determinant: Double { sum * second - first * first }

    /// The inverse of a positive definite matrix.
    var inverse: Moments {
        Moments(sum: second / determinant, first: -first / determinant, second: sum / determinant)
    }

    /// The solution of M x = v, v being the first row of `vector`; nil where the matrix is singular.
    func solved(_ vector: Moments) -> (a: Double, b: Double)? {
        guard determinant > 1e-14 * sum * second else { return nil }
        return (
            (second * vector.sum - first * vector.first) / determinant,
            (sum * vector.first - first * vector.sum) / determinant
        )
    }

    /// B M B for this B.
    func sandwiching(_ meat: Moments) -> Moments {
        let left = (sum * meat.sum + first * meat.first, sum * meat.first + first * meat.second)
        let right = (first * meat.sum + second * meat.first, first * meat.first + second * meat.second)
        return Moments(
            sum: left.0 * sum + left.1 * first, first: left.0 * first + left.1 * second,
            second: right.0 * first + right.1 * second)
    }
}
