/// What was tried to make groups be treated more alike, what came of each try on rows it was not fitted on, and at whose cost.
///
/// It says nothing of how a step works: steps that change the data, the training or the decisions stand side by side, each
/// against the first one.
public struct MitigationLedger: Sendable, Equatable {
    /// A gap between groups: a metric's difference, or one of the criteria that name their own rates.
    public struct Goal: Sendable, Hashable {
        /// The metric whose difference it is; of a criterion the rate, or "" for several.
        public let metric: String
        /// `difference`, or a criterion such as `equalized_odds_difference`.
        public let aggregation: Aggregation

        /// Names a gap.
        public init(metric: String, aggregation: Aggregation) {
            self.metric = metric
            self.aggregation = aggregation
        }

        /// The larger of the differences of true and of false positive rates.
        public static let equalizedOdds = Goal(metric: "", aggregation: .equalizedOddsDifference)

        /// The difference of a metric.
        public static func difference(of metric: String) -> Goal { Goal(metric: metric, aggregation: .difference) }

        /// The gaps that every step is measured by.
        public static let all: [Goal] = [
            .equalizedOdds, .difference(of: "selection_rate"), .difference(of: "true_positive_rate"),
            .difference(of: "false_positive_rate"), .difference(of: "accuracy"),
        ]

        /// Whether a disparity measures this gap.
        public func isMeasured(by disparity: Disparity) -> Bool {
            disparity.aggregation == aggregation && (aggregation.isComposite || disparity.metric == metric)
        }
    }

    /// What was done, in words, such as the decisions and the people concerned.
    public var title: String
    /// The files, as they were named.
    public var data: [String]
    /// The version of the tool.
    public var toolVersion: String
    /// The command that runs it again.
    public var command: String
    /// The seed of every random draw.
    public var seed: UInt64
    /// What a positive label is, in words.
    public var positive: String
    /// The protected attributes, in the order named.
    public var attributes: [String]
    /// The gap that the steps were to close, between the cells of all attributes.
    public var goal: Goal
    /// The confidence level of every interval.
    public var confidence: Double
    /// The largest difference that is not material.
    public var margin: Double
    /// Groups with fewer rows are withheld.
    public var minimumCell: Int
    /// The rows that steps were fitted on and the rows that they are judged on.
    public var fittedRows: Int, judgedRows: Int
    /// Whether the data were generated.
    public var isSynthetic: Bool
    /// The steps; the first is what all others are compared with.
    public var steps: [MitigationStep]
    /// The id of the step whose result was written; nil if none was.
    public var chosen: String?
    /// What a reader should know, such as what the law may forbid; one or two sentences each.
    public var notes: [String]

    /// Makes a ledger from its parts.
    public init(
        title: String, data: [String], toolVersion: String, command: String, seed: UInt64, positive: String,
        attributes: [String], goal: Goal, confidence: Double, margin: Double, minimumCell: Int = 0, fittedRows: Int,
        judgedRows: Int,
        isSynthetic: Bool = false, steps: [MitigationStep], chosen: String? = nil, notes: [String] = []
    ) {
        self.title = title
        self.data = data
        self.toolVersion = toolVersion
        self.command = command
        self.seed = seed
        self.positive = positive
        self.attributes = attributes
        self.goal = goal
        self.confidence = confidence
        self.margin = margin
        self.minimumCell = minimumCell
        self.fittedRows = fittedRows
        self.judgedRows = judgedRows
        self.isSynthetic = isSynthetic
        self.steps = steps
        self.chosen = chosen
        self.notes = notes
    }

    /// The disparity of a step that the goal names, between the cells of all attributes.
    public func disparity(of step: MitigationStep) -> Disparity? {
        step.disparities.first { $0.attributes == attributes && goal.isMeasured(by: $0) }
    }

    /// How the goal's gap changed between the first step and another.
    public func shift(of step: MitigationStep) -> GapShift? {
        step.change?.gaps.first { $0.attributes == attributes && $0.goal == goal }
    }

    /// What the evidence says of a step; nil of the first one.
    public func outcome(of step: MitigationStep) -> StepOutcome? {
        step.change == nil ? nil : StepOutcome(shift(of: step), margin: margin)
    }

    /// The ids of the steps that no other beats in accuracy without losing in the gap, by falling accuracy.
    public var front: [String] {
        let points = steps.map { step -> (accuracy: Double, gap: Double)? in
            guard let accuracy = step.overall.estimate("accuracy")?.value, let gap = disparity(of: step)?.estimate.value
            else { return nil }
            return (accuracy, gap)
        }
        let kept = points.indices.filter { index in
            guard let point = points[index] else { return false }
            return !points.indices.contains { other in
                guard other != index, let rival = points[other] else { return false }
                let isAsGood = rival.accuracy >= point.accuracy && rival.gap <= point.gap
                return isAsGood && (rival.accuracy > point.accuracy || rival.gap < point.gap || other < index)
            }
        }
        return kept.sorted { (points[$0]?.accuracy ?? 0) > (points[$1]?.accuracy ?? 0) }.map { steps[$0].id }
    }
}

/// What the evidence says of a step's effect on the gap that was to be closed.
public enum StepOutcome: String, Sendable, CaseIterable {
    /// The interval of the change lies below 0.
    case helps
    /// The interval of the change leaves no room for a material reduction.
    case doesNotHelp = "does_not_help"
    /// The interval of the change lies above 0.
    case worsens
    /// The interval reaches from a material reduction to none, or there is none.
    case cannotTell = "cannot_tell"

    init(_ shift: GapShift?, margin: Double) {
        guard let shift, let change = shift.values.change.defined else {
            self = .cannotTell
            return
        }
        switch shift.values.outcome {
        case .shrank: self = .helps
        case .grew: self = .worsens
        case .same: self = .doesNotHelp
        case .cannotTell: self = change.interval.lower >= -margin ? .doesNotHelp : .cannotTell
        }
    }
}
