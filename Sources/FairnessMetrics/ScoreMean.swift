/// Means of a quantity that each scored row has.
enum ScoreMean {
    /// Measures the weighted mean of `quantity(score, label)` over the parts given.
    ///
    /// Value Σ w x / Σ w, variance Σ w² (x − mean)² / (Σ w)² · n/(n − 1) with Kish's n (linearised; without weights it is
    /// s²/n). One row alone has no spread: its interval is all that `bounds` allow.
    static func measure(
        _ parts: [(part: ScoreSample.Part, label: Outcome)], bounds: Interval, otherwise reason: String,
        quantity: (Double, Outcome) -> Double
    ) -> Measurement {
        var mass = Mass.zero
        var sum = 0.0
        for (part, label) in parts {
            for index in part.scores.indices {
                let weight = part.weight(at: index)
                mass.count += 1
                mass.weight += weight
                mass.squaredWeight += weight * weight
                sum += weight * quantity(part.scores[index], label)
            }
        }
        guard mass.count > 0 else { return .undefined(reason) }
        guard mass.weight > 0 else { return .undefined("every row that counts here has weight 0") }
        let mean = min(max(sum / mass.weight, bounds.lower), bounds.upper)
        var squares = 0.0
        for (part, label) in parts {
            for index in part.scores.indices {
                let deviation = part.weight(at: index) * (quantity(part.scores[index], label) - mean)
                squares += deviation * deviation
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
    var labelledParts: [(part: Part, label: Outcome)] { [(negatives, .negative), (positives, .positive)] }

    /// Every row that has a score.
    var allParts: [(part: Part, label: Outcome)] { labelledParts + [(unlabelled, .missing)] }

    /// The reason why the labelled scores cannot be read as probabilities, or nil if they can.
    var notProbabilities: String? {
        for (part, _) in labelledParts {
            if let outside = part.scores.first(where: { !($0 >= 0 && $0 <= 1) }) {
                return "the score \(outside) lies outside 0…1, so scores are no probabilities"
            }
        }
        return nil
    }
}
