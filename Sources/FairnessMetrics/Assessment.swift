/// One metric of one group.
public struct MetricEstimate: Sendable, Equatable {
    /// The metric's id, as in `GroupMetric.id`.
    public var metric: String
    /// Its value in the group.
    public var estimate: Estimate
    /// The interval by resampling the counts, if the audit asked for it and the metric is made of counts.
    public var bootstrap: BootstrapInterval?
    /// The value with the strength of the other cells, for rates of an intersection's cells and of many values.
    public var shrunken: ShrunkenValue?

    /// Pairs a metric with its value.
    public init(
        metric: String, estimate: Estimate, bootstrap: BootstrapInterval? = nil, shrunken: ShrunkenValue? = nil
    ) {
        self.metric = metric
        self.estimate = estimate
        self.bootstrap = bootstrap
        self.shrunken = shrunken
    }
}

/// How many rows of a group lack a value.
public struct MissingCounts: Sendable, Equatable {
    /// Rows without a label; 0 if the audit has none.
    public var label = 0
    /// Rows without a prediction.
    public var prediction = 0
    /// Rows without a score.
    public var score = 0

    /// Makes counts that are all zero.
    public init() {}
}

/// The metrics of one class against all others in a group.
public struct ClassAssessment: Sendable, Equatable {
    /// The class.
    public var name: String
    /// The metrics, in the registry's order.
    public var metrics: [MetricEstimate]

    /// Makes a class's assessment from its parts.
    public init(name: String, metrics: [MetricEstimate]) {
        self.name = name
        self.metrics = metrics
    }
}

/// A group and everything measured in it.
public struct GroupAssessment: Sendable, Equatable {
    /// Who the group is; no attributes means everybody.
    public var key: GroupKey
    /// Rows in the group, those with missing values included.
    public var count: Int
    /// Weight of those rows; equal to `count` without a weight column.
    public var weight: Double
    /// Rows that lack a label, a prediction or a score.
    public var missing: MissingCounts
    /// Why the group's numbers are withheld; then its counts are 0 here and its metrics undefined. Nil if they are shown.
    public var withheld: Withholding?
    /// The metrics, in the registry's order.
    public var metrics: [MetricEstimate]
    /// The metrics of each class, in a multi-class audit.
    public var classes: [ClassAssessment]

    /// Makes a group's assessment from its parts.
    public init(
        key: GroupKey, count: Int, weight: Double, missing: MissingCounts, withheld: Withholding? = nil,
        metrics: [MetricEstimate], classes: [ClassAssessment] = []
    ) {
        self.key = key
        self.count = count
        self.weight = weight
        self.missing = missing
        self.withheld = withheld
        self.metrics = metrics
        self.classes = classes
    }

    /// Whether the group's numbers are withheld.
    public var isSuppressed: Bool { withheld != nil }

    /// Returns the metric named `id`, or nil if it was not measured.
    public func estimate(_ id: String) -> Estimate? { metrics.first { $0.metric == id }?.estimate }

    /// Returns the metric named `id` of a class, or nil if it was not measured.
    public func estimate(_ id: String, ofClass name: String) -> Estimate? {
        classes.first { $0.name == name }?.metrics.first { $0.metric == id }?.estimate
    }

    /// Returns the shrunken value of the metric named `id`, where there is one.
    public func shrunken(_ id: String) -> ShrunkenValue? { metrics.first { $0.metric == id }?.shrunken }
}

/// The groups and disparities within one stratum of the control columns.
public struct StratumAssessment: Sendable, Equatable {
    /// The stratum: one value for each control column.
    public var key: GroupKey
    /// Groups within the stratum.
    public var groups: [GroupAssessment]
    /// Disparities within the stratum.
    public var disparities: [Disparity]

    /// Makes a stratum's assessment from its parts.
    public init(key: GroupKey, groups: [GroupAssessment], disparities: [Disparity]) {
        self.key = key
        self.groups = groups
        self.disparities = disparities
    }
}

/// Everything that was measured and judged: the input of a report.
public struct Assessment: Sendable, Equatable {
    /// Everybody together.
    public var overall: GroupAssessment
    /// Each group of each attribute, then of each intersection, in the order of the attributes and of their values.
    public var groups: [GroupAssessment]
    /// Every comparison made over the whole table.
    public var disparities: [Disparity]
    /// The same within each stratum, if control columns were given.
    public var strata: [StratumAssessment]
    /// Each group against the reference group among people alike in the control columns.
    public var conditional: [ConditionalComparison]
    /// How scores compare with what came true, if there are scores and labels.
    public var calibration: CalibrationAssessment?
    /// How errors trade off in everybody and in each group of each attribute alone, if there are scores and labels.
    public var curves: [GroupCurves]
    /// The combinations of attributes that no row has.
    public var emptyCells: [EmptyCells]
    /// For each aggregation that was tested, how many distinct hypotheses its family holds.
    public var familySizes: [Aggregation: Int]
    /// The classes, in the order of reports; none but in a multi-class audit.
    public var classes: [String] { overall.classes.map(\.name) }
    /// How numbers are spread in the groups of each attribute alone, a column at a time.
    public var distributions: [DistributionAssessment]
    /// The spread of a numeric outcome, which the margins of differences are multiples of; nil in another audit.
    public var outcome: OutcomeSpread?
    /// What is measured of the whole table and is no metric of each group.
    public var measures = TableMeasures()
    /// Groups of which only each person's probabilities are known, one entry for each such attribute.
    public var memberships: [MembershipAssessment] = []
    /// Whether calibration, curves, distributions and the measures of whole tables are left out, because groups are withheld.
    public var withholdsDetail = false
    /// Small groups whose number the totals may still give away, because the table is too small to hide them in.
    public var unprotectedCells = 0

    /// Makes an assessment from its parts.
    public init(
        overall: GroupAssessment, groups: [GroupAssessment], disparities: [Disparity],
        strata: [StratumAssessment] = [],
        conditional: [ConditionalComparison] = [],
        calibration: CalibrationAssessment? = nil,
        curves: [GroupCurves] = [],
        emptyCells: [EmptyCells] = [],
        familySizes: [Aggregation: Int] = [:],
        distributions: [DistributionAssessment] = [],
        outcome: OutcomeSpread? = nil
    ) {
        self.overall = overall
        self.groups = groups
        self.disparities = disparities
        self.strata = strata
        self.conditional = conditional
        self.calibration = calibration
        self.curves = curves
        self.emptyCells = emptyCells
        self.familySizes = familySizes
        self.distributions = distributions
        self.outcome = outcome
    }
}
