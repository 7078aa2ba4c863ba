import MatrixKernels
import Testing
import Transformers

@testable import Mitigations

struct CollapseTests {
    static func report(_ step: Int, of count: Int = 50, predicted: Double, loss: Double) -> TrainingReport {
        TrainingReport(
            step: step, progress: Double(step) / Double(count), losses: [nil, loss], gradientNorm: nil, learningRate: 1,
            tokens: 1,
            figures: [
                [PredictionMonitor.largestPredicted: predicted, PredictionMonitor.largestTarget: 0.6],
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

    @Test func `a model that begins with the frequent class has not collapsed`() {
        var detector = CollapseDetector()
        var never: CollapseDetector.Reason?
        for step in 1...200 {
            #expect(never == nil)
            never = detector.observe(CollapseTests.report(step, of: 400, predicted: 1, loss: 0.5))
        }
        #expect(never != nil)

        // One that was on its way and fell back has, however early.
        detector = CollapseDetector()
        for step in 1...100 { _ = detector.observe(CollapseTests.report(step, of: 4_000, predicted: 0.7, loss: 0.5)) }
        var back: CollapseDetector.Reason?
        for step in 101...160 where back == nil {
            back = detector.observe(CollapseTests.report(step, of: 4_000, predicted: 1, loss: 0.5))
        }
        guard case .oneClass? = back else {
            Issue.record("\(String(describing: back))")
            return
        }
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
