/// The scores of a cell in order, with the weight of each label at each distinct value.
struct RankedScores {
    private let positives: ScoreList
    private let negatives: ScoreList
    let positive: Mass
    let negative: Mass

    /// Ranks a sample: O(n) if it is sorted, O(n log n) if not.
    init(_ sample: ScoreSample) {
        var sorted = sample
        sorted.sort()
        positives = sorted.positives
        negatives = sorted.negatives
        positive = positives.total
        negative = negatives.total
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
        var ordered = 0.0
        var reversed = 0.0
        forEachLevel { level in
            ordered += level.positive.weight * (level.negativesBelow + level.negative.weight / 2)
            reversed += level.negative.weight * (level.positivesBelow + level.positive.weight / 2)
        }
        // From the smaller sum, so that 0 and 1 come out exactly.
        let pairs = positive.weight * negative.weight
        let area = ordered <= reversed ? ordered / pairs : 1 - reversed / pairs
        var positiveSquares = 0.0
        var negativeSquares = 0.0
        forEachLevel { level in
            let placement = (level.negativesBelow + level.negative.weight / 2) / negative.weight - area
            let counterpart =
                (positive.weight - level.positivesBelow - level.positive.weight / 2) / positive.weight - area
            positiveSquares += level.positive.squaredWeight * placement * placement
            negativeSquares += level.negative.squaredWeight * counterpart * counterpart
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
        var (gained, lost, squares) = (0.0, 0.0, 0.0)
        forEachLevel { level in
            let (hits, selected) = reached(level)
            guard selected > 0 else { return }
            let precision = hits / selected
            gained += level.positive.weight / selected
            lost += precision * level.positive.weight / selected
            let ofPositive = precision - value + gained - lost
            squares += level.positive.squaredWeight * ofPositive * ofPositive
            squares += level.negative.squaredWeight * lost * lost
        }
        return (value, squares / (positive.weight * positive.weight))
    }

    private var averagePrecisionValue: Double {
        var sum = 0.0
        forEachLevel { level in
            let (hits, selected) = reached(level)
            if selected > 0 { sum += level.positive.weight * hits / selected }
        }
        let value = sum / positive.weight
        // Weights round on the way to a perfect order.
        return value > 1 - 1e-12 ? 1 : value
    }

    /// The weight of positive rows, and of all rows, that score at least as high as a level.
    private func reached(_ level: Level) -> (hits: Double, selected: Double) {
        let hits = max(0, positive.weight - level.positivesBelow)
        return (hits, hits + max(0, negative.weight - level.negativesBelow))
    }

    /// One distinct score: who has it, and the weight of who has a lower one.
    struct Level {
        var positive: Mass
        var negative: Mass
        var positivesBelow: Double
        var negativesBelow: Double
    }

    /// Calls `body` for each distinct score, ascending.
    @inline(__always)
    func forEachLevel(_ body: (Level) -> Void) {
        var (i, j) = (0, 0)
        var (positivesBelow, negativesBelow) = (0.0, 0.0)
        let (positiveScores, negativeScores) = (positives.scores, negatives.scores)
        while i < positiveScores.count || j < negativeScores.count {
            let takesPositive =
                j == negativeScores.count || i < positiveScores.count && positiveScores[i] <= negativeScores[j]
            let takesNegative =
                i == positiveScores.count || j < negativeScores.count && negativeScores[j] <= positiveScores[i]
            let level = Level(
                positive: takesPositive ? positives.mass(at: i) : .zero,
                negative: takesNegative ? negatives.mass(at: j) : .zero,
                positivesBelow: positivesBelow, negativesBelow: negativesBelow)
            body(level)
            positivesBelow += level.positive.weight
            negativesBelow += level.negative.weight
            i += takesPositive ? 1 : 0
            j += takesNegative ? 1 : 0
        }
    }
}
