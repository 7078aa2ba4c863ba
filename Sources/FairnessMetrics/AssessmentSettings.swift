/// The choices that shape the intervals and verdicts of an assessment.
public struct AssessmentSettings: Sendable, Equatable {
    /// The confidence level of every interval.
    public var confidence = 0.95
    /// The largest difference that is not material.
    public var margin = 0.05
    /// The smallest ratio that is not material; four fifths unless stated.
    public var ratioMargin = 0.8
    /// Cells with fewer rows are withheld and not compared; 0 withholds none.
    public var minimumCell = 0
    /// Groups in which fewer rows carry a metric never set a headline.
    public var headlineCell = 30
    /// Whether rows with a missing protected value are compared as a group of their own.
    public var comparesUnknown = false
    /// The interval of a group's rate; gaps keep theirs.
    public var interval = RateInterval.wilson
    /// How many times the counts are resampled for the intervals that rest on it; 0 for none.
    public var bootstrapDraws = 0
    /// The seed of every random draw.
    public var seed: UInt64 = 0
    /// The threads that resample; the draws do not depend on them.
    public var workers = 2
    /// The reference value of attributes; the most frequent known value where none is named.
    public var references: [String: String] = [:]
    /// How many first positions of the ranking by score are looked at; empty for the usual ones.
    public var topK: [Int] = []
    /// The spread of a numeric outcome over everybody, which the assessor finds and in which margins are measured.
    var outcome: OutcomeSpread?

    /// Makes the settings that an audit has unless told otherwise.
    public init() {}
}

/// The interval of a rate within a group.
public enum RateInterval: String, Sendable, CaseIterable {
    /// Wilson's score interval (1927), whose coverage is near the nominal one on average.
    case wilson
    /// The exact interval (Clopper, Pearson 1934), whose coverage is never below the nominal one.
    case clopperPearson = "clopper_pearson"

    /// What sets it apart, in a sentence.
    public var explanation: String {
        switch self {
        case .wilson:
            "Wilson's score interval (1927): covers as often as it says on average, also for rates near 0 and 1."
        case .clopperPearson:
            "Clopper and Pearson's exact interval (1934): never covers less often than it says, mostly more."
        }
    }
}
