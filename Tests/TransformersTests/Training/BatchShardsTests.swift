import MatrixKernels
import NumericalKernels
import Synchronization
import Testing
import TransformerFixtures

@testable import Transformers

/// Changes a process-wide setting, so its tests take turns.
@Suite(.serialized) struct BatchShardsTests {
    /// Sequences of 8 to 119 tokens, in no order.
    static func batch(of count: Int) -> PackedTokens {
        PackedTokens(
            (0..<count).map { number in
                var generator = SeededGenerator(seed: 4, stream: UInt64(number))
                return (0..<8 + number * 37 % 112).map { _ in Int32.random(in: 0..<40, using: &generator) }
            })
    }

    static func model() throws -> TextModel {
        try TextModel(
            EncoderConfiguration(
                architecture: .bert, vocabularySize: 40, width: 32, blockCount: 2, headCount: 2, innerWidth: 64,
                positionCount: 512, typeCount: 2), head: .classification(labels: 3), seed: 2)
    }

    @Test(arguments: [1, 2, 3, 4]) func `each sequence lies in one part, and the parts are of one size`(count: Int) {
        let batch = BatchShardsTests.batch(of: 21)
        let shards = BatchShards(batch, count: count)
        #expect(shards.tokens.count == count)
        // The largest had been no larger than the smallest when it was given its last, and so its shortest, sequence.
        let smallest = shards.tokens.map(\.tokenCount).min() ?? 0
        for part in shards.tokens {
            let shortest = zip(part.offsets, part.offsets.dropFirst()).map { $1 - $0 }.min() ?? 0
            #expect(part.tokenCount - shortest <= smallest)
        }
        // A number for each token and each sequence finds its way there and back.
        for (queries, rows) in [(SelfAttention.Queries.all, batch.tokenCount), (.firsts, batch.sequenceCount)] {
            let numbers = Matrix(rows: rows, columns: 1, (0..<rows).map(Float.init))
            let divided = shards.divided(numbers, queries)
            #expect(divided.reduce(0) { $0 + $1.rows } == rows)
            #expect(shards.gathered(divided, queries) == numbers)
        }
        let ids = Matrix(rows: batch.tokenCount, columns: 1, batch.ids.map(Float.init))
        for (part, values) in zip(shards.tokens, shards.divided(ids, .all)) {
            #expect(part.ids.map(Float.init) == values.values)
        }
    }

    @Test func `the number of tokens alone decides how many parts there are`() {
        func parts(_ lengths: [Int]) -> Int {
            BatchShards(PackedTokens(lengths.map { [Int32](repeating: 1, count: $0) })).tokens.count
        }
        #expect(parts([]) == 1)
        #expect(parts([511]) == 1 && parts([512]) == 1)
        #expect(parts([255, 256]) == 1 && parts([256, 256]) == 2 && parts([500, 12]) == 2)
        #expect(parts([512, 512, 512]) == 2 && parts([512, 512, 512, 512]) == 4)
    }

    /// Which models and outputs are tried.
    enum Case: CaseIterable {
        case whole, states, lowRank, bottlenecks, upperBlock
    }

    struct Outcome: Equatable {
        var logits: Matrix
        var states: Matrix
        var gradients: [Matrix]
    }

    private func outcome(_ kind: Case, recomputing: Bool) throws -> Outcome {
        var model = try BatchShardsTests.model()
        var trained = TrainedParameters.all
        switch kind {
        case .whole, .states: break
        case .upperBlock: trained = .aboveBlocks(frozen: 1)
        case .lowRank: model = try model.adding(LoRA(rank: 2, dropout: 0.2), seed: 5).movingAdapter()
        case .bottlenecks: model = try model.adding(BottleneckAdapters(width: 3), seed: 5).movingAdapter()
        }
        if model.adapter != nil { trained = .adapter }
        var gradients = Parameters(zeros: model.parameters.layout, where: try trained.predicate(for: model))
        let tokens = BatchShardsTests.batch(of: 12)
        #expect(BatchShards(tokens).tokens.count == 2)
        let pass = try model.forward(
            tokens, reading: kind == .states ? .states : .classifier, dropout: DropoutSource(seed: 3, step: 1),
            recomputing: recomputing, learningFrom: gradients.lowestDepth)
        model.backward(
            pass, logits: pass.logits, states: kind == .states ? pass.states : nil, lower: pass.lowerStates,
            into: &gradients)
        #expect(gradients.norm > 0)
        return Outcome(logits: try #require(pass.logits), states: pass.states, gradients: gradients.matrices)
    }

    @Test(arguments: Case.allCases) func `parts give the same bits on any number of threads`(kind: Case) throws {
        let before = ParallelLoop.workers.load(ordering: .relaxed)
        defer { ParallelLoop.workers.store(before, ordering: .relaxed) }
        var outcomes: [Outcome] = []
        // With four threads for two parts, the parts take turns and have all threads each.
        for (workers, recomputing) in [(1, false), (2, false), (3, true), (4, false)] {
            ParallelLoop.workers.store(workers, ordering: .relaxed)
            outcomes.append(try outcome(kind, recomputing: recomputing))
        }
        for other in outcomes.dropFirst() { #expect(other == outcomes[0]) }
    }

    @Test(arguments: [2, 4]) func `parts compute what the whole batch does`(count: Int) throws {
        let model = try BatchShardsTests.model()
        let batch = BatchShardsTests.batch(of: 12)
        func result(_ shards: BatchShards, _ queries: SelfAttention.Queries) -> (states: Matrix, sums: Parameters) {
            let (parts, lower, saved) = model.encoder.forward(
                shards.tokens, queries, nil, recomputing: false, learningFrom: 0, model.parameters)
            let states = shards.gathered(parts, queries)
            var sums = Parameters(zeros: model.parameters.layout)
            let slopes = GradientTests.weights(like: states, seed: 6)
            model.encoder.backward(
                shards.divided(slopes, queries),
                lower: lower.map { rows in
                    shards.divided(GradientTests.weights(like: shards.gathered(rows, .firsts), seed: 7), .firsts)
                }, saved, shards.tokens, queries, nil, model.parameters, into: &sums)
            return (states, sums)
        }
        for queries in [SelfAttention.Queries.all, .firsts] {
            let whole = result(BatchShards(batch, count: 1), queries)
            let parts = result(BatchShards(batch, count: count), queries)
            #expect(BatchShardsTests.distance(whole.states, parts.states) < 1e-5)
            for (index, entry) in model.parameters.layout.entries.enumerated() where entry.depth <= 2 {
                let (one, other) = (whole.sums.matrices[index], parts.sums.matrices[index])
                // Sums of as many terms as there are tokens, in another order.
                let largest = one.values.reduce(0) { max($0, Double(abs($1))) }
                #expect(largest > 0.1, "\(entry.names)")
                #expect(BatchShardsTests.distance(one, other) < 1e-5 * (1 + largest), "\(entry.names)")
            }
        }
    }

    @Test func `like sequences in two parts are dropped out differently`() throws {
        let model = try BatchShardsTests.model()
        let sequence = (0..<256).map { Int32($0 % 40) }
        let tokens = PackedTokens([sequence, sequence])
        let same = try model.forward(tokens, reading: .classifier).states
        #expect(same.rows(0..<1) == same.rows(1..<2))
        let dropped = try model.forward(tokens, reading: .classifier, dropout: DropoutSource(seed: 3, step: 1)).states
        #expect(dropped.rows(0..<1) != dropped.rows(1..<2))
        let again = try model.forward(tokens, reading: .classifier, dropout: DropoutSource(seed: 3, step: 1)).states
        #expect(again == dropped)
    }

    private static func distance(_ first: Matrix, _ second: Matrix) -> Double {
        zip(first.values, second.values).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
    }
}
