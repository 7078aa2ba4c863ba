import FairnessMetrics
import Models

/// The line on standard error that tells how far a training run has come, and a line for each evaluation.
final class TrainingMeter {
    /// What is being trained, before the bar.
    var title = ""
    private let isQuiet: Bool
    private let isTerminal = Terminal.errorIsTerminal
    private var shown = 0.0
    private var isVisible = false

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Shows a bar, at most five times a second, and each evaluation on a line that stays.
    func show(_ progress: FineTuning.Progress) {
        guard !isQuiet else { return }
        if let evaluation = progress.evaluation, title.isEmpty {
            wipe()
            Terminal.write("step \(progress.step): \(TrainingMeter.summary(evaluation))\n")
        }
        guard isTerminal, Terminal.now - shown > 0.2 else { return }
        shown = Terminal.now
        isVisible = true
        let share = Double(progress.step) / Double(progress.steps)
        let full = Int(24 * share)
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 24 - full)
        let left = Int(progress.secondsLeft.rounded(.up))
        let time = left >= 60 ? "\(left / 60) min \(left % 60) s" : "\(left) s"
        Terminal.writeError(
            "\r\(title.isEmpty ? "" : title + " ")\(bar) \(progress.step)/\(progress.steps), loss "
                + (progress.loss.map(TrainingMeter.rounded) ?? "–")
                + ", \(Int(progress.tokensPerSecond)) tokens/s, about \(time) left\u{1B}[K")
    }

    /// Wipes the bar.
    func finish() { wipe() }

    /// The figures that most look at first, in one line.
    private static func summary(_ evaluation: Evaluation) -> String {
        let usual = ["loss", "perplexity", "accuracy", "f1", "macro_f1", "roc_auc", "mean_squared_error"]
        let figures = evaluation.figures.filter { usual.contains($0.name) }.map { "\($0.name) \(rounded($0.value))" }
        let gaps = evaluation.gaps.filter { $0.name.hasSuffix(".equalized_odds_difference") }
            .map { "\($0.name) \(rounded($0.estimate.value))" }
        return (figures + gaps).joined(separator: ", ")
    }

    /// The figures and gaps of an evaluation, one a line.
    static func lines(_ evaluation: Evaluation) -> String {
        let usual = [
            "loss", "perplexity", "accuracy", "balanced_accuracy", "f1", "macro_f1", "roc_auc", "mean_absolute_error",
            "r_squared",
        ]
        let figures = evaluation.figures.filter { usual.contains($0.name) }.map {
            "  \($0.name) \(rounded($0.value))\n"
        }
        let criteria = Aggregation.allCases.filter(\.isComposite).map { ".\($0.rawValue)" }
        let gaps = evaluation.gaps.filter { gap in criteria.contains(where: gap.name.hasSuffix) }.map {
            name, estimate in
            "  \(name) \(rounded(estimate.value)) [\(rounded(estimate.interval.lower)), "
                + "\(rounded(estimate.interval.upper))]\n"
        }
        return (figures + gaps).joined()
    }

    private static func rounded(_ value: Double) -> String {
        value.isFinite ? "\((value * 10_000).rounded() / 10_000)" : "\(value)"
    }

    private func wipe() {
        if isVisible { Terminal.writeError("\r\u{1B}[K") }
        isVisible = false
    }
}
