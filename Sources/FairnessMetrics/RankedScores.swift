/// The scores of a cell in order, with the weight of each label at each distinct value.
struct RankedScores {
    /// One distinct score.
    struct Level {
        var score: Double
        var positive: Mass
        var negative: Mass
    }

    /// Distinct scores, ascending.
    let levels: [Level]
    let positive: Mass
    let negative: Mass

    /// Sorts a sample: O(n log n).
    init(_ sample: ScoreSample) {
        let positives = RankedScores.sorted(sample.positives)
        let negatives = RankedScores.sorted(sample.negatives)
        var levels: [Level] = []
        var i = 0
        var j = 0
        while i < positives.count || j < negatives.count {
            let score = min(
                i < positives.count ? positives[i].score : .infinity,
                j < negatives.count ? negatives[j].score : .infinity)
            var level = Level(score: score, positive: .zero, negative: .zero)
            while i < positives.count, positives[i].score == score {
                level.positive += positives[i].mass
                i += 1
            }
            while j < negatives.count, negatives[j].score == score {
                level.negative += negatives[j].mass
                j += 1
            }
            levels.append(level)
        }
        self.levels = levels
        positive = levels.reduce(.zero) { $0 + $1.positive }
        negative = levels.reduce(.zero) { $0 + $1.negative }
    }

    /// Why no rank statistic can be computed, or nil if one can.
    var undefinedReason: String? {
        positive.fault(ifEmpty: "no scored row has a positive label")
            ?? negative.fault(ifEmpty: "no scored row has a negative label")
    }

    /// The area under the ROC curve and its variance (DeLong, DeLong, Clarke-Pearson 1988), ties counted half.
    ///
    /// With weights the placements are weighted means and the variance is linearised. In place of DeLong's n − 1 each class
    /// gets one more row with the largest variance there can be, A (1 − A): few rows of a class show too little of it.
    func areaUnderROC() -> (area: Double, variance: Double) {
        var below = 0.0
        var ordered = 0.0
        var above = 0.0
        var reversed = 0.0
        for level in levels {
            ordered += level.positive.weight * (below + level.negative.weight / 2)
            below += level.negative.weight
            reversed += level.negative.weight * (above + level.positive.weight / 2)
            above += level.positive.weight
        }
        // From the smaller sum, so that 0 and 1 come out exactly.
        let pairs = positive.weight * negative.weight
        let area = ordered <= reversed ? ordered / pairs : 1 - reversed / pairs
        var negativesBelow = 0.0
        var positivesBelow = 0.0
        var positiveSquares = 0.0
        var negativeSquares = 0.0
        for level in levels {
            let placement = (negativesBelow + level.negative.weight / 2) / negative.weight - area
            let counterpart =
                (positive.weight - positivesBelow - level.positive.weight / 2) / positive.weight - area
            positiveSquares += level.positive.squaredWeight * placement * placement
            negativeSquares += level.negative.squaredWeight * counterpart * counterpart
            negativesBelow += level.negative.weight
            positivesBelow += level.positive.weight
        }
        func variance(_ squares: Double, _ mass: Mass) -> Double {
            let size = mass.effectiveSize
            return squares / (mass.weight * mass.weight) + area * (1 - area) / (size * size)
        }
        // Where all rows tie, nothing is left but rounding.
        let isRounding = max(positiveSquares / positive.squaredWeight, negativeSquares / negative.squaredWeight) < 1e-24
        return (area, isRounding ? 0 : variance(positiveSquares, positive) + variance(negativeSquares, negative))
    }

    /// Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores, descending, without interpolation, and its linearised variance.
    ///
    /// With T(s) and H(s) the weight of the positive rows and of all rows that score s or more, P = T / H, and W₊ the weight
    /// of the positive rows, a row of score x and label y moves the average precision A = Σ P(s) dT(s) / W₊ by
    /// [y (P(x) − A) + Σ_{s ≤ x} (y − P(s)) / H(s) dT(s)] / W₊ times its weight.
    func averagePrecision() -> (value: Double, variance: Double) {
        let value = averagePrecisionValue
        var (hits, selected) = (positive.weight, positive.weight + negative.weight)
        var (gained, lost, squares) = (0.0, 0.0, 0.0)
        for level in levels where selected > 0 {
            let precision = hits / selected
            gained += level.positive.weight / selected
            lost += precision * level.positive.weight / selected
            let ofPositive = precision - value + gained - lost
            squares += level.positive.squaredWeight * ofPositive * ofPositive
            squares += level.negative.squaredWeight * lost * lost
            hits = max(0, hits - level.positive.weight)
            selected -= level.positive.weight + level.negative.weight
        }
        return (value, squares / (positive.weight * positive.weight))
    }

    private var averagePrecisionValue: Double {
        var hits = 0.0
        var selected = 0.0
        var sum = 0.0
        for level in levels.reversed() {
            hits += level.positive.weight
            selected += level.positive.weight + level.negative.weight
            if selected > 0 { sum += level.positive.weight * hits / selected }
        }
        let value = sum / positive.weight
        // Weights round on the way to a perfect order.
        return value > 1 - 1e-12 ? 1 : value
    }

    private static func sorted(_ part: ScoreSample.Part) -> [(score: Double, mass: Mass)] {
        if part.weights.isEmpty {
            return part.scores.sorted().map { ($0, Mass(count: 1)) }
        }
        return zip(part.scores, part.weights)
            .map { ($0, Mass(count: 1, weight: $1, squaredWeight: $1 * $1)) }
            // Equal scores by weight, so that sums do not depend on the order of the rows.
            .sorted { ($0.0, $0.1.weight) < ($1.0, $1.1.weight) }
    }
}
