/// A game whose players are groups of another game's players, who come and go together.
public struct MergedGame<Base: CoalitionGame>: CoalitionGame {
    /// The game that is played.
    public let base: Base
    /// The players of each group, `[groups][players]`; every player is in exactly one, and a group may be empty.
    public let groups: [[Int]]

    /// Merges the players of a game.
    public init(_ base: Base, groups: [[Int]]) {
        precondition(
            groups.joined().sorted() == Array(0..<base.playerCount), "groups that do not have every player once")
        self.base = base
        self.groups = groups
    }

    /// The number of groups.
    public var playerCount: Int { groups.count }

    /// Returns what each coalition of groups is worth.
    public func values(of coalitions: [Coalition]) throws -> [Double] {
        try base.values(
            of: coalitions.map { Coalition(playerCount: base.playerCount, $0.players.flatMap { groups[$0] }) })
    }
}

extension MergedGame: Sendable where Base: Sendable {}
