internal import Files

/// A way of making decisions anew from scores or from decisions, without another model.
public enum DecisionMethod: String, Sendable, CaseIterable {
    /// One threshold for everybody, the best for the objective.
    case bestThreshold = "best-threshold"
    /// One threshold for everybody that weighs the objective against the gap.
    case commonThreshold = "common-threshold"
    /// Thresholds for each group with draws between two of them.
    case groupThresholds = "group-thresholds"
    /// A threshold for each group, without draws.
    case deterministicThresholds = "deterministic-thresholds"
    /// Equal true and false positive rates from scores.
    case equalizedOdds = "equalized-odds"
    /// Equal true and false positive rates from decisions alone.
    case equalizedOddsOfPredictions = "equalized-odds-predictions"
    /// Equal generalised error costs by withholding scores.
    case calibratedOdds = "calibrated-odds"
    /// Close calls for those who are decided for less often.
    case rejectOption = "reject-option"

    /// Reads a name.
    ///
    /// - Throws: `MitigationsError.usage` with the names that there are.
    public init(_ text: String) throws(MitigationsError) {
        guard let method = DecisionMethod(rawValue: text) else {
            throw .usage(
                "no method is called '\(visible(text))'; there are "
                    + DecisionMethod.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = method
    }

    /// Its name within a sentence.
    public var name: String {
        switch self {
        case .bestThreshold: "the best threshold for everybody"
        case .commonThreshold: "a threshold for everybody that weighs accuracy against the gap"
        case .groupThresholds: "thresholds for each group, with draws"
        case .deterministicThresholds: "a threshold for each group"
        case .equalizedOdds: "equalized odds from scores"
        case .equalizedOddsOfPredictions: "equalized odds from decisions alone"
        case .calibratedOdds: "calibrated equalized odds"
        case .rejectOption: "reject-option classification"
        }
    }

    /// What it does, in a sentence.
    public var explanation: String {
        switch self {
        case .bestThreshold:
            "One threshold for everybody, with the best objective and no regard to groups: what the other methods win has to be seen against it."
        case .commonThreshold:
            "One threshold for everybody, with the smallest √((1 − objective)² + gap²); groups are looked at to choose it and not to decide by it."
        case .groupThresholds:
            "The best rules under which a rate is exactly alike in all groups; between two thresholds of a group a draw decides."
        case .deterministicThresholds:
            "The best threshold for each group under which no rate differs by more than the tolerance, without a draw."
        case .equalizedOdds:
            "The best rules under which true and false positive rates are exactly alike in all groups; draws decide for some."
        case .equalizedOddsOfPredictions:
            "The same from decisions alone: in each group some decisions are turned round by a draw."
        case .calibratedOdds:
            "Replaces scores of the groups that fare better by their base rate, by a draw, until the groups’ error costs are alike."
        case .rejectOption:
            "Decides scores near the threshold for groups with the lower rate and against the others."
        }
    }

    /// Where it was described.
    public var source: String {
        switch self {
        case .bestThreshold: "derived: the largest objective among all cuts of the scores"
        case .commonThreshold: "derived; the distance is that of Han, Baldwin, Cohn 2022"
        case .groupThresholds: "Hardt, Price, Srebro 2016; exact optimum on the convex hulls"
        case .deterministicThresholds: "Corbett-Davies et al. 2017; exact within the tolerance"
        case .equalizedOdds, .equalizedOddsOfPredictions: "Hardt, Price, Srebro 2016; any number of groups"
        case .calibratedOdds: "Pleiss et al. 2017; any number of groups"
        case .rejectOption: "Kamiran, Karim, Zhang 2012; any number of groups"
        }
    }

    /// Whether whoever decides has to know the group.
    public var needsGroup: Bool { self != .bestThreshold && self != .commonThreshold }

    /// Whether scores are needed, and no decisions serve in their place.
    public var needsScores: Bool {
        switch self {
        case .groupThresholds, .equalizedOddsOfPredictions, .equalizedOdds: false
        default: true
        }
    }

    /// Whether the scores have to be probabilities.
    public var needsProbabilities: Bool { self == .calibratedOdds || self == .rejectOption }

    /// What is tried unless methods are named.
    public static func usual(hasScores: Bool, areProbabilities: Bool, constraint: RateConstraint) -> [DecisionMethod] {
        allCases.filter { method in
            if method.needsScores, !hasScores { return false }
            if method.needsProbabilities, !areProbabilities { return false }
            switch method {
            // With both rates group thresholds are equalized odds; from decisions there is one way.
            case .groupThresholds: return !constraint.isJoint
            case .equalizedOdds: return constraint.isJoint && hasScores
            case .equalizedOddsOfPredictions: return constraint.isJoint
            default: return true
            }
        }
    }
}

/// The choices that a rule is fitted with.
public struct DecisionSettings: Sendable {
    /// What shall be alike.
    public var constraint = RateConstraint.equalizedOdds
    /// What is made as large as that allows.
    public var objective = DecisionObjective.accuracy
    /// How far rates may lie apart where no draw makes them equal, 0 to 1.
    public var tolerance = 0.01
    /// What calibrated equalized odds makes alike.
    public var cost = CalibratedCost.weighted
    /// From which score on decisions are positive before anything is done.
    public var threshold = 0.5
    /// Groups with fewer rows follow the fallback.
    public var minimumCell = 0

    /// Makes the settings that hold unless told otherwise.
    public init() {}
}
