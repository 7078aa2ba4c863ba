internal import Models

/// How adversaries, and the other methods that know of labels, are set up in every trial that has them.
public struct AdversaryChoices: Sendable, Hashable {
    /// What is to be independent of the group.
    public enum Criterion: String, Sendable, CaseIterable {
        /// Decisions within each label.
        case equalizedOdds = "equalized-odds"
        /// Decisions within the positive label.
        case equalOpportunity = "equal-opportunity"
        /// Decisions, whatever the label.
        case demographicParity = "demographic-parity"
    }

    /// How the strength goes with the run.
    public enum Schedule: String, Sendable, CaseIterable {
        /// Rising to the full strength (Ganin et al. 2016).
        case ganin
        /// The full strength from the first step on.
        case constant
        /// In a straight line over the first tenth of the run, then the full strength.
        case warmUp = "warm-up"
        /// Beginning with the strength, then whatever holds the adversary near chance.
        case controlled
    }

    /// Over what the projection is taken.
    public enum Projection: String, Sendable, CaseIterable {
        /// All weights as one vector, as in the paper.
        case whole
        /// Each tensor on its own.
        case tensor
    }

    /// What adversaries on the representation read.
    public enum Reading: String, Sendable, CaseIterable {
        /// What the output layer reads.
        case head
        /// That, and the first token's state after every block, an adversary each; their strengths add up to the method's.
        case everyBlock = "every-block"
    }

    /// What is to be independent of the group.
    public var criterion = Criterion.equalizedOdds
    /// How the strength goes with the run.
    public var schedule = Schedule.ganin
    /// Over what the projection is taken.
    public var projection = Projection.whole
    /// What adversaries on the representation read.
    public var reading = Reading.head

    /// Makes the usual choices.
    public init() {}

    /// What an adversary on the representation is shown; a head for each label serves both rates.
    func condition(positive: Int) -> AdversaryCondition {
        switch criterion {
        case .equalizedOdds: .headPerLabel
        case .equalOpportunity: .label(Int32(positive))
        case .demographicParity: .none
        }
    }

    /// What the adversary of a projection is shown, which reads the logits.
    func projectionCondition(positive: Int) -> AdversaryCondition {
        criterion == .equalizedOdds ? .labelAsInput : condition(positive: positive)
    }

    /// What each adversary of a model of so many blocks reads.
    func inputs(blocks: Int) -> [AdversaryInput] {
        switch reading {
        case .head: [.head]
        case .everyBlock: (0..<max(0, blocks - 1)).map { .block($0) } + [.states, .head]
        }
    }

    /// How a method's strength goes with the run.
    func strength(_ maximum: Double) -> AdversaryStrength {
        switch schedule {
        case .ganin: return .ganin(maximum: maximum)
        case .constant: return .constant(maximum)
        case .warmUp: return .warmUp(maximum: maximum, share: 0.1)
        case .controlled:
            var controller = AdversaryController()
            controller.initial = maximum
            return .controlled(controller)
        }
    }

    /// Which rows the difference between groups is of.
    func differenceCondition(positive: Int) -> GroupDifference.Condition {
        switch criterion {
        case .equalizedOdds: .eachLabel
        case .equalOpportunity: .label(Int32(positive))
        case .demographicParity: .none
        }
    }

    /// Which shares FairBatch moves.
    ///
    /// - Throws: `MitigationsError.usage` for demographic parity, which it does not know here.
    func fairBatchCriterion(positive: Int) throws(MitigationsError) -> FairBatch.Criterion {
        switch criterion {
        case .equalizedOdds: return .equalizedOdds
        case .equalOpportunity: return .equalOpportunity(label: Int32(positive))
        case .demographicParity:
            throw .usage(
                "fair-batch moves shares within labels and cannot serve demographic-parity: choose another method, or "
                    + "--criterion equalized-odds")
        }
    }

    /// The choices as text by which a resumed run is known to be the same.
    var fingerprint: String { "\(criterion.rawValue) \(schedule.rawValue) \(projection.rawValue) \(reading.rawValue)" }
}
