import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

struct FoldingTests {
    static let classifiers = ParityFixture.shared.cases.filter { $0.problem != "masked_language" }

    static func map(_ width: Int) -> AffineMap {
        var generator = SeededGenerator(seed: 5)
        let noise = DoubleMatrix(
            rows: width, columns: width, (0..<width * width).map { _ in 0.2 * generator.normal() })
        return AffineMap(
            matrix: DoubleMatrix(identity: width) + noise, shift: (0..<width).map { _ in generator.normal() })
    }

    @Test(arguments: classifiers, TextModel.ClassifierPlace.allCases)
    func `a folded map gives the logits of states that it is applied to`(
        known: ParityFixture.Case, place: TextModel.ClassifierPlace
    ) throws {
        let model = try known.model
        let map = FoldingTests.map(model.configuration.width)
        let expected = model.logits(of: map(try model.states(known.tokens, at: place)), at: place)
        let folded = model.folding(map, at: place)
        #expect(distance(try folded.logits(known.tokens), expected) < 1e-5)
        #expect(distance(try folded.logits(known.tokens), try model.logits(known.tokens)) > 1e-2)
        // What lies before the place is as it was.
        let (before, after) = (try model.states(known.tokens, at: place), try folded.states(known.tokens, at: place))
        #expect(before == after)
        #expect(folded.parameters.named.count { model.parameters.named[$0] != $1 } == 2)
    }

    @Test(arguments: classifiers) func `states of the classifier lead to its logits`(known: ParityFixture.Case) throws {
        let model = try known.model
        let logits = try model.logits(known.tokens)
        for place in TextModel.ClassifierPlace.allCases {
            #expect(distance(model.logits(of: try model.states(known.tokens, at: place), at: place), logits) < 1e-6)
        }
        let all = try model.hiddenStates(known.tokens)
        let firsts = all.rows(at: Array(known.tokens.offsets.dropLast()))
        #expect(distance(try model.firstTokenStates(known.tokens), firsts) < 1e-5)
    }

    @Test func `two maps at one place are folded last one first`() throws {
        let known = FoldingTests.classifiers[0]
        let model = try known.model
        let first = FoldingTests.map(model.configuration.width)
        let second = AffineMap(matrix: first.matrix.transposed, shift: first.shift)
        let once = model.folding(second.after(first), at: .head)
        let twice = model.folding(second, at: .head).folding(first, at: .head)
        let (one, other) = (try once.logits(known.tokens), try twice.logits(known.tokens))
        #expect(distance(one, other) < 1e-5)
    }
}
