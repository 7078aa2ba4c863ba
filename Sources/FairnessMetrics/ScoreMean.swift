/// Means of a quantity that each scored row has.
enum ScoreMean {
    /// Measures the weighted mean of `quantity(score, label)` over the parts given.
    ///
    /// Value Σ w x / Σ w, variance Σ w² (x − mean)² / (Σ w)² · n/(n − 1) with Kish's n (linearised; without weights it is
    /// s²/n). One row alone has no spread: its interval is all that `bounds` allow.
    static func measure(
        _ parts: [(list: ScoreList, label: Outcome)], bounds: Interval, otherwise reason: String,
        quantity: (Double, Outcome) -> Double
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
        guard mass.count > 0 else { return .undefined(reason) }
        guard mass.weight > 0 else { return .undefined("every row that counts here has weight 0") }
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
        let variance = size > 1 ? squares / (mass.weight * mass.weight) * size / (size - 1) : 0
        return .sampled(
            Sampled(
                value: mean, effectiveSize: size,
                model: .mean(standardError: variance.squareRoot(), degreesOfFreedom: size - 1, bounds: bounds),
                denominator: mass))
    }
}

extension ScoreSample {
    /// The rows that have both a score and a label.
    var labelledParts: [(list: ScoreList, label: Outcome)] { [(negatives, .negative), (positives, .positive)] }

    /// Every row that has a score.
    var allParts: [(list: ScoreList, label: Outcome)] { labelledParts + [(unlabelled, .missing)] }

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
