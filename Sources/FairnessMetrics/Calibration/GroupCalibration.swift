/// What the rows of a group within one bin of the score say.
public struct ReliabilityBin: Sendable, Equatable {
    /// The bin's place among the edges.
    public var index: Int
    /// Rows in it.
    public var count: Int
    /// Their mean score, to four significant digits.
    public var meanScore: Double
    /// The share of them with a positive label, to four significant digits.
    public var share: Double
    /// Wilson's interval of that share, to four significant digits.
    public var interval: Interval

    /// Makes a bin from its parts.
    public init(index: Int, count: Int, meanScore: Double, share: Double, interval: Interval) {
        self.index = index
        self.count = count
        self.meanScore = meanScore
        self.share = share
        self.interval = interval
    }
}

/// How the scores of a group compare with what came true.
public struct GroupCalibration: Sendable, Equatable {
    /// Who the group is; no attributes means everybody.
    public var key: GroupKey
    /// The bins in which the group has rows, in the order of the score.
    public var bins: [ReliabilityBin] = []
    /// Bins left out because they hold fewer rows than the smallest cell allowed.
    public var withheldBins = 0
    /// Rows with a score of exactly 0 or 1, which have no log odds and stay out of intercept, slope and Cox's test.
    public var certain = 0
    /// How many of those turned out the other way, which no calibrated score allows.
    public var certainWrong = 0
    /// Mean label − mean score, "calibration in the large".
    public var inTheLarge: Estimate
    /// The intercept of Cox's recalibration on the scale of log odds; 0 if calibrated.
    public var intercept: Estimate
    /// Its slope; 1 if calibrated.
    public var slope: Estimate
    /// The test that intercept and slope are 0 and 1: the one that counts.
    public var cox: TestOutcome?
    /// Spiegelhalter's test; its statistic is z².
    public var spiegelhalter: TestOutcome?
    /// Hosmer and Lemeshow's test, which depends on the cut of its bins.
    public var hosmerLemeshow: TestOutcome?

    /// Makes the calibration of a group from its parts; the rest is empty.
    public init(key: GroupKey, inTheLarge: Estimate, intercept: Estimate, slope: Estimate) {
        self.key = key
        self.inTheLarge = inTheLarge
        self.intercept = intercept
        self.slope = slope
    }

    /// Measures a group.
    ///
    /// - Parameters:
    ///   - sample: The group's scores.
    ///   - bins: The bins of everybody.
    ///   - notProbabilities: Why the scores are no probabilities, in which case only the bins can be filled.
    ///   - minimumCell: Bins with fewer rows are withheld.
    ///   - z: The critical value of every interval.
    init(
        key: GroupKey, sample: ScoreSample, bins: ScoreBins, notProbabilities: String?, minimumCell: Int, z: Double
    ) {
        let rows = LabelledRows(sample)
        if let reason = rows.fault ?? notProbabilities {
            self.init(
                key: key, inTheLarge: .undefined(reason), intercept: .undefined(reason), slope: .undefined(reason))
        } else {
            let logOdds = rows.logOdds
            let large = ScoreMean.measure(
                sample.labelledParts, bounds: Interval(-1, 1), imagined: Interval(-1, 1), otherwise: ""
            ) { score, label in (label == .positive ? 1 : 0) - score }
            let line = LogisticRecalibration.estimates(rows, logOdds: logOdds, z: z)
            self.init(
                key: key, inTheLarge: large.estimate(z: z).rounded, intercept: line.intercept.rounded,
                slope: line.slope.rounded)
            cox = CalibrationTests.cox(rows, logOdds: logOdds)
            spiegelhalter = CalibrationTests.spiegelhalter(rows)
            hosmerLemeshow = CalibrationTests.hosmerLemeshow(rows)
            countCertain(sample)
        }
        if rows.fault == nil { fill(bins.contents(sample), minimumCell: minimumCell, z: z) }
    }

    private mutating func countCertain(_ sample: ScoreSample) {
        for (list, label) in sample.labelledParts {
            for index in list.scores.indices where list.scores[index] == 0 || list.scores[index] == 1 {
                let count = list.mass(at: index).count
                certain += count
                if (list.scores[index] == 1) != (label == .positive) { certainWrong += count }
            }
        }
    }

    private mutating func fill(_ contents: [ScoreBins.Content], minimumCell: Int, z: Double) {
        func short(_ value: Double) -> Double { value.rounded(toSignificant: 4) }
        for (bin, content) in contents.enumerated() where content.rows.count > 0 {
            guard content.rows.count >= minimumCell else {
                withheldBins += 1
                continue
            }
            guard let share = content.share.estimate(z: z).defined else { continue }
            bins.append(
                ReliabilityBin(
                    index: bin, count: content.rows.count, meanScore: short(content.scoreSum / content.rows.weight),
                    share: short(share.value),
                    interval: Interval(short(share.interval.lower), short(share.interval.upper))))
        }
    }
}
