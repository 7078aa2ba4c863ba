import Explanations
import Foundation
import NumericalKernels
import TestSupport

/// A game given by what every coalition is worth, by the bits of its players; counts what it is asked for.
final class TableGame: CoalitionGame {
    let playerCount: Int
    let worth: [Double]
    private(set) var asked: [Coalition] = []
    private(set) var calls = 0

    init(playerCount: Int, _ worth: [Double]) {
        self.playerCount = playerCount
        self.worth = worth
    }

    convenience init(playerCount: Int, _ value: (Coalition) -> Double) {
        self.init(
            playerCount: playerCount,
            (0..<1 << playerCount).map { mask in
                value(Coalition(playerCount: playerCount, (0..<playerCount).filter { mask & (1 << $0) != 0 }))
            })
    }

    func values(of coalitions: [Coalition]) throws -> [Double] {
        asked += coalitions
        calls += 1
        return coalitions.map { worth[$0.players.reduce(0) { $0 | 1 << $1 }] }
    }

    /// The golden game of five players.
    static func golden(_ s: Coalition) -> Double {
        let z = (0..<5).map { s[$0] ? 1.0 : 0 }
        let t =
            -1 + z[0] - 0.5 * z[1] + 0.8 * z[2] + 0.3 * z[3] + 0.6 * z[4] + 1.5 * z[0] * z[2]
            - 2 * z[1] * z[3] * z[4]
        return 1 / (1 + exp(-t))
    }

    /// A random logistic game with interactions of two and three players.
    static func random(playerCount count: Int, seed: UInt64) -> TableGame {
        var generator = SeededGenerator(seed: seed)
        let main = (0..<count).map { _ in generator.normal() }
        func several(_ size: Int, _ number: Int) -> [([Int], Double)] {
            (0..<number).map { _ in
                (Array((0..<count).shuffled(using: &generator).prefix(size)), generator.normal())
            }
        }
        let terms = several(2, 3 * count / 2) + (count > 2 ? several(3, count) : [])
        return TableGame(playerCount: count) { s in
            var t = (0..<count).reduce(0) { $0 + (s[$1] ? main[$1] : 0) }
            for (players, weight) in terms where players.allSatisfy({ s[$0] }) { t += weight }
            return 1 / (1 + exp(-t))
        }
    }
}

/// Whether two lists agree to an absolute tolerance.
func close(_ first: [Double], _ second: [Double], _ tolerance: Double) -> Bool {
    first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) <= tolerance }
}
