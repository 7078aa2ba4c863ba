import Explanations
import Testing

struct PlayerTreeTests {
    @Test(arguments: [1, 2, 3, 7, 16, 100])
    func `every node has the players of both nodes below it`(_ count: Int) {
        let tree = PlayerTree.balanced(playerCount: count)
        #expect(tree.nodeCount == 2 * count - 1)
        #expect(tree.leaves[tree.root] == Array(0..<count))
        for node in 0..<tree.nodeCount {
            guard let left = tree.left(of: node), let right = tree.right(of: node) else {
                #expect(tree.leaves[node] == [node])
                continue
            }
            #expect(tree.leaves[node] == tree.leaves[left] + tree.leaves[right])
            #expect(abs(tree.leaves[left].count - tree.leaves[right].count) <= 1)
        }
    }

    @Test func `merges are read in their order`() {
        // The tree ((0, 1), (2, (3, 4))).
        let tree = PlayerTree(
            playerCount: 5,
            merges: [
                .init(left: 0, right: 1), .init(left: 3, right: 4), .init(left: 2, right: 6), .init(left: 5, right: 7),
            ])
        #expect(tree.left(of: tree.root).map { tree.leaves[$0] } == [0, 1])
        #expect(tree.right(of: tree.root).map { tree.leaves[$0] } == [2, 3, 4])
        #expect(tree.left(of: 3) == nil && tree.right(of: 3) == nil)
    }
}
