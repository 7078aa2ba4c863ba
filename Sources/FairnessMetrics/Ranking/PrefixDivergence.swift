internal import Glibc
internal import NumericalKernels

/// How far the first positions of a ranking differ from everybody: NDKL (Geyik, Ambler, Kenthapadi 2019).
///
/// (1 / Z) Σ_i KL(D_i ‖ D) / log₂(i + 1) over the first m positions, D_i the groups' shares among the first i, D their
/// shares of everybody, Z = Σ_i 1 / log₂(i + 1). 0 where every prefix has everybody's shares. Counts rows, not weights.
struct PrefixDivergence {
    /// Rows with the same score, from the top down.
    struct Block {
        /// How many rows of each group.
        var counts: [Int]
        var rows: Int { counts.reduce(0, +) }
    }

    /// Blocks that cover at least the positions looked at.
    let blocks: [Block]
    /// How many rows of each group there are.
    let totals: [Int]
    /// How many positions are looked at.
    let positions: Int
    private let discounts: [Double]
    private let logShares: [Double]
    /// The rows of each block.
    private let sizes: [Int]
    /// ln i, for i up to the number of positions.
    private let logarithms: [Double]

    /// The most positions that are looked at: few readers of a ranking get farther.
    static let maximumPositions = 1_000
    private static let draws = 199
    private static let firstStream: UInt64 = 2 << 32

    init(blocks: [Block], totals: [Int]) {
        self.blocks = blocks
        self.totals = totals
        let rows = totals.reduce(0, +)
        positions = min(rows, PrefixDivergence.maximumPositions)
        discounts = (0..<positions).map { 1 / log2(Double($0 + 2)) }
        logShares = totals.map { log(Double($0) / Double(rows)) }
        sizes = blocks.map(\.rows)
        logarithms = (0...positions).map { log(Double($0)) }
    }

    /// NDKL of the ranking.
    var value: Double { value(of: blocks.flatMap(\.counts)) }

    /// The expected count of a group in the first 1, …, k positions.
    func counts(of group: Int, first k: Int) -> [Double] {
        var result: [Double] = []
        var before = 0.0
        for block in blocks {
            let step = Double(block.counts[group]) / Double(block.rows)
            for place in 1...block.rows {
                if result.count == k { return result }
                result.append(before + step * Double(place))
            }
            before += Double(block.counts[group])
        }
        return result
    }

    /// Returns NDKL of blocks with these rows.
    ///
    /// - Parameter compositions: The rows of each group in each block, `[blocks × groups]`.
    private func value(of compositions: [Int]) -> Double {
        let groups = totals.count
        var sum = 0.0
        var before = totals.map { _ in 0 }
        // Σ c ln(c / r), with c the counts so far and r everybody's shares: KL is this over i, minus ln i.
        var terms = 0.0
        var position = 0
        for block in blocks.indices where position < positions {
            let start = block * groups
            if sizes[block] == 1, let group = (0..<groups).first(where: { compositions[start + $0] == 1 }) {
                terms -= term(before[group], group)
                before[group] += 1
                terms += term(before[group], group)
                sum += max(0, terms / Double(position + 1) - logarithms[position + 1]) * discounts[position]
                position += 1
                continue
            }
            for place in 1...sizes[block] where position < positions {
                let part = Double(place) / Double(sizes[block])
                var divergence = 0.0
                for group in 0..<groups {
                    let count = Double(before[group]) + part * Double(compositions[start + group])
                    let share = count / Double(position + 1)
                    if share > 0 { divergence += share * (log(share) - logShares[group]) }
                }
                sum += max(0, divergence) * discounts[position]
                position += 1
            }
            for group in 0..<groups { before[group] += compositions[start + group] }
            // Past the last position nothing is read any more.
            if position < positions { terms = (0..<groups).reduce(0) { $0 + term(before[$1], $1) } }
        }
        return sum / discounts.reduce(0, +)
    }

    private func term(_ count: Int, _ group: Int) -> Double {
        count == 0 ? 0 : Double(count) * (logarithms[count] - logShares[group])
    }

    /// What NDKL is if the same positions, with the same ties, go to people at random.
    ///
    /// - Returns: Its mean, and the share of draws with at least the ranking's value, the ranking counted as one of them.
    func random(seed: UInt64, stream: UInt64) -> (mean: Double, pValue: Double) {
        let value = value
        var generator = SeededGenerator(seed: seed, stream: PrefixDivergence.firstStream + stream)
        var sum = 0.0
        var reached = 1
        var drawn = Array(repeating: 0, count: blocks.count * totals.count)
        for _ in 0..<PrefixDivergence.draws {
            var left = totals
            var population = totals.reduce(0, +)
            for (block, rows) in sizes.enumerated() {
                PrefixDivergence.draw(
                    rows, of: &left, population: population, into: &drawn, at: block * totals.count, &generator)
                population -= rows
            }
            let other = self.value(of: drawn)
            sum += other
            // Equal compositions may differ in the last digit.
            reached += other >= value * (1 - 1e-12) ? 1 : 0
        }
        return (sum / Double(PrefixDivergence.draws), Double(reached) / Double(PrefixDivergence.draws + 1))
    }

    /// Takes rows from the `population` left, every set of them equally likely.
    private static func draw(
        _ rows: Int, of left: inout [Int], population: Int, into drawn: inout [Int], at start: Int,
        _ generator: inout SeededGenerator
    ) {
        for group in left.indices { drawn[start + group] = 0 }
        if rows == 1 {
            var place = Int(generator.uniform() * Double(population))
            for group in left.indices {
                if place < left[group] {
                    drawn[start + group] = 1
                    left[group] -= 1
                    return
                }
                place -= left[group]
            }
            return
        }
        var (population, rows) = (population, rows)
        for group in left.indices {
            let hits = HypergeometricDraw(population: population, successes: left[group], drawn: rows).draw(&generator)
            population -= left[group]
            rows -= hits
            drawn[start + group] = hits
            left[group] -= hits
        }
    }
}
