import Explanations
import Glibc
import NumericalKernels

/// A game of a known law, tabulated, so that its Shapley values can be had from all coalitions.
struct RandomGame: CoalitionGame, Sendable {
    /// What kind of game.
    enum Law: String, CaseIterable, Sendable {
        /// A probability: logistic in main effects and interactions of two and of three players, all standard normal.
        case logistic
        /// Its logit.
        case logOdds = "log-odds"
        /// Whether the probability is above its median over all coalitions.
        case decision
    }

    let playerCount: Int
    /// Neighbours joined at random, for values along a tree.
    let tree: PlayerTree
    /// By the bits of the players.
    private let worth: [Double]

    init(playerCount count: Int, law: Law, seed: UInt64) {
        playerCount = count
        var generator = SeededGenerator(seed: seed)
        var terms = (0..<count).map { (mask: 1 << $0, weight: generator.normal()) }
        for (size, number) in [(2, 5 * count / 4), (3, 3 * count / 4)] {
            for _ in 0..<number {
                let players = (0..<count).shuffled(using: &generator).prefix(size)
                terms.append((players.reduce(0) { $0 | 1 << $1 }, generator.normal()))
            }
        }
        let start = 0.5 * generator.normal()
        var logits = [Double](repeating: start, count: 1 << count)
        for mask in logits.indices {
            for term in terms where mask & term.mask == term.mask { logits[mask] += term.weight }
        }
        var groups = Array(0..<count)
        var merges: [PlayerTree.Merge] = []
        while groups.count > 1 {
            let place = Int.random(in: 0..<groups.count - 1, using: &generator)
            merges.append(.init(left: groups[place], right: groups[place + 1]))
            groups[place] = count + merges.count - 1
            groups.remove(at: place + 1)
        }
        tree = PlayerTree(playerCount: count, merges: merges)
        switch law {
        case .logOdds: worth = logits
        case .logistic: worth = logits.map { 1 / (1 + exp(-$0)) }
        case .decision:
            let median = logits.sorted()[logits.count / 2]
            worth = logits.map { $0 >= median ? 1 : 0 }
        }
    }

    func values(of coalitions: [Coalition]) -> [Double] {
        coalitions.map { coalition in worth[coalition.players.reduce(0) { $0 | 1 << $1 }] }
    }
}
