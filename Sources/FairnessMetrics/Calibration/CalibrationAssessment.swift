/// Two groups that turn out positive at different rates though their scores lie in the same bin.
public struct CalibrationGap: Sendable, Equatable {
    /// The bin's place among the edges.
    public var bin: Int
    /// The group with the higher share of positives.
    public var highest: GroupKey
    /// The group with the lower share.
    public var lowest: GroupKey
    /// The difference of the shares.
    public var gap: Double
    /// Its interval, at a critical value that holds for every bin and pair of groups at once (Šidák).
    public var interval: Interval

    /// Makes a gap from its parts.
    public init(bin: Int, highest: GroupKey, lowest: GroupKey, gap: Double, interval: Interval) {
        self.bin = bin
        self.highest = highest
        self.lowest = lowest
        self.gap = gap
        self.interval = interval
    }
}

/// How much more often a group turns out positive than the reference group at the same scores.
public struct GapAtSameScore: Sendable, Equatable {
    /// The group.
    public var group: GroupKey
    /// The difference of the shares, standardised for the score.
    public var gap: Estimate

    /// Makes a gap from its parts.
    public init(group: GroupKey, gap: Estimate) {
        self.group = group
        self.gap = gap
    }
}

/// Whether the same score means the same in every group of an attribute.
public struct CalibrationComparison: Sendable, Equatable {
    /// The protected attribute.
    public var attribute: String
    /// Groups compared.
    public var compared: Int
    /// Known groups left out because they are withheld or too small to be tested.
    public var notCompared: Int
    /// The test that the chance of a positive label depends on the score alone; nil if fewer than two groups could be
    /// compared.
    public var test: TestOutcome?
    /// The group with which the others are compared, if there is a test.
    public var reference: GroupKey?
    /// For each other group compared, how much more often than in the reference group the label is positive among
    /// people in the same bins: Σ Wₛ (pₛ − qₛ) with Wₛ the share of both groups in bin s. Simultaneous over the groups
    /// (Šidák).
    public var atSameScore: [GapAtSameScore] = []
    /// The surest gap of all bins, if its interval does not hold 0.
    public var widest: CalibrationGap?

    /// Makes a comparison from its parts; the rest is empty.
    public init(
        attribute: String, compared: Int, notCompared: Int, test: TestOutcome? = nil, widest: CalibrationGap? = nil
    ) {
        self.attribute = attribute
        self.compared = compared
        self.notCompared = notCompared
        self.test = test
        self.widest = widest
    }
}

/// How scores compare with what came true: for everybody, in each group of each attribute, and between the groups.
public struct CalibrationAssessment: Sendable, Equatable {
    /// The edges of the bins of the score, the same for every group: about equally many of all rows in each.
    public var edges: [Double]
    /// Whether the scores lie between 0 and 1, so that they can be read as probabilities.
    public var isProbability: Bool
    /// Whether there are so few distinct scores that every bin holds one, which is its upper edge.
    public var isDiscrete: Bool
    /// Everybody.
    public var overall: GroupCalibration
    /// Each group of each attribute alone; withheld groups have no place here.
    public var groups: [GroupCalibration]
    /// One comparison for each attribute.
    public var comparisons: [CalibrationComparison]

    /// Makes an assessment from its parts.
    public init(
        edges: [Double], isProbability: Bool, isDiscrete: Bool, overall: GroupCalibration, groups: [GroupCalibration],
        comparisons: [CalibrationComparison]
    ) {
        self.edges = edges
        self.isProbability = isProbability
        self.isDiscrete = isDiscrete
        self.overall = overall
        self.groups = groups
        self.comparisons = comparisons
    }
}
