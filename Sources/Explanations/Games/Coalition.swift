/// A set of players, `0..<playerCount`.
public struct Coalition: Hashable, Sendable {
    /// How many players there are, in the coalition or not.
    public let playerCount: Int
    /// Bit *i* mod 64 of word *i* / 64 is set if player *i* takes part; bits beyond the last player are never set.
    private var words: [UInt64]

    /// The coalition of nobody.
    public init(playerCount: Int) {
        precondition(playerCount >= 0, "\(playerCount) players")
        self.playerCount = playerCount
        words = Array(repeating: 0, count: (playerCount + 63) / 64)
    }

    /// The coalition of the players listed.
    public init(playerCount: Int, _ players: some Sequence<Int>) {
        self.init(playerCount: playerCount)
        for player in players { self[player] = true }
    }

    /// The coalition of all.
    public static func everyone(playerCount: Int) -> Coalition { Coalition(playerCount: playerCount).complement }

    /// Whether a player takes part.
    public subscript(player: Int) -> Bool {
        get {
            precondition(player >= 0 && player < playerCount, "player \(player) of \(playerCount)")
            return words[player >> 6] & (1 << UInt64(player & 63)) != 0
        }
        set {
            precondition(player >= 0 && player < playerCount, "player \(player) of \(playerCount)")
            if newValue {
                words[player >> 6] |= 1 << UInt64(player & 63)
            } else {
                words[player >> 6] &= ~(1 << UInt64(player & 63))
            }
        }
    }

    /// How many players take part.
    public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Those who take part, in order.
    public var players: [Int] { (0..<playerCount).filter { self[$0] } }

    /// All the others.
    public var complement: Coalition {
        var others = self
        for index in others.words.indices { others.words[index] = ~words[index] }
        if playerCount & 63 != 0, let last = others.words.indices.last {
            others.words[last] &= (1 << UInt64(playerCount & 63)) - 1
        }
        return others
    }
}
