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
        if positive.count == 0 { return "no scored row has a positive label" }
        if negative.count == 0 { return "no scored row has a negative label" }
        if positive.weight <= 0 || negative.weight <= 0 { return "every row of one label has weight 0" }
        return nil
    }

    /// The area under the ROC curve and its variance (DeLong, DeLong, Clarke-Pearson 1988), ties counted half.
    ///
    /// With weights the placements are weighted means and the variance is linearised, with Kish's n − 1.
    func areaUnderROC() -> (area: Double, variance: Double) {
        var area = 0.0
        forEachLevel { level in area += level.positive.weight * (level.negativesBelow + level.negative.weight / 2) }
        area /= positive.weight * negative.weight
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
            return size > 1 ? squares / (mass.weight * mass.weight) * size / (size - 1) : 0
        }
        return (area, variance(positiveSquares, positive) + variance(negativeSquares, negative))
    }

    /// Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores, descending, without interpolation.
    func averagePrecision() -> Double {
        var sum = 0.0
        forEachLevel { level in
            let hits = positive.weight - level.positivesBelow
            let selected = hits + negative.weight - level.negativesBelow
            if selected > 0 { sum += level.positive.weight * hits / selected }
        }
        return sum / positive.weight
    }

    /// One distinct score: who has it, and the weight of who has a lower one.
    private struct Level {
        var positive: Mass
        var negative: Mass
        var positivesBelow: Double
        var negativesBelow: Double
    }

    /// Calls `body` for each distinct score, ascending.
    @inline(__always)
    private func forEachLevel(_ body: (Level) -> Void) {
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
