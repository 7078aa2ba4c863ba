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
        if positive.count == 0 { return "no scored row has a positive label" }
        if negative.count == 0 { return "no scored row has a negative label" }
        if positive.weight <= 0 || negative.weight <= 0 { return "every row of one label has weight 0" }
        return nil
    }

    /// The area under the ROC curve and its variance (DeLong, DeLong, Clarke-Pearson 1988), ties counted half.
    ///
    /// With weights the placements are weighted means and the variance is linearised, with Kish's n − 1.
    func areaUnderROC() -> (area: Double, variance: Double) {
        var below = 0.0
        var area = 0.0
        for level in levels {
            area += level.positive.weight * (below + level.negative.weight / 2)
            below += level.negative.weight
        }
        area /= positive.weight * negative.weight
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
            return size > 1 ? squares / (mass.weight * mass.weight) * size / (size - 1) : 0
        }
        return (area, variance(positiveSquares, positive) + variance(negativeSquares, negative))
    }

    /// Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores, descending, without interpolation.
    func averagePrecision() -> Double {
        var hits = 0.0
        var selected = 0.0
        var sum = 0.0
        for level in levels.reversed() {
            hits += level.positive.weight
            selected += level.positive.weight + level.negative.weight
            if selected > 0 { sum += level.positive.weight * hits / selected }
        }
        return sum / positive.weight
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
