internal import Glibc
public import Transformers

/// Tells from the reports of a run when it has come to nothing, and why.
///
/// Two things happen to models with an adversary. Predictions collapse into one class, which hides the group perfectly and
/// serves nobody. Or the adversary diverges: its loss rises far above what it would have by guessing, because the model
/// has learned to mislead it instead of hiding the group. Both are judged by the mean of the last reports, so that one
/// batch decides nothing. A run that goes on from a snapshot begins with no reports.
///
/// A healthy run goes through one class, too, where one label is far more frequent than the others. So one class is a
/// collapse only once the model was right more often than by always saying the most frequent label, or if it still says
/// one thing by half of the run.
public struct CollapseDetector: Sendable {
    /// Why a run should stop.
    public enum Reason: Sendable, Equatable, CustomStringConvertible {
        /// Nearly all predictions are one class.
        case oneClass(step: Int, share: Double, expected: Double)
        /// An adversary's loss is far above that of guessing.
        case adversaryDiverged(step: Int, loss: Double, guessing: Double)

        /// What happened, and how to mend it.
        public var description: String {
            switch self {
            case .oneClass(let step, let share, let expected):
                "by step \(step) the model gives one class to \(percent(share)) % of the examples, where "
                    + "\(percent(expected)) % have the most frequent label: lower the adversary's strength or the "
                    + "learning rate, or let the strength rise more slowly"
            case .adversaryDiverged(let step, let loss, let guessing):
                "by step \(step) the adversary's loss is \(rounded(loss)), where guessing has \(rounded(guessing)): the "
                    + "model misleads it instead of hiding the group; lower its strength, raise its learning rate, or "
                    + "give it more steps on each batch"
            }
        }

        private func percent(_ share: Double) -> Double { (share * 1000).rounded() / 10 }
        private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
    }

    /// How many reports are judged together.
    public var window = 50
    /// How near to 1 the share of the most frequent prediction may come, as a share of the way from the targets' own.
    public var largestShare = 0.95
    /// How many times the loss of guessing an adversary's loss may be.
    public var largestLossRatio = 3.0
    /// How much of the run may pass before the model says more than one thing.
    public var slowestStart = 0.5
    /// How far accuracy has to come on the way from the most frequent label's share to 1 for a model that has learned.
    public var leastLearned = 0.1
    private var hasLearned = false
    private var predicted: [Double] = [], wanted: [Double] = [], right: [Double] = []
    private var losses: [[Double]] = []

    /// Makes a detector with the usual limits.
    public init() {}

    /// Takes note of a step.
    ///
    /// The predictions are seen if a `PredictionMonitor` is among the objectives, and every adversary that is.
    ///
    /// - Returns: Why the run should stop; nil if it may go on, or if too few steps were seen to say.
    public mutating func observe(_ report: TrainingReport) -> Reason? {
        if losses.count != report.figures.count { losses = report.figures.map { _ in [] } }
        for (index, figures) in report.figures.enumerated() {
            if let share = figures[PredictionMonitor.largestPredicted],
                let target = figures[PredictionMonitor.largestTarget],
                let accuracy = figures[PredictionMonitor.accuracy]
            {
                note(share, &predicted)
                note(target, &wanted)
                note(accuracy, &right)
            }
            guard let loss = figures[AdversaryFigure.loss], let entropy = figures[AdversaryFigure.entropy],
                entropy > 0
            else { continue }
            note(loss, &losses[index])
            let mean = mean(losses[index])
            if losses[index].count == window && mean > largestLossRatio * entropy {
                return .adversaryDiverged(step: report.step, loss: mean, guessing: entropy)
            }
        }
        guard predicted.count == window else { return nil }
        let (share, expected) = (mean(predicted), mean(wanted))
        hasLearned = hasLearned || mean(right) > expected + leastLearned * (1 - expected)
        let isOneClass = share > expected + largestShare * (1 - expected)
        return isOneClass && (hasLearned || report.progress >= slowestStart)
            ? .oneClass(step: report.step, share: share, expected: expected) : nil
    }

    private func note(_ value: Double, _ values: inout [Double]) {
        values.append(value)
        if values.count > window { values.removeFirst(values.count - window) }
    }

    private func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
