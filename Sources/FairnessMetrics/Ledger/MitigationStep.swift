/// One thing that was tried, as the rows judge it that it was not fitted on.
public struct MitigationStep: Sendable, Equatable {
    /// Where a step acts.
    public enum Stage: String, Sendable, CaseIterable {
        /// Nothing is changed: what the others are compared with.
        case none
        /// On the rows or their weights.
        case data
        /// On what training makes smaller.
        case training
        /// On the representation of a trained model.
        case representation
        /// On decisions that were made, or on the scores behind them.
        case decision
    }

    /// A choice with its value, both as text.
    public struct Parameter: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public let value: String

        /// Names a value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A name without blanks, which no other step of the ledger has.
    public var id: String
    /// What it is, in words.
    public var name: String
    /// What it does, in a sentence; "" if the name says it.
    public var explanation: String
    /// Where it acts.
    public var stage: Stage
    /// The choices.
    public var parameters: [Parameter]
    /// Whether whoever decides has to know the group.
    public var needsGroup: Bool
    /// Whether people who are alike may be decided differently by a draw.
    public var isRandomised: Bool
    /// The rows that judge it: `held_out`, or `fitted` where it was judged on the rows it was fitted on.
    public var split: String
    /// Everybody, with every metric.
    public var overall: GroupAssessment
    /// Each group of each attribute, then the cells of all attributes.
    public var groups: [GroupAssessment]
    /// The gaps of `MitigationLedger.Goal.all`, for each attribute and for the cells.
    public var disparities: [Disparity]
    /// What changed since the first step, on the same rows; nil for the first.
    public var change: StepChange?
    /// What a reader should know of it; one sentence each.
    public var notes: [String]

    /// Makes a step from its parts.
    public init(
        id: String, name: String, explanation: String = "", stage: Stage, parameters: [Parameter] = [],
        needsGroup: Bool, isRandomised: Bool, split: String = "held_out", overall: GroupAssessment,
        groups: [GroupAssessment], disparities: [Disparity], change: StepChange? = nil, notes: [String] = []
    ) {
        self.id = id
        self.name = name
        self.explanation = explanation
        self.stage = stage
        self.parameters = parameters
        self.needsGroup = needsGroup
        self.isRandomised = isRandomised
        self.split = split
        self.overall = overall
        self.groups = groups
        self.disparities = disparities
        self.change = change
        self.notes = notes
    }
}

/// What changed between two steps on the same rows, each change with an interval that knows they are the same rows.
public struct StepChange: Sendable, Equatable {
    /// Of everybody.
    public var overall: [MetricShift]
    /// Of each group of each attribute, then of each cell.
    public var groups: [GroupShift]
    /// Of the gaps of `MitigationLedger.Goal.all`.
    public var gaps: [GapShift]

    /// Makes a change from its parts.
    public init(overall: [MetricShift], groups: [GroupShift], gaps: [GapShift]) {
        self.overall = overall
        self.groups = groups
        self.gaps = gaps
    }

    /// The groups' own figures that fell by more than chance.
    public var losses: [(group: GroupKey, shift: MetricShift)] {
        groups.flatMap { group in group.metrics.filter(\.isLoss).map { (group.key, $0) } }
    }
}

/// A rate in two steps, and its change.
public struct MetricShift: Sendable, Equatable {
    /// The metric's id.
    public var metric: String
    /// Its values.
    public var values: PairedEstimates
    /// How many people of those judged the change concerns, weighted, below 0 where the rate fell; nil if undefined.
    public var people: Double?

    /// Pairs a metric with its values.
    public init(metric: String, values: PairedEstimates, people: Double?) {
        self.metric = metric
        self.values = values
        self.people = people
    }

    /// The rates whose fall is a loss whatever the decision is good for: how often people are decided rightly.
    public static let watched: Set<String> = ["accuracy", "true_positive_rate", "true_negative_rate"]

    /// Whether it is such a rate and fell by more than chance.
    public var isLoss: Bool {
        MetricShift.watched.contains(metric) && (values.change.defined.map { $0.interval.upper < 0 } ?? false)
    }
}

/// What changed for a group.
public struct GroupShift: Sendable, Equatable {
    /// Who the group is.
    public var key: GroupKey
    /// Its rows.
    public var count: Int
    /// Accuracy, true positive rate, true negative rate and selection rate.
    public var metrics: [MetricShift]

    /// Makes a group's change from its parts.
    public init(key: GroupKey, count: Int, metrics: [MetricShift]) {
        self.key = key
        self.count = count
        self.metrics = metrics
    }
}

/// A gap in two steps, and its change.
public struct GapShift: Sendable, Equatable {
    /// The attributes that form the groups.
    public var attributes: [String]
    /// The gap.
    public var goal: MitigationLedger.Goal
    /// Its values; the change's interval is by resampling (`paired_bootstrap`).
    public var values: PairedEstimates

    /// Names a gap's values.
    public init(attributes: [String], goal: MitigationLedger.Goal, values: PairedEstimates) {
        self.attributes = attributes
        self.goal = goal
        self.values = values
    }
}
