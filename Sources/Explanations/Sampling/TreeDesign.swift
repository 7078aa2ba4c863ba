internal import NumericalKernels

/// Draws the coalitions whose values divide what the nodes of a tree are worth.
///
/// A node's context says of the sibling of each node on the path from the root down to it whether its players are present:
/// at depth d there are 2^d contexts. In each of them the players of the node's left half are present, and those of its
/// right half are absent; the complement of such a coalition is the same with the halves exchanged in the opposite context,
/// so that pairs of complements make up all that Owen values ask for. No pair belongs to two nodes.
///
/// Every node gets its share of the pairs, large ones one pair first, then each by how much an error of its own adds to the
/// errors of its players. A context is followed by its opposite, without repeats, and a node whose contexts would all be
/// drawn has them all. A longer sample continues a shorter one.
struct TreeDesign {
    /// Coalitions, of which each stands for its complement too.
    struct Sample {
        var coalitions: [Coalition] = []
        /// The node of each coalition, counted from the first inner node, `[coalitions]`.
        var nodes: [Int] = []
        /// How many coalitions each inner node has, `[inner nodes]`.
        var counts: [Int] = []
        /// Which part of each inner node's contexts they are, `[inner nodes]`.
        var shares: [Double] = []

        /// Whether nothing is missing.
        var isComplete: Bool { shares.allSatisfy { $0 == 1 } }
    }

    let tree: PlayerTree
    /// What the square of an error of each inner node's difference counts: Σ over its players of 4^(−levels below it).
    let importance: [Double]
    private var nodes: [Node]

    private struct Node {
        let siblings: [Int]
        var contexts: [Coalition] = []
        var seen: Set<Coalition> = []
        var generator: SeededGenerator

        /// How many contexts there are; infinite beyond the range of a double.
        var total: Double { siblings.reduce(1.0) { total, _ in 2 * total } }
    }

    init(_ tree: PlayerTree, seed: UInt64) {
        self.tree = tree
        var siblings = [[Int]](repeating: [], count: tree.nodeCount)
        var squares = [Double](repeating: 1, count: tree.nodeCount)
        for node in tree.inner {
            squares[node] = (squares[tree.halves(of: node).left] + squares[tree.halves(of: node).right]) / 4
        }
        for node in tree.inner.reversed() {
            let (left, right) = tree.halves(of: node)
            siblings[left] = siblings[node] + [right]
            siblings[right] = siblings[node] + [left]
        }
        importance = tree.inner.map { squares[$0] }
        nodes = tree.inner.map {
            Node(siblings: siblings[$0], generator: SeededGenerator(seed: seed, stream: UInt64($0)))
        }
    }

    /// How many pairs there are.
    var total: Double { nodes.reduce(0) { $0 + $1.total } }

    /// Returns as many pairs as are asked for, or all that there are.
    mutating func sample(_ wanted: Int) -> Sample {
        var sample = Sample()
        sample.counts = counts(wanted)
        for index in nodes.indices {
            let contexts = contexts(index, sample.counts[index])
            sample.shares.append(Double(sample.counts[index]) / nodes[index].total)
            let players = tree.leaves[tree.halves(of: tree.inner.lowerBound + index).left]
            for context in contexts {
                var coalition = Coalition(playerCount: tree.playerCount, players)
                for (place, sibling) in nodes[index].siblings.enumerated() where context[place] {
                    for player in tree.leaves[sibling] { coalition[player] = true }
                }
                sample.coalitions.append(coalition)
                sample.nodes.append(index)
            }
        }
        return sample
    }

    /// How many pairs each node gets, in proportion to the root of its importance (Sainte-Laguë's rule).
    private func counts(_ wanted: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: nodes.count)
        let bySize = nodes.indices.sorted {
            let sizes = (tree.leaves[tree.inner.lowerBound + $0].count, tree.leaves[tree.inner.lowerBound + $1].count)
            return sizes.0 == sizes.1 ? $0 > $1 : sizes.0 > sizes.1
        }
        for index in bySize.prefix(wanted) { counts[index] = 1 }
        let roots = importance.map { $0.squareRoot() }
        var left = wanted - min(wanted, nodes.count)
        while left > 0 {
            var best: (claim: Double, index: Int)?
            for index in nodes.indices where Double(counts[index]) < nodes[index].total {
                let claim = roots[index] / Double(2 * counts[index] + 1)
                if claim > best?.claim ?? 0 { best = (claim, index) }
            }
            guard let best else { break }
            counts[best.index] += 1
            left -= 1
        }
        return counts
    }

    /// The first contexts of a node, or all, in the order of binary numbers.
    private mutating func contexts(_ index: Int, _ wanted: Int) -> [Coalition] {
        let depth = nodes[index].siblings.count
        if Double(wanted) == nodes[index].total {
            return (0..<wanted).map { number in
                Coalition(playerCount: depth, (0..<depth).filter { number >> $0 & 1 == 1 })
            }
        }
        while nodes[index].contexts.count < wanted {
            var context = Coalition(playerCount: depth)
            for place in 0..<depth where Bool.random(using: &nodes[index].generator) { context[place] = true }
            if nodes[index].seen.insert(context).inserted {
                nodes[index].seen.insert(context.complement)
                nodes[index].contexts += [context, context.complement]
            }
        }
        return Array(nodes[index].contexts.prefix(wanted))
    }
}

extension PlayerTree {
    /// The nodes that have halves, each after those below it.
    var inner: Range<Int> { playerCount..<nodeCount }

    /// Both nodes below an inner node.
    func halves(of node: Int) -> (left: Int, right: Int) {
        let merge = merges[node - playerCount]
        return (merge.left, merge.right)
    }
}
