internal import FairnessMetrics

/// What a card says of how good the model is, for whom, and what changed.
struct CardEvaluation {
    let content: ModelCardContent

    /// More groups than this only the audit's own files show.
    private static let limit = 40

    init(_ content: ModelCardContent) { self.content = content }

    private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }

    /// What to take from the audit, at the head of the card.
    var lead: [String] {
        if let comparison = content.comparison {
            return [MarkdownText.escaped(ComparisonWording(comparison).lead.plain, limit: 2_000)]
        }
        guard let audit = content.audit else {
            return ["Its answers have not been audited: figures by group with verdicts are missing from this card."]
        }
        let context = ReportContext(audit)
        let main = context.singleSets.flatMap { context.disparities($0) }.filter(context.isMain)
        guard !main.isEmpty else { return ["The audit of its answers compares no groups."] }
        let counts = Verdict.allCases.compactMap { verdict -> String? in
            let count = main.count { $0.verdict == verdict }
            guard count > 0 else { return nil }
            switch verdict {
            case .disparityShown: return "\(count) \(count == 1 ? "shows" : "show") a disparity"
            case .noMaterialDisparity: return "\(count) \(count == 1 ? "lies" : "lie") within the margin"
            case .cannotTell: return "for \(count) the data cannot tell"
            }
        }
        return [
            "Of \(counted(main.count, "comparison")) between groups in its answers, \(counts.joined(separator: ", "))."
        ]
    }

    /// Figures of everybody, gaps with verdicts, and figures by group.
    var results: [String] {
        var parts: [String] = []
        if !content.heldOutFigures.isEmpty {
            parts.append("On the rows held out while training:")
            parts.append(
                MarkdownText.table(
                    ["Figure", "Value", "Interval"],
                    content.heldOutFigures.map { figure in
                        [
                            escaped(CardWording.figure(figure.name)),
                            figure.value.map { CardWording.value(figure.name, $0) } ?? "undefined",
                            figure.interval.map {
                                "\(CardWording.value(figure.name, $0.lower)) to \(CardWording.value(figure.name, $0.upper))"
                            } ?? "",
                        ]
                    }))
        }
        guard let audit = content.audit else { return parts }
        let context = ReportContext(audit)
        parts.append(
            "The audit “\(escaped(audit.title))”: \(counted(audit.data.rows, "row")), intervals at \(audit.settings.confidence.level), margin \(context.marginWords)."
        )
        if audit.data.isSynthetic { parts.append("The data of the audit are synthetic: generated, not observed.") }
        parts.append(
            MarkdownText.table(
                ["Everybody", "Value", "Interval", "Counts"],
                context.overall.metrics.filter { $0.metric != "count" }.map { entry in
                    [escaped(MetricWording(entry.metric).name)] + cells(entry.estimate, MetricWording(entry.metric))
                }))
        for set in context.singleSets { parts += group(set, context) }
        return parts
    }

    private func cells(_ estimate: Estimate?, _ metric: MetricWording) -> [String] {
        guard let estimate else { return ["not measured", "", ""] }
        switch estimate {
        case .undefined(let reason): return ["undefined", escaped(reason), ""]
        case .defined(let value):
            return [metric.value(value.value), metric.interval(value.interval), value.countWords ?? ""]
        }
    }

    private func group(_ set: [String], _ context: ReportContext) -> [String] {
        let gaps = context.disparities(set).filter(context.isMain)
        var parts = ["### By \(set.map(escaped).joined(separator: " × "))"]
        parts.append(
            MarkdownText.table(
                ["Gap between groups", "Size", "Interval", "Between", "Verdict"],
                gaps.map { disparity in
                    let value = disparity.estimate.defined
                    var pair = ""
                    if let high = disparity.highest, let low = disparity.lowest {
                        pair = "\(escaped(high.label)) over \(escaped(low.label))"
                    }
                    return [
                        escaped(
                            disparity.aggregation.isComposite
                                ? disparity.aggregation.name : MetricWording(disparity.metric).name),
                        value.map { disparity.sizeWords($0.value) } ?? "undefined",
                        value.map { disparity.ends($0.interval) } ?? "", pair, disparity.verdict.words,
                    ]
                }))
        let groups = context.groups(set)
        let metrics = Self.metrics(context)
        parts.append(
            MarkdownText.table(
                ["Group", "Rows"] + metrics.map { MetricWording($0).name },
                groups.prefix(Self.limit).map { group in
                    [escaped(group.key.label), group.isSuppressed ? "withheld" : group.count.grouped]
                        + metrics.map { id in
                            let metric = MetricWording(id)
                            guard let value = group.estimate(id)?.defined else { return "undefined" }
                            return "\(metric.value(value.value)) (\(metric.interval(value.interval)))"
                        }
                }))
        if groups.count > Self.limit {
            parts.append("\(counted(groups.count - Self.limit, "further group")) stand in the audit’s results.")
        }
        return parts
    }

    /// The headline metrics, and how often each group is decided rightly.
    private static func metrics(_ context: ReportContext) -> [String] {
        context.headlineMetrics
            + ["accuracy", "roc_auc"].filter {
                !context.headlineMetrics.contains($0) && context.overall.estimate($0)?.defined != nil
            }
    }

    /// Before and after, and who is worse off.
    var change: [String] {
        guard let comparison = content.comparison else { return [] }
        let wording = ComparisonWording(comparison)
        var parts = [MarkdownText.escaped(wording.relation.plain, limit: 2_000)]
        let gaps = comparison.disparities.filter {
            $0.subject.attributes.count == 1
                && (wording.isMain($0) || $0.subject.aggregation == .equalizedOddsDifference)
        }
        parts.append(
            MarkdownText.table(
                ["Gap", "Before", "After", "Change", "What became of it", "Verdicts"],
                gaps.map { gap in
                    let sizes = [gap.before, gap.after].map { disparity in
                        disparity?.estimate.value.map { size in disparity?.sizeWords(size) ?? "" } ?? "undefined"
                    }
                    let change = gap.change.difference.map { difference in
                        (difference > 0 ? "+" : "") + gap.subject.sizeWords(difference)
                            + (gap.change.bounds.map { " (\(gap.subject.ends($0)))" } ?? "")
                    }
                    let verdicts = [gap.before, gap.after].map { $0?.verdict.words ?? "absent" }
                    return [
                        escaped(CardWording.gap(gap.subject)), sizes[0], sizes[1], change ?? "not comparable",
                        gap.outcome.words, verdicts.joined(separator: " → "),
                    ]
                }))
        parts.append(MarkdownText.escaped(wording.losses.plain, limit: 2_000))
        let losses = comparison.losses.prefix(Self.limit)
        parts.append(
            MarkdownText.table(
                ["Who is worse off", "Figure", "Before", "After", "Worse by", "Evidence"],
                losses.map { loss in
                    let metric = MetricWording(loss.metric)
                    let values = [loss.change.before, loss.change.after].map {
                        $0?.value.map(metric.value) ?? "undefined"
                    }
                    let ofClass = loss.className.map { ", class \(escaped($0))" } ?? ""
                    return [
                        loss.key.values.isEmpty ? "everybody" : escaped(loss.key.label), escaped(metric.name) + ofClass,
                        values[0], values[1], metric.gap(loss.amount),
                        loss.isEvidenced ? "shown" : "cannot tell",
                    ]
                }))
        if comparison.losses.count > Self.limit {
            parts.append(
                "\(counted(comparison.losses.count - Self.limit, "further loss", "further losses")) stand in the comparison."
            )
        }
        return parts
    }
}
