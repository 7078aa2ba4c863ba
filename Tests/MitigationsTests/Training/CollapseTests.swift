import MatrixKernels
import Testing
import Transformers

@testable import Mitigations

struct CollapseTests {
    /// A step of a run of `count` whose most frequent label has a share of 0.6.
    static func report(
        _ step: Int, of count: Int = 50, predicted: Double, accuracy: Double = 0.6, loss: Double
    ) -> TrainingReport {
        TrainingReport(
            step: step, progress: Double(step) / Double(count), losses: [nil, loss], gradientNorm: nil, learningRate: 1,
            tokens: 1,
            figures: [
                [
                    PredictionMonitor.largestPredicted: predicted, PredictionMonitor.largestTarget: 0.6,
                    PredictionMonitor.accuracy: accuracy,
                ],
                [AdversaryFigure.loss: loss, AdversaryFigure.entropy: 0.5],
            ])
    }

    static func reason(predicted: Double, loss: Double, steps: Int = 80) -> CollapseDetector.Reason? {
        var detector = CollapseDetector()
        for step in 1...steps {
            if let reason = detector.observe(report(step, predicted: predicted, loss: loss)) { return reason }
        }
        return nil
    }

    @Test func `a run is stopped for one class and for an adversary beyond guessing, and for nothing else`() throws {
        #expect(CollapseTests.reason(predicted: 0.9, loss: 0.6) == nil)
        #expect(CollapseTests.reason(predicted: 1, loss: 0.6, steps: 49) == nil)
        let collapsed = try #require(CollapseTests.reason(predicted: 1, loss: 0.6))
        guard case .oneClass(let step, let share, let expected) = collapsed else {
            Issue.record("\(collapsed)")
            return
        }
        #expect(step == 50 && share == 1 && abs(expected - 0.6) < 1e-12)
        #expect(collapsed.description.contains("100.0 % of the examples, where 60.0 %"))
        let diverged = try #require(CollapseTests.reason(predicted: 0.7, loss: 1.6))
        guard case .adversaryDiverged(_, _, let guessing) = diverged else {
            Issue.record("\(diverged)")
            return
        }
        #expect(guessing == 0.5)
        #expect(diverged.description.contains("guessing has 0.5"))
    }

    @Test func `a few bad batches stop nothing`() {
        var detector = CollapseDetector()
        for step in 1...200 {
            let bad = step % 10 == 0
            #expect(detector.observe(CollapseTests.report(step, predicted: bad ? 1 : 0.7, loss: bad ? 4 : 0.5)) == nil)
        }
    }

    /// The step at which a run is stopped, after some at random, some that learn, and then one class alone.
    static func stop(random: Int, learned: Int, of count: Int) -> Int? {
        var detector = CollapseDetector()
        for step in 1...count {
            let report =
                switch step {
                case ...random: report(step, of: count, predicted: 0.6, accuracy: 0.5, loss: 0.5)
                case ...(random + learned): report(step, of: count, predicted: 0.7, accuracy: 0.9, loss: 0.5)
                default: report(step, of: count, predicted: 1, loss: 0.5)
                }
            if case .oneClass? = detector.observe(report) { return step }
        }
        return nil
    }

    @Test func `a model on its way through the frequent class has not collapsed`() throws {
        // First weights say this and that, which is not to have learned anything.
        #expect(CollapseTests.stop(random: 20, learned: 0, of: 1_000) == 500)
        // Whoever has learned and falls back is found as soon as a window shows it.
        let back = try #require(CollapseTests.stop(random: 20, learned: 100, of: 10_000))
        #expect(back > 120 && back <= 170)
    }

    /// Why a run is stopped, if it is.
    static func reason(_ objectives: [any Objective], epochs: Int) throws -> CollapseDetector.Reason? {
        var trainer = SmallRun.trainer(objectives + [PredictionMonitor(targets: SmallRun.labels)], epochs: epochs)
        var detector = CollapseDetector()
        while let report = try trainer.next() {
            if let reason = detector.observe(report) { return reason }
        }
        return nil
    }

    @Test func `a model that misleads a slow adversary is found out`() throws {
        // The adversary hardly learns, so the model can raise its loss without end.
        let slow = GradientReversal(
            SmallRun.attribute, labels: [], width: 2,
            settings: SmallRun.settings { ($0.input, $0.hidden, $0.learningRate) = (.logits, [], 1e-6) },
            strength: .constant(100), seed: 1)
        let reason = try #require(try CollapseTests.reason([SmallRun.classification, slow], epochs: 60))
        guard case .adversaryDiverged(_, let loss, let guessing) = reason else {
            Issue.record("\(reason)")
            return
        }
        #expect(loss > 3 * guessing)
    }

    @Test func `a model that says one thing is found out, and a healthy one is let be`() throws {
        let lopsided = ClassificationObjective(
            targets: SmallRun.labels, loss: CrossEntropy(classWeights: [1_000, 1]))
        let reason = try #require(try CollapseTests.reason([lopsided], epochs: 30))
        guard case .oneClass = reason else {
            Issue.record("\(reason)")
            return
        }
        #expect(
            try CollapseTests.reason([SmallRun.classification, ReversalRunTests.reversal(.constant(0.5))], epochs: 10)
                == nil)
    }

    @Test func `predictions are counted`() {
        var monitor = PredictionMonitor(targets: [0, 1, 1, 1])
        var step = GivenOutputs(logits: Matrix(rows: 4, columns: 2, [1, 0, 2, 1, 0, 3, 5, 0])).step([0, 1, 2, 3])
        #expect(monitor.add(to: &step) == nil)
        #expect(
            monitor.figures == [
                PredictionMonitor.largestPredicted: 0.75, PredictionMonitor.largestTarget: 0.75,
                PredictionMonitor.accuracy: 0.5,
            ])
    }
}
