public import FairnessMetrics

/// What a ledger says on a terminal.
public enum LedgerSummary {
    /// Returns a line for each way, then what came of the chosen one.
    public static func text(for ledger: MitigationLedger) -> String {
        let wording = LedgerWording(ledger: ledger)
        var table = TextTable(header: ["", "accuracy", "change", "gap", "change", "the gap", "groups that lost"])
        for (index, step) in ledger.steps.enumerated() {
            let accuracy = step.overall.estimate("accuracy")?.value
            let gap = ledger.disparity(of: step)?.estimate.value
            let price = step.change?.overall.first { $0.metric == "accuracy" }?.values.change
            let shift = ledger.shift(of: step)?.values.change
            let losers = Set(step.change?.losses.map(\.group) ?? [])
            table.add([
                "\(index + 1). \(step.id)\(step.id == ledger.chosen ? " *" : "")".withoutControls,
                accuracy.map(\.percent) ?? "undefined", price.map(short) ?? "",
                gap.map { ($0 * 100).fixed(1) } ?? "undefined", shift.map(short) ?? "",
                ledger.outcome(of: step)?.words.lowercased() ?? "", step.change == nil ? "" : "\(losers.count)",
            ])
        }
        let by = ledger.attributes.map(\.withoutControls).joined(separator: " × ")
        var lines = [
            "\(ledger.title.withoutControls): fitted on \(counted(ledger.fittedRows, "row")), judged on \(counted(ledger.judgedRows, "other row"))",
            "Gap: \(wording.goal) by \(by), in points; intervals \(ledger.confidence.level)", "",
        ]
        lines += table.lines
        lines += ["", wording.lead.plain]
        if ledger.chosen != nil { lines.append("* written") }
        lines += ledger.notes.prefix(1).map(\.withoutControls)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func short(_ estimate: Estimate) -> String {
        guard let value = estimate.defined else { return "undefined" }
        return
            "\(LedgerWording.signed(value.value)) [\(LedgerWording.signed(value.interval.lower)), \(LedgerWording.signed(value.interval.upper))]"
    }
}
