import Explanations
import Models
import TestSupport
import Testing
import Transformers

struct ExplainedTextTests {
    /// A vocabulary that cuts words into parts.
    static func model() throws -> ExplainedModel {
        ExplainedModel(
            try ExplainedTinyModel.classifier { tokens in
                tokens =
                    Array(tokens.prefix(5)) + ["play", "##ing", "don", "'", "t", "-", "well", "known", ",", ".", "@"]
                tokens += ["you", "(", ")", "and", "中", "文", "i", "!", "##s", "man", "##y"]
            })
    }

    @Test func `the tokens of a word are one player`() throws {
        let text = try ExplainedTextTests.model().encode("Don't you, @you: playing well-known mans (and) 中文!!")
        #expect(
            text.players.map(\.name) == [
                "Don't", "you", ",", "@you", ":", "playing", "well-known", "mans", "(", "and", ")", "中", "文", "!!",
            ])
        #expect(text.players.allSatisfy { !$0.tokens.isEmpty })
        // Only what frames the text belongs to nobody.
        #expect(text.playerOfToken.indices.filter { text.playerOfToken[$0] == nil } == [0, text.ids.count - 1])
        let ones = [Double](repeating: 1, count: text.ids.count)
        #expect(text.sums(ofTokens: ones).reduce(0, +) == Double(text.ids.count - 2))
    }

    @Test func `an accent that stands apart does not part a word`() throws {
        let text = try ExplainedTextTests.model().encode("ma\u{301}ny you")
        #expect(text.ids.count == 5)
        #expect(text.players.map(\.name) == ["ma\u{301}ny", "you"])
        #expect(text.players[0].tokens == 1..<3)
    }

    @Test func `tokens can be players each`() throws {
        let text = try ExplainedTextTests.model().encode("playing don't", unit: .tokens)
        #expect(text.players.map(\.name) == ["play", "ing", "don", "'", "t"])
        #expect(text.players.map(\.tokens) == (1..<6).map { $0..<$0 + 1 })
    }

    @Test func `neighbours that belong together are joined first`() throws {
        // The parts of the word, then its ending; the comma and the end of the sentence part the tree last.
        let text = try ExplainedTextTests.model().encode("playing, you don't. i play", unit: .tokens)
        #expect(text.players.map(\.name) == ["play", "ing", ",", "you", "don", "'", "t", ".", "i", "play"])
        let tree = PlayerTree(text)
        let groups = tree.leaves.dropFirst(10).map { $0 }
        #expect(groups[0] == [0, 1])
        #expect(groups[1] == [5, 6] || groups[1] == [4, 5])
        #expect(groups.contains([4, 5, 6]))
        #expect(groups.contains([8, 9]))
        #expect(tree.left(of: tree.root).map { tree.leaves[$0] } == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(PlayerTree(text) == tree)
    }

    @Test func `what stands in brackets is joined before what is outside`() throws {
        let text = try ExplainedTextTests.model().encode("you (play well) you")
        #expect(text.players.map(\.name) == ["you", "(", "play", "well", ")", "you"])
        let tree = PlayerTree(text)
        #expect(tree.leaves.contains([2, 3]))
        #expect(tree.leaves.contains([1, 2, 3, 4]))
    }

    @Test(arguments: [1, 2, 30])
    func `equal neighbours are joined from the left`(_ count: Int) throws {
        let text = try ExplainedTextTests.model().encode(Array(repeating: "you", count: count).joined(separator: " "))
        let tree = PlayerTree(text)
        #expect(tree.leaves[tree.root] == Array(0..<count))
        if count > 2 { #expect(tree.leaves[count] == [0, 1]) }
    }
}
