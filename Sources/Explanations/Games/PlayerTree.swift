/// A binary tree with players as leaves: which of them act together, and in what order they part.
///
/// Nodes are numbered: `0..<playerCount` are the leaves, and merge *k* makes node `playerCount + k`. The root comes last.
public struct PlayerTree: Hashable, Sendable {
    /// Two nodes that become one.
    public struct Merge: Hashable, Sendable {
        /// The numbers of both nodes, each below that of the node they make.
        public let left: Int, right: Int

        /// Joins two nodes.
        public init(left: Int, right: Int) {
            self.left = left
            self.right = right
        }
    }

    /// How many players there are, at least one.
    public let playerCount: Int
    /// What joins them, `[playerCount - 1]`, inner parts before outer ones.
    public let merges: [Merge]
    /// The players below each node, from left to right, `[nodes][players]`.
    public let leaves: [[Int]]

    /// Makes a tree of merges. Every node but the last must be merged exactly once, after it was made.
    public init(playerCount: Int, merges: [Merge]) {
        precondition(playerCount >= 1, "a tree of \(playerCount) players")
        precondition(merges.count == playerCount - 1, "\(merges.count) merges of \(playerCount) players")
        var leaves = (0..<playerCount).map { [$0] }
        var isFree = [Bool](repeating: true, count: 2 * playerCount - 1)
        for merge in merges {
            for node in [merge.left, merge.right] {
                precondition(node >= 0 && node < leaves.count, "node \(node) is merged before it is made")
                precondition(isFree[node], "node \(node) is merged twice")
                isFree[node] = false
            }
            leaves.append(leaves[merge.left] + leaves[merge.right])
        }
        self.playerCount = playerCount
        self.merges = merges
        self.leaves = leaves
    }

    /// Halves the players, and each half, until one is left: for players without a structure of their own.
    public static func balanced(playerCount: Int) -> PlayerTree {
        var merges: [Merge] = []
        func node(_ range: Range<Int>) -> Int {
            guard range.count > 1 else { return range.lowerBound }
            let middle = range.lowerBound + range.count / 2
            let left = node(range.lowerBound..<middle)
            let right = node(middle..<range.upperBound)
            merges.append(Merge(left: left, right: right))
            return playerCount + merges.count - 1
        }
        precondition(playerCount >= 1, "a tree of \(playerCount) players")
        _ = node(0..<playerCount)
        return PlayerTree(playerCount: playerCount, merges: merges)
    }

    /// The node that has all players below it.
    public var root: Int { leaves.count - 1 }
    /// The number of nodes, leaves included.
    public var nodeCount: Int { leaves.count }
    /// Returns the left node below a node; nil below a player.
    public func left(of node: Int) -> Int? { node < playerCount ? nil : merges[node - playerCount].left }
    /// Returns the right node below a node; nil below a player.
    public func right(of node: Int) -> Int? { node < playerCount ? nil : merges[node - playerCount].right }
}
