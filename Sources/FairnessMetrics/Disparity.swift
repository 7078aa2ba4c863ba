/// How a metric's values in several groups become one number.
public enum Aggregation: String, Sendable, CaseIterable {
    /// Highest value minus lowest value (Bird et al. 2020).
    case difference
    /// Lowest value divided by highest value (29 CFR 1607.4, 1978).
    case ratio
    /// A group's value minus the reference group's (Calders, Verwer 2010).
    case differenceToReference = "difference_to_reference"
    /// A group's value divided by the reference group's (Feldman et al. 2015).
    case ratioToReference = "ratio_to_reference"
    /// A group's value minus that of everybody, the group included (Kearns, Neel, Roth, Wu 2018).
    case differenceToOverall = "difference_to_overall"
    /// Difference of selection rates (Dwork et al. 2012).
    case demographicParityDifference = "demographic_parity_difference"
    /// Ratio of selection rates (Feldman et al. 2015).
    case demographicParityRatio = "demographic_parity_ratio"
    /// Difference of true positive rates (Hardt, Price, Srebro 2016).
    case equalOpportunityDifference = "equal_opportunity_difference"
    /// The larger of the differences of true and false positive rates (Hardt, Price, Srebro 2016).
    case equalizedOddsDifference = "equalized_odds_difference"
    /// The smaller of the ratios of true and false positive rates (Bird et al. 2020).
    case equalizedOddsRatio = "equalized_odds_ratio"
    /// Difference of (true positive rate + false positive rate) / 2 (Bellamy et al. 2018).
    case averageOddsDifference = "average_odds_difference"

    /// Whether the neutral value is 1 (a ratio) and not 0 (a difference).
    public var isRatio: Bool {
        switch self {
        case .ratio, .ratioToReference, .demographicParityRatio, .equalizedOddsRatio: true
        default: false
        }
    }

    /// Whether the number is about one named group against another, not about all groups together.
    public var isPerGroup: Bool {
        switch self {
        case .differenceToReference, .ratioToReference, .differenceToOverall: true
        default: false
        }
    }

    /// Whether this is one of the named criteria, defined on rates of its own.
    public var isComposite: Bool {
        switch self {
        case .difference, .ratio, .differenceToReference, .ratioToReference, .differenceToOverall: false
        default: true
        }
    }
}

/// What the evidence supports about one disparity.
public enum Verdict: String, Sendable, CaseIterable {
    /// The whole interval lies beyond the margin.
    case disparityShown = "disparity_shown"
    /// The whole interval lies within the margin, and every group could be estimated.
    case noMaterialDisparity = "no_material_disparity"
    /// The interval reaches both sides of the margin, or something could not be estimated.
    case cannotTell = "cannot_tell"
}

/// The two groups between which a gap is surest, each with enough rows to carry a headline.
public struct Evidence: Sendable, Equatable {
    /// The group with the higher value.
    public var highest: GroupKey
    /// The group with the lower value.
    public var lowest: GroupKey
    /// The higher value minus the lower one.
    public var gap: Double
    /// The gap's interval, simultaneous over the groups compared.
    public var interval: Interval
    /// How many people of the higher group are above the count that the lower group's rate would give, for rates.
    public var peopleCount: Double?

    /// Makes the evidence from its parts.
    public init(highest: GroupKey, lowest: GroupKey, gap: Double, interval: Interval, peopleCount: Double? = nil) {
        self.highest = highest
        self.lowest = lowest
        self.gap = gap
        self.interval = interval
        self.peopleCount = peopleCount
    }
}

/// One comparison between groups: its size, how sure we are, and what follows.
public struct Disparity: Sendable, Equatable {
    /// The metric compared; for equalized odds the component that sets the value.
    public var metric: String
    /// The class that the metric takes for positive, all others being negative; nil but in a multi-class audit.
    public var className: String?
    /// The protected attributes that form the groups, in the order named.
    public var attributes: [String]
    /// How the groups' values became one number.
    public var aggregation: Aggregation
    /// The disparity with its interval, simultaneous over the groups compared; or why there is none.
    public var estimate: Estimate
    /// The group with the highest value among those compared.
    public var highest: GroupKey?
    /// The group with the lowest value among those compared.
    public var lowest: GroupKey?
    /// The group that a per-group aggregation is about.
    public var group: GroupKey?
    /// The group compared with, where the aggregation has one.
    public var reference: GroupKey?
    /// The probability, if all groups compared were alike, of a gap at least as extreme.
    public var pValue: Double?
    /// `pValue` after Holm's step-down adjustment over the family.
    public var adjustedPValue: Double?
    /// `pValue` after the Benjamini-Hochberg adjustment over the family.
    public var falseDiscoveryRate: Double?
    /// `pValue` after the Benjamini-Yekutieli adjustment over the family, which holds however the tests depend.
    public var benjaminiYekutieli: Double?
    /// The test behind `pValue`.
    public var test: String?
    /// What the evidence supports.
    public var verdict: Verdict
    /// One sentence that says why.
    public var reason: String
    /// The margin the verdict was made with: a difference, or for a ratio the smallest acceptable one.
    public var margin: Double
    /// How many groups were compared.
    public var compared: Int
    /// How many groups had to be left out because their metric is undefined or withheld.
    public var notEstimable: Int
    /// The smallest true disparity that tables like this one would show in four repeats of five.
    public var smallestDetectableGap: Double?
    /// The probability, if the true disparity were as large as the margin, of an interval that lies within the margin as
    /// far as this one does (two one-sided tests); the verdict "no material disparity" needs (1 − confidence) / 2 or less.
    public var equivalencePValue: Double?
    /// The chance that tables like this one would give an interval without "no gap" for two groups whose true disparity is
    /// as large as the margin.
    public var power: Double?
    /// The standard error of the gap between the highest and the lowest group, for a difference of all groups.
    public var gapError: Double?
    /// The critical value of the standard normal at which the intervals of all groups compared hold at once, beside
    /// `gapError`.
    public var criticalValue: Double?
    /// The range without the part that chance adds to it, for a highest minus a lowest value.
    public var corrected: CorrectedRange?
    /// The interval by resampling the counts, if the audit asked for it.
    public var bootstrap: BootstrapInterval?
    /// The interval that holds together with those of all disparities of its family, from the joint resampling.
    public var familyInterval: Interval?
    /// How many more rows would settle the question in four repeats of five if the groups' true values were the present
    /// ones, shrunk by what chance adds where there are several; nil if settled or if none would.
    public var rowsNeeded: Int?
    /// How many people of the highest group are above the count that the lowest group's rate would give.
    public var peopleCount: Double?
    /// Where the difference would lie if each unknown person belonged to one of the groups compared, whichever one: the
    /// worst and the best case (Manski 1989), without sampling error; nil where nobody is unknown.
    public var unknownBounds: Interval?
    /// The surest gap among groups large enough for a headline, where there is one; it may be another pair than
    /// `highest` and `lowest`.
    public var evidence: Evidence?
    /// How many wrong labels in one group would close the difference between the two groups of `evidence`, or of `highest`
    /// and `lowest` where there is none; empty for what does not rest on labels.
    public var labelNoise: [LabelNoise] = []

    /// Makes a disparity that has yet to be adjusted over its family.
    public init(
        metric: String, attributes: [String], aggregation: Aggregation, estimate: Estimate, verdict: Verdict,
        reason: String, margin: Double, compared: Int, notEstimable: Int
    ) {
        self.metric = metric
        self.attributes = attributes
        self.aggregation = aggregation
        self.estimate = estimate
        self.verdict = verdict
        self.reason = reason
        self.margin = margin
        self.compared = compared
        self.notEstimable = notEstimable
    }
}
