/// The game of a decision: a coalition is worth 1 if a score reaches the threshold without the others, else 0.
///
/// The attribution of a decision adds up to the decision, so that a gap between selection rates, or between true or false
/// positive rates, is divided as exactly as a gap between scores (`GapAttribution`).
public struct ThresholdGame<Scores: CoalitionGame>: CoalitionGame {
    /// The game of the score.
    public let scores: Scores
    /// A score of at least this is selected.
    public let threshold: Double

    /// Makes the decision's game of the score's.
    public init(_ scores: Scores, threshold: Double) {
        self.scores = scores
        self.threshold = threshold
    }

    /// How many players there are.
    public var playerCount: Int { scores.playerCount }

    /// Returns 1[v(S) ≥ threshold] of each coalition; a score that is not a number stays one.
    public func values(of coalitions: [Coalition]) throws -> [Double] {
        try scores.values(of: coalitions).map { $0.isNaN ? $0 : $0 >= threshold ? 1 : 0 }
    }
}
