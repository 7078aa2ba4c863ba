import FairnessMetrics
import Foundation
import MatrixKernels
import Models
import NumericalKernels
import TestSupport
import Testing
import Transformers

@testable import Mitigations

struct CheckpointErasureTests {
    /// 400 short texts; those of group 1 say "she", those of group 0 "he", both among other words.
    static func texts() -> (texts: [String], groups: [Int]) {
        var generator = SeededGenerator(seed: 12)
        let groups = (0..<400).map { _ in generator.uniform() < 0.5 ? 0 : 1 }
        let words = TinyCheckpoint.words.dropLast(3)
        let texts = groups.map { group in
            let others = (0..<5).map { _ in words.randomElement(using: &generator) ?? "the" }
            return (others.prefix(2) + [group == 1 ? "she" : "he"] + others.dropFirst(2)).joined(separator: " ")
        }
        return (texts, groups)
    }

    @Test(arguments: TextModel.ClassifierPlace.allCases)
    func `a checkpoint with an eraser folded in is read again with the logits of erased states`(
        place: TextModel.ClassifierPlace
    ) throws {
        try Places.withTemporaryFolder { folder in
            let (source, target) = (folder.appending(path: "source"), folder.appending(path: "target"))
            try TinyCheckpoint.writeConfiguration(to: source)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            var checkpoint = try TextCheckpoint(
                scratch: source.path,
                for: .classification(labels: ["bad", "good"], problem: .singleLabel, seed: 3), seed: 4)
            let (texts, groups) = CheckpointErasureTests.texts()
            let encoded = try EncodedTexts(texts, tokenizer: checkpoint.tokenizer, maximumLength: 16)
            let states = try TextClassifier(checkpoint).states(encoded, at: place)
            #expect(states.rows == 400 && states.columns == 16)
            var fitter = LEACEFitter(width: 16, groups: [2])
            fitter.update(states.rows(0..<200), groups: [groups.prefix(200).map { $0 }])
            let eraser = try fitter.eraser()
            #expect(eraser.rank == 1)
            let split = (training: Array(0..<200), held: Array(200..<400))
            func area(_ states: Matrix) throws -> Double {
                let leakage = LeakageProbe.linear.measure(
                    states, groups: groups.map { $0 }, groupCount: 2, split: split, seed: 1)
                return try #require(leakage.findings[0].areas[0].value)
            }
            let (before, after) = (try area(states), try area(eraser(states)))
            #expect(before > 0.8)
            #expect(abs(after - 0.5) < 0.15)

            let expected = checkpoint.model.logits(of: eraser(states), at: place)
            checkpoint.model = checkpoint.model.folding(eraser.map, at: place)
            try checkpoint.write(to: target.path)
            let logits = try TextClassifier(folder: target.path).logits(encoded)
            #expect(distance(logits.values.map { Double($0) }, expected.values.map { Double($0) }) < 1e-5)
        }
    }
}
