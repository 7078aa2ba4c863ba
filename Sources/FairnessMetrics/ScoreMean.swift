/// Means of a quantity that each scored row has.
enum ScoreMean {
    /// With fewer, Student's t has hardly a finite quantile; the effective size is then below one row and a half.
    static let fewestDegreesOfFreedom = 0.5

    /// Measures the weighted mean of `quantity(score, label)` over the parts given.
    ///
    /// Value Σ w x / Σ w, variance Σ w² (x − mean)² / (Σ w)² · n/(n − 1) with Kish's n (linearised; without weights it is
    /// s²/n). One row alone has no spread: its interval is all that `bounds` allow, and it is undefined where they allow
    /// anything; so is a mean of equal values. `imagined` holds the best and the worst value of one further row, `noun` names
    /// what is averaged.
    static func measure(
        _ parts: [(list: ScoreList, label: Outcome)], bounds: Interval, imagined: Interval? = nil,
        noun: String = "score", otherwise reason: String, quantity: (Double, Outcome) -> Double
    ) -> Measurement {
        var mass = Mass.zero
        var sum = 0.0
        // Kept, since a quantity may cost a logarithm.
        var values: [Double] = []
        values.reserveCapacity(parts.reduce(0) { $0 + $1.list.count })
        for (list, label) in parts {
            for index in list.scores.indices {
                let rows = list.mass(at: index)
                let value = quantity(list.scores[index], label)
                values.append(value)
                mass += rows
                sum += rows.weight * value
            }
        }
        if let fault = mass.fault(ifEmpty: reason) { return .undefined(fault) }
        let mean = min(max(sum / mass.weight, bounds.lower), bounds.upper)
        var squares = 0.0
        var position = 0
        for (list, _) in parts {
            for index in list.scores.indices {
                let deviation = values[position] - mean
                squares += list.mass(at: index).squaredWeight * deviation * deviation
                position += 1
            }
        }
        let size = mass.effectiveSize
        let isBounded = bounds.lower.isFinite && bounds.upper.isFinite
        if !isBounded, size - 1 < fewestDegreesOfFreedom { return .undefined("one row alone does not show its spread") }
        let error = size > 1 ? (squares / (size - 1) * size).squareRoot() / mass.weight : 0
        let ends = [imagined?.lower ?? 0, imagined?.upper ?? 0, mean, error]
        guard ends.allSatisfy({ abs($0) < 1e140 }) else {
            return .undefined("the \(noun)s are too large to be averaged")
        }
        // Equal values differ from their mean by rounding alone.
        if !isBounded, error <= 1e-14 * abs(mean) {
            return .undefined("every row has the same \(noun), which does not show its spread")
        }
        return .sampled(
            Sampled(
                value: mean, effectiveSize: size,
                model: .mean(standardError: error, degreesOfFreedom: size - 1, bounds: bounds, imagined: imagined),
                denominator: mass))
    }
}

extension ScoreSample {
    /// The rows that have both a score and a label.
    var labelledParts: [(list: ScoreList, label: Outcome)] { [(negatives, .negative), (positives, .positive)] }

    /// Every row that has a score.
    var allParts: [(list: ScoreList, label: Outcome)] { labelledParts + [(unlabelled, .missing)] }

    /// The lowest and the highest score, or nil without any.
    static func extremes(of parts: [(list: ScoreList, label: Outcome)]) -> Interval? {
        let lowest = parts.compactMap { $0.list.scores.min() }.min()
        let highest = parts.compactMap { $0.list.scores.max() }.max()
        return lowest.flatMap { low in highest.map { Interval(low, $0) } }
    }

    /// The reason why the labelled scores cannot be read as probabilities, or nil if they can.
    var notProbabilities: String? {
        for (list, _) in labelledParts {
            if let outside = list.scores.first(where: { !($0 >= 0 && $0 <= 1) }) {
                return "the score \(outside) lies outside 0…1, so scores are no probabilities"
            }
        }
        return nil
    }
}
