import MatrixKernels
import Models
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations

struct PerceptronLearnerTests {
    /// Two numbers whose signs decide the label together, and nothing alone.
    static func crossed(_ count: Int, seed: UInt64) -> (features: Matrix, targets: [Bool]) {
        var generator = SeededGenerator(seed: seed)
        var (values, targets): ([Float], [Bool]) = ([], [])
        for _ in 0..<count {
            let (x, y) = (generator.normal(), generator.normal())
            values += [Float(x), Float(y)]
            targets.append((x > 0) != (y > 0))
        }
        return (Matrix(rows: count, columns: 2, values), targets)
    }

    /// A learner of one batch, for which weights are exact.
    static func small(batchSize: Int, steps: Int = 80) -> PerceptronLearner {
        var learner = PerceptronLearner(seed: 4)
        (learner.epochs, learner.batchSize, learner.leastSteps) = (1, batchSize, steps)
        return learner
    }

    @Test func `it learns what a logistic regression cannot`() throws {
        let (features, targets) = Self.crossed(300, seed: 1)
        let (others, truth) = Self.crossed(300, seed: 2)
        func accuracy(_ learner: any WeightedLearner) throws -> Double {
            let decisions = try learner.fit(features, targets: targets, weights: Array(repeating: 1, count: 300))
                .decisions(others)
            return Double(zip(decisions, truth).count { $0 == $1 }) / 300
        }
        #expect(try accuracy(LogisticLearner()) < 0.65)
        #expect(try accuracy(PerceptronLearner(seed: 1)) > 0.92)
    }

    @Test func `a row that counts twice is two rows, and one that counts nothing is none`() throws {
        let (features, targets) = Self.crossed(100, seed: 3)
        let copies = (0..<100).flatMap { Array(repeating: $0, count: $0 < 40 ? 3 : $0 < 60 ? 0 : 1) }
        let learner = Self.small(batchSize: 500)
        let weighted = try learner.learn(
            features, targets: targets, weights: (0..<100).map { $0 < 40 ? 3 : $0 < 60 ? 0 : 1 }
        ).probabilities(features)
        let copied = try learner.learn(
            features.rows(at: copies), targets: copies.map { targets[$0] },
            weights: Array(repeating: 1, count: copies.count)
        ).probabilities(features)
        let plain = try learner.learn(features, targets: targets, weights: Array(repeating: 1, count: 100))
            .probabilities(features)
        // Floats are added up in another order, and Adam divides by small numbers.
        #expect(zip(weighted, copied).allSatisfy { abs($0 - $1) < 2e-3 })
        #expect(zip(weighted, plain).contains { abs($0 - $1) > 0.05 })
        let scaled = try learner.learn(
            features, targets: targets, weights: (0..<100).map { $0 < 40 ? 12 : $0 < 60 ? 0 : 4 }
        ).probabilities(features)
        #expect(zip(weighted, scaled).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test func `the same seed makes the same model`() throws {
        let (features, targets) = Self.crossed(90, seed: 5)
        func probabilities(_ seed: UInt64) throws -> [Double] {
            var learner = Self.small(batchSize: 32)
            learner.seed = seed
            return try learner.learn(features, targets: targets, weights: (0..<90).map { Double(1 + $0 % 4) })
                .probabilities(features)
        }
        #expect(try probabilities(1) == probabilities(1))
        #expect(try probabilities(1) != probabilities(2))
    }

    @Test func `reductions hold it to their constraint`() throws {
        let table = SampleRows.table(groups: ["a", "b", "c"], count: 300)
        let features = FeatureEncoder(fittingTo: table.features).encode(table.features)
        let labels = table.labels.map { $0 == 1 }
        let learner = Self.small(batchSize: 300, steps: 60)
        let constraint = ParityConstraint(.demographicParity, .difference(0.03))
        let moments = ParityMoments(
            constraint, labels: labels, groups: table.groups, weights: Array(repeating: 1, count: 300))
        let before =
            try moments.violations(
                learner.learn(features, targets: labels, weights: Array(repeating: 1, count: 300)).decisions(features)
            ).max() ?? 0
        var settings = ExponentiatedGradient.Settings()
        settings.maximumSteps = 3
        let mixture = try ExponentiatedGradient(
            features, labels: labels, groups: table.groups, constraint: constraint, learner: learner,
            settings: settings)
        #expect(before > 0.1 && mixture.violation < before / 2, "\(before), \(mixture.violation)")
        var grid = GridSearch.Settings()
        grid.size = 3
        let search = try GridSearch(
            features, labels: labels, groups: table.groups, constraint: constraint, learner: learner, settings: grid)
        #expect(search.points[search.chosen].violation <= before)
        #expect(search.points[search.chosen].scorer is PerceptronScorer)
    }

    @Test(arguments: [TableMethod.Kind.massaging, .prejudiceRemover, .adversary])
    func `a ledger's lines learn with it`(kind: TableMethod.Kind) throws {
        let table = SampleRows.table(groups: ["a", "b"], count: 200)
        let split = RowSplit.split(200, share: 0.4, seed: 1)
        func trials(_ learner: TableLearner) throws -> TableTrials {
            try TableTrials(
                training: table.rows(split.training), held: table.rows(split.held), constraint: .demographicParity,
                learner: learner, seed: 1)
        }
        let (logistic, perceptron) = (try trials(.logistic), try trials(.perceptron))
        let trial = try perceptron.trial(TableMethod(kind))
        let right = zip(trial.decisions, perceptron.held.labels).count { ($0 ? 1 : 0) == $1 }
        #expect(right > 40, "\(right) of 80")
        // The prejudice remover is a logistic regression whatever learns beside it, and says so.
        let isAlike = try logistic.trial(TableMethod(kind)).decisions == trial.decisions
        #expect(isAlike == (kind == .prejudiceRemover))
        #expect(trial.notes.contains { $0.contains("whatever learns the other lines") } == (kind == .prejudiceRemover))
    }
}
