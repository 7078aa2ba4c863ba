internal import FairnessMetrics

/// The slices that a search found, for a terminal.
public enum SliceSummary {
    /// Returns the summary: what was searched, a table of slices, and what the numbers are.
    public static func text(for results: SliceResults) -> String {
        let metric = MetricWording(results.metric)
        let findings = results.findings
        var lines = ["\(results.title), by \(metric.nameWithinSentence)".visible]
        if results.data.isSynthetic { lines.append("SYNTHETIC DATA: generated, not observed.") }
        let overall = findings.overall.value.map { metric.value($0) } ?? "undefined"
        let counts = findings.overall.defined?.countWords.map { " (\($0))" } ?? ""
        lines.append(
            "\(counted(results.data.rows, "row")) · \(metric.nameWithinSentence) of everybody \(overall)\(counts)")
        lines.append(
            "\(counted(findings.searchedSlices, "slice")) of up to \(counted(results.settings.depth, "condition")) on "
                + "\(counted(results.columns.count, "column")) searched, each in at least "
                + "\(counted(results.settings.minimumRows, "row"))")
        lines.append("")
        if let note = findings.note {
            return (lines + ["No slice to report: \(note).".visible]).joined(separator: "\n") + "\n"
        }
        var table = TextTable(
            header: [
                "slice", "rows", "rate", "rest", "gap", "\(results.settings.confidence.level) interval",
                results.settings.permutations == nil ? "p (Holm)" : "p (max-T)", "verdict",
            ])
        let named = Set(results.columns.filter { $0.kind == .condition }.map(\.name))
        for slice in findings.slices { table.add(row(slice, metric, conditions: named)) }
        return (lines + table.lines + [""] + [explanation(results)]).joined(separator: "\n") + "\n"
    }

    private static func row(_ slice: SliceFinding, _ metric: MetricWording, conditions named: Set<String>) -> [String] {
        let conditions = slice.key.values.map { condition in
            // The value of a condition says it all.
            named.contains(condition.attribute) && !condition.isUnknown
                ? condition.value : "\(condition.attribute) = \(condition.value)"
        }
        func rate(_ estimate: Estimate) -> String { estimate.value.map { metric.value($0) } ?? "undefined" }
        func points(_ value: Double) -> String { (value * 100).fixed(1) }
        let gap = slice.difference.defined
        return [
            conditions.joined(separator: " × ").visible, slice.rows.grouped, rate(slice.rate), rate(slice.rest),
            gap.map { ($0.value > 0 ? "+" : "") + points($0.value) + " points" } ?? "undefined",
            gap.map { "\(points($0.interval.lower)) to \(points($0.interval.upper))" } ?? "",
            slice.adjustedPValue.pValueWords, slice.verdict.words.lowercasedFirst,
        ]
    }

    private static func explanation(_ results: SliceResults) -> String {
        let findings = results.findings
        let margin = MetricWording(results.metric).gap(results.settings.margin)
        if let permutations = results.settings.permutations {
            return "Rates are of the rows searched. p is the share of \(counted(permutations, "permutation")) of the "
                + "outcomes in which any slice stands out as much; the intervals hold for all slices searched at once; "
                + "verdicts take a margin of \(margin)."
        }
        return "Slices were found in \(counted(findings.searchedRows, "row")). Rates, intervals and p are of the other "
            + "\(counted(findings.heldOutRows, "row")), which the search did not see, and hold for all slices shown at "
            + "once; verdicts take a margin of \(margin)."
    }
}
