/// The true positive rate that a group has where its false positive rate is given.
public struct RateAtRate: Sendable, Equatable {
    /// The false positive rate.
    public var falsePositiveRate: Double
    /// The true positive rate there, on the empirical curve, to four significant digits.
    public var truePositiveRate: Double
    /// An interval of it that counts the doubt about the threshold as well, to four significant digits.
    public var interval: Interval

    /// Makes a rate from its parts.
    public init(falsePositiveRate: Double, truePositiveRate: Double, interval: Interval) {
        self.falsePositiveRate = falsePositiveRate
        self.truePositiveRate = truePositiveRate
        self.interval = interval
    }
}

/// How the errors of a group trade off as the threshold moves.
public struct GroupCurves: Sendable, Equatable {
    /// Who the group is; no attributes means everybody.
    public var key: GroupKey
    /// False positive rate across, true positive rate up: from nobody selected to everybody.
    public var roc: CurvePoints
    /// Recall across, precision up: from the threshold that selects the highest score alone to the lowest one; nil
    /// where results were read from a page, which does not draw it.
    public var precisionRecall: CurvePoints?
    /// The true positive rate at a few false positive rates.
    public var rates: [RateAtRate]

    /// Makes curves from their parts.
    public init(key: GroupKey, roc: CurvePoints, precisionRecall: CurvePoints?, rates: [RateAtRate]) {
        self.key = key
        self.roc = roc
        self.precisionRecall = precisionRecall
        self.rates = rates
    }

    /// The false positive rates at which the true positive rate is given.
    static let falsePositiveRates = [0.05, 0.1, 0.2]

    /// Draws a group's curves; nil unless both labels have scores.
    ///
    /// - Parameters:
    ///   - minimumCell: So many rows lie between two points at least.
    ///   - confidence: The level of the intervals.
    init?(key: GroupKey, sample: ScoreSample, minimumCell: Int, confidence: Double) {
        let ranked = RankedScores(sample)
        guard ranked.undefinedReason == nil else { return nil }
        let (positive, negative) = (ranked.positive.weight, ranked.negative.weight)
        var roc = CurvePoints.Collector(fewestRows: minimumCell)
        var recalls = CurvePoints.Collector(fewestRows: minimumCell)
        var rates = RatesAtRates(ranked, confidence: confidence)
        // From the lowest threshold, which selects everybody, to one that selects nobody.
        ranked.forEachLevel { level in
            let hits = max(0, positive - level.positivesBelow)
            let alarms = max(0, negative - level.negativesBelow)
            let count = level.positive.count + level.negative.count
            let (across, up) = (min(1, alarms / negative), min(1, hits / positive))
            roc.add(across, up, rows: count)
            if hits + alarms > 0 { recalls.add(up, hits / (hits + alarms), rows: count) }
            rates.add(across, up)
        }
        roc.add(0, 0, rows: minimumCell)
        roc.finish()
        recalls.finish()
        rates.add(0, 0)
        self.init(
            key: key, roc: CurvePoints(roc).reversed, precisionRecall: CurvePoints(recalls).reversed, rates: rates.rates
        )
    }
}

extension CurvePoints {
    fileprivate var reversed: CurvePoints { CurvePoints(x: x.reversed(), y: y.reversed(), error: error) }
}
