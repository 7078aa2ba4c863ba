import FairnessMetrics
import Mitigations
import Models

/// What a debiasing run says on the terminal.
enum DebiasSummary {
    /// One trial on the development rows.
    static func line(_ judgement: Debiasing.Judgement) -> String {
        let name = judgement.trial.name.padding(to: 28)
        if let collapse = judgement.collapse { return "\(name) collapsed: \(collapse)" }
        guard let point = judgement.tradeOff, let evaluation = judgement.evaluation else {
            return "\(name) cannot be compared: a group of the development rows has no text of one label"
        }
        return "\(name) accuracy \(percent(point.accuracy)), AUC \(number(evaluation.value("roc_auc"))), gap "
            + "\(percent(point.gap)), distance \(number(point.distance))" + leakage(judgement.leakage)
            + (judgement.copies.map { ", with \($0) swapped copies" } ?? "")
    }

    /// The choice, and the result on the test rows.
    static func text(_ result: Debiasing.Result) -> String {
        var text =
            "\nChosen: \(result.judgements[result.chosen].trial.name), compared on \(result.developmentCount) "
            + "development texts; judged on \(result.testCount) others:\n"
        for verdict in [result.before, result.after] {
            text +=
                "  \(verdict.name.padding(to: 26)) accuracy \(percent(verdict.evaluation.value("accuracy"))), AUC "
                + "\(number(verdict.evaluation.value("roc_auc")))" + leakage(verdict.leakage) + "\n"
            for (name, estimate) in verdict.evaluation.gaps
            where name.hasSuffix(".equalized_odds_difference") || name.hasSuffix(".demographic_parity_difference") {
                text +=
                    "    \(name) \(percent(estimate.value)) [\(percent(estimate.interval.lower)), "
                    + "\(percent(estimate.interval.upper))]\n"
            }
        }
        var (shown, open): ([String], [String]) = ([], [])
        for change in result.changes {
            let rates = [
                ("accuracy", change.accuracy), ("true positive rate", change.truePositiveRate),
                ("true negative rate", change.trueNegativeRate),
            ]
            for (name, rate) in rates {
                guard let rate, rate.value < 0 else { continue }
                let interval = rate.interval(z: 1.959963984540054)
                let line =
                    "  \(change.attribute) \(change.value): \(name) \(percent(rate.before)) → \(percent(rate.after)), "
                    + "change \(percent(rate.value)) [\(percent(interval.lower)), \(percent(interval.upper))]\n"
                if interval.upper < 0 { shown.append(line) } else { open.append(line) }
            }
        }
        if shown.isEmpty && open.isEmpty { text += "No group's own rate fell.\n" }
        if !shown.isEmpty { text += "Who lost:\n" + shown.joined() }
        if !open.isEmpty { text += "Who may have lost (the interval reaches 0):\n" + open.joined() }
        return text
    }

    private static func leakage(_ leakage: [RepresentationLeakage]) -> String {
        leakage.isEmpty ? "" : ", leakage " + leakage.map(\.summary).joined(separator: ", ")
    }

    private static func percent(_ value: Double?) -> String {
        value.map { "\((1000 * $0).rounded() / 10) %" } ?? "–"
    }

    private static func number(_ value: Double?) -> String {
        value.map { "\((1000 * $0).rounded() / 1000)" } ?? "–"
    }
}

extension String {
    /// The text followed by as many spaces as make it this long.
    fileprivate func padding(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - count)) }
}
