/// What an attribution divides among players: every coalition of them is worth a number.
///
/// A player is a word, a token or a feature; what a coalition is worth is what the model says when all players outside
/// it are absent. The same coalition is always worth the same.
public protocol CoalitionGame {
    /// How many players there are.
    var playerCount: Int { get }

    /// Returns what each coalition is worth, in their order.
    ///
    /// Many coalitions at once are answered faster than one after the other.
    ///
    /// - Throws: What makes the model unable to answer; there are never fewer values than coalitions.
    func values(of coalitions: [Coalition]) throws -> [Double]
}
