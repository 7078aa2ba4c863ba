/// A game whose coalitions are worth what a function says.
public struct FunctionGame: CoalitionGame {
    /// How many players there are.
    public let playerCount: Int
    private let value: (Coalition) throws -> Double

    /// Makes a game of a function.
    public init(playerCount: Int, value: @escaping (Coalition) throws -> Double) {
        precondition(playerCount >= 0, "\(playerCount) players")
        self.playerCount = playerCount
        self.value = value
    }

    /// Returns what each coalition is worth, one after the other.
    public func values(of coalitions: [Coalition]) throws -> [Double] { try coalitions.map(value) }
}
