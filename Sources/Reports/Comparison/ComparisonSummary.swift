internal import FairnessMetrics

/// A comparison in plain words and a few tables, for a terminal.
public enum ComparisonSummary {
    /// Returns the summary: what to take from it, the gaps, the groups of each attribute, who lost, what differs.
    public static func text(for comparison: AuditComparison) -> String {
        let wording = ComparisonWording(comparison)
        var lines = [comparison.after.title.visible + ": before and after"]
        if comparison.before.data.isSynthetic || comparison.after.data.isSynthetic {
            lines.append("SYNTHETIC DATA: generated, not observed.")
        }
        lines += ["", wording.lead.plain, "", wording.relation.plain, ""]
        lines += gaps(wording) + groups(wording) + losses(wording)
        for difference in comparison.differences {
            let consequence = difference.consequence.map { ": \($0)" } ?? ""
            lines.append(
                "differs: \(difference.name.visible), \(difference.before.visible) before and \(difference.after.visible) after\(consequence)"
            )
        }
        lines += comparison.notCompared.map { "not compared: \($0.withoutControls)" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func gaps(_ wording: ComparisonWording) -> [String] {
        var table = TextTable(header: ["gap between groups", "before", "after", "change", "bounds", "", "verdict"])
        let gaps = wording.comparison.disparities.filter {
            $0.subject.attributes.count == 1 && (wording.isMain($0) || $0.subject.aggregation.isComposite)
        }
        guard !gaps.isEmpty else { return [] }
        for gap in gaps {
            let subject = gap.subject
            let name =
                subject.aggregation.isComposite
                ? subject.aggregation.name.lowercasedFirst : MetricWording(subject.metric).nameWithinSentence
            let ofClass = subject.isOfClass ? subject.className.map { ", \($0)" } ?? "" : ""
            let verdicts = [gap.before?.verdict, gap.after?.verdict].map { $0?.words.lowercasedFirst ?? "absent" }
            table.add([
                "\(subject.attributes.joined(separator: " × ")): \(name)\(ofClass)".visible, size(gap.before),
                size(gap.after),
                gap.change.difference.map { ($0 > 0 ? "+" : "") + subject.sizeWords($0) } ?? "–",
                gap.change.bounds.map(subject.ends) ?? "–", gap.outcome.words.lowercasedFirst,
                verdicts[0] == verdicts[1] ? verdicts[0] : "\(verdicts[0]) → \(verdicts[1])",
            ])
        }
        return table.lines + [""]
    }

    private static func size(_ disparity: Disparity?) -> String {
        guard let disparity else { return "absent" }
        return disparity.estimate.value.map(disparity.sizeWords) ?? "undefined"
    }

    private static func groups(_ wording: ComparisonWording) -> [String] {
        let comparison = wording.comparison
        let metrics = wording.chartMetrics.map { MetricWording($0) }
        let groups = comparison.groups.filter { $0.key.values.count == 1 }
        guard !metrics.isEmpty, !groups.isEmpty else { return [] }
        var table = TextTable(header: ["group"] + metrics.map(\.nameWithinSentence))
        for group in groups.prefix(maximumGroups) + [comparison.overall] {
            let name = group.key.values.first.map { "\($0.attribute): \($0.value)" } ?? "everybody"
            table.add(
                [name.visible]
                    + metrics.map { metric in
                        let change = group.change(metric.id)
                        let ends = [change?.before, change?.after].map { estimate in
                            estimate.map { $0.value.map { metric.value($0) } ?? "undefined" } ?? "absent"
                        }
                        return "\(ends[0]) → \(ends[1])"
                    })
        }
        let rest = groups.count > maximumGroups ? ["… and \(counted(groups.count - maximumGroups, "more group"))"] : []
        return table.lines + rest + [""]
    }

    private static func losses(_ wording: ComparisonWording) -> [String] {
        let all = wording.comparison.losses
        guard !all.isEmpty else { return [] }
        let shown = all.prefix(maximumLosses).map { loss in
            "  worse: \(wording.loss(loss).plain)\(loss.isEvidenced ? "" : " (may be chance)")"
        }
        let rest = all.count > maximumLosses ? ["  … and \(all.count - maximumLosses) more in comparison.json"] : []
        return shown + rest + [""]
    }

    private static let maximumGroups = 14
    private static let maximumLosses = 12
}
