internal import Glibc
internal import NumericalKernels

/// Draws different coalitions, each size with its share, and says how probable it was that each came to be among them.
///
/// Sizes whose coalitions would be expected all to be drawn are taken whole; within the rest, coalitions are drawn with
/// replacement until enough different ones are there. After L draws a coalition that comes with probability q each time is
/// among them with π = 1 − (1 − q)^L, and its share ÷ π is the weight that makes sums over the drawn unbiased but for the
/// choice of L. A longer sample continues a shorter one.
struct SubsetDesign {
    /// The coalitions of one size, which share `mass` equally; all masses add up to 1.
    struct Stratum {
        let size: Int
        let mass: Double
        /// How many coalitions there are; infinite beyond the range of a double.
        let count: Double
    }

    /// Coalitions, with their weights.
    struct Sample {
        var coalitions: [Coalition] = []
        /// The share of the whole that each coalition stands for: its own share ÷ π. Adds up to about 1.
        var weights: [Double] = []
        /// π of each; 1 where the whole size was taken.
        var inclusion: [Double] = []

        /// How many were drawn rather than taken.
        var drawn: Int { inclusion.count { $0 < 1 } }
    }

    let playerCount: Int
    /// Those with the most probable coalitions first.
    private let strata: [Stratum]
    /// Whether a coalition stands for its complement too: half the coalitions of size n / 2 are left out.
    private let isPaired: Bool
    private var generator: SeededGenerator
    private var draws: [(coalition: Coalition, stratum: Int)] = []

    /// - Parameter masses: The share of each size; those of 0 are left out.
    private init(playerCount: Int, masses: [(size: Int, mass: Double)], isPaired: Bool, seed: UInt64) {
        self.playerCount = playerCount
        self.isPaired = isPaired
        let total = masses.reduce(0) { $0 + $1.mass }
        strata = masses.filter { $0.mass > 0 }.map { size, mass in
            var count = exp(
                BetaFunction.logGamma(Double(playerCount) + 1) - BetaFunction.logGamma(Double(size) + 1)
                    - BetaFunction.logGamma(Double(playerCount - size) + 1))
            if count < 1e15 { count = count.rounded() }
            return Stratum(
                size: size, mass: mass / total, count: isPaired && 2 * size == playerCount ? count / 2 : count)
        }.sorted { ($0.mass / $0.count, $1.size) > ($1.mass / $1.count, $0.size) }
        generator = SeededGenerator(seed: seed)
    }

    /// Pairs of a coalition and its complement with the weights of Kernel SHAP (Lundberg, Lee 2017): (n − 1) / (s (n − s))
    /// for all coalitions of size s together. The smaller half stands for the pair, of equal ones that with player 0.
    static func pairs(playerCount count: Int, seed: UInt64) -> SubsetDesign {
        let masses = (1..<max(1, count / 2 + 1)).map { size in
            (size: size, mass: Double(2 * size == count ? 1 : 2) / (Double(size) * Double(count - size)))
        }
        return SubsetDesign(playerCount: count, masses: masses, isPaired: true, seed: seed)
    }

    /// All coalitions but that of everyone, each size with its share.
    ///
    /// - Parameter masses: The share of all coalitions of each size together, `[players]`; they need not add up to 1.
    static func sizes(playerCount count: Int, masses: [Double], seed: UInt64) -> SubsetDesign {
        precondition(masses.count == count, "\(masses.count) shares for \(count) sizes")
        return SubsetDesign(
            playerCount: count, masses: masses.enumerated().map { (size: $0, mass: $1) }, isPaired: false, seed: seed)
    }

    /// How many coalitions there are.
    var total: Double { strata.reduce(0) { $0 + $1.count } }

    /// Returns as many different coalitions as are asked for, or all that there are.
    mutating func sample(_ wanted: Int) -> Sample {
        var sample = Sample()
        let taken = wholeStrata(wanted)
        for stratum in strata[..<taken] {
            let weight = stratum.mass / stratum.count
            forEachSubset(of: stratum.size) { coalition in
                sample.coalitions.append(coalition)
                sample.weights.append(weight)
                sample.inclusion.append(1)
            }
        }
        let missing = wanted - sample.coalitions.count
        let rest = strata[taken...]
        guard missing > 0, !rest.isEmpty else { return sample }
        var seen = Set<Coalition>()
        var chosen: [(coalition: Coalition, stratum: Int)] = []
        var (next, counted) = (0, 0)
        while chosen.count < missing {
            if next == draws.count { draw() }
            let draw = draws[next]
            next += 1
            guard draw.stratum >= taken else { continue }
            counted += 1
            if seen.insert(draw.coalition).inserted { chosen.append(draw) }
        }
        let mass = rest.reduce(0) { $0 + $1.mass }
        for (coalition, index) in chosen {
            let share = strata[index].mass / strata[index].count
            let chance = share / mass
            let inclusion = -expm1(Double(counted) * log1p(-min(chance, 1)))
            // A share too small for a double is drawn at most once: π = L q.
            sample.weights.append(inclusion > 1e-12 ? share / inclusion : mass / Double(counted))
            sample.coalitions.append(coalition)
            sample.inclusion.append(min(inclusion, 1 - 1e-15))
        }
        return sample
    }

    /// How many strata a sample takes whole.
    private func wholeStrata(_ wanted: Int) -> Int {
        if Double(wanted) >= total { return strata.count }
        var left = Double(wanted)
        var mass = 1.0
        var taken = 0
        while taken < strata.count - 1 {
            let stratum = strata[taken]
            guard left * stratum.mass / mass >= stratum.count * (1 - 1e-8) else { break }
            left -= stratum.count
            mass -= stratum.mass
            taken += 1
        }
        return taken
    }

    private mutating func draw() {
        var place = generator.uniform()
        var index = 0
        while index < strata.count - 1, place >= strata[index].mass {
            place -= strata[index].mass
            index += 1
        }
        var coalition = generator.subset(of: playerCount, size: strata[index].size)
        if isPaired, 2 * strata[index].size == playerCount, !coalition[0] { coalition = coalition.complement }
        draws.append((coalition, index))
    }

    /// Visits the subsets of one size in lexicographic order; of pairs of equal halves those with player 0.
    private func forEachSubset(of size: Int, _ visit: (Coalition) -> Void) {
        var players = Array(0..<size)
        while true {
            if isPaired, 2 * size == playerCount, players.first != 0 { return }
            visit(Coalition(playerCount: playerCount, players))
            guard let place = players.indices.last(where: { players[$0] < playerCount - size + $0 }) else { return }
            players[place] += 1
            for later in place + 1..<max(size, place + 1) { players[later] = players[later - 1] + 1 }
        }
    }
}

extension SeededGenerator {
    /// Returns a coalition of a size, each of that size with the same probability.
    mutating func subset(of playerCount: Int, size: Int) -> Coalition {
        var coalition = Coalition(playerCount: playerCount)
        // Floyd's algorithm: as many draws as members.
        for limit in playerCount - size..<playerCount {
            let player = Int.random(in: 0...limit, using: &self)
            coalition[coalition[player] ? limit : player] = true
        }
        return coalition
    }
}
