internal import FairnessMetrics

extension ReportSection {
    /// What the evidence supports: the worst finding in words, a verdict for each attribute, what was not measured.
    static let verdicts = ReportSection(
        id: "verdicts", title: "What the evidence supports",
        question: "Which disparities are shown, which are not, and what cannot be told?"
    ) { context in
        let strips = VerdictStrips(context)
        guard !strips.all.isEmpty else { return nil }
        return [.make(.p, .class("lead"), content: VerdictWords.lead(context, strips))]
            + VerdictWords.second(context) + VerdictWords.meaning(context) + strips.nodes
            + VerdictWords.controls(context) + VerdictWords.gates(context) + Unmeasured(context).nodes
    }
}

/// The verdicts on the headline comparisons, attribute by attribute.
private struct VerdictStrips {
    let context: ReportContext
    /// Each set of attributes with its comparison in each headline metric.
    let rows: [(set: [String], cells: [Disparity?])]

    init(_ context: ReportContext) {
        self.context = context
        rows = context.attributeSets.map { set in
            (set, context.headlineMetrics.map { context.difference(of: $0, set) })
        }.filter { row in row.cells.contains { $0 != nil } }
    }

    /// The headline comparisons, and in a multi-class audit those of single classes.
    var all: [Disparity] {
        rows.flatMap { $0.cells.compactMap(\.self) }
            + context.attributeSets.flatMap(context.classDisparities).filter(context.isMainOfClass)
    }

    /// A strip of cards for each set of attributes; cards stand below each other where the page is narrow.
    var nodes: [Node] {
        rows.map { row in
            let cards = zip(context.headlineMetrics, row.cells).map { metric, disparity -> Node in
                .make(
                    .li, content: .make(.strong, content: .text(MetricWording(metric).name)),
                    disparity.map(card) ?? .subline("not compared"))
            }
            return .make(
                .div, .class("strip"), content: .make(.h3, content: "By \(.attributes(row.set))"),
                .element(.ul, [], cards))
        }
    }

    private func card(_ disparity: Disparity) -> Node {
        var lines: [Node] = [disparity.verdict.node]
        if let value = disparity.estimate.defined {
            lines.append(.make(.span, .class("size"), content: .text(MetricWording(disparity.metric).gap(value))))
        }
        if let reason = disparity.estimate.undefinedReason { lines.append(.subline(.sentence(reason))) }
        if let highest = disparity.highest, let lowest = disparity.lowest, disparity.estimate.defined != nil {
            lines.append(.subline("\(highest) over \(lowest)"))
            let isSmall = [highest, lowest].compactMap(context.group).contains {
                context.isSmall($0, in: disparity.metric)
            }
            if isSmall {
                lines.append(.subline("one of them rests on fewer than \(context.settings.headlineCell) rows"))
            }
            if let evidence = disparity.evidence, disparity.verdict == .disparityShown {
                lines.append(
                    surest(evidence, of: disparity, isNewPair: evidence.highest != highest || evidence.lowest != lowest)
                )
            }
        }
        if let bounds = disparity.unknownBounds {
            // Only rates have such bounds.
            lines.append(
                .subline("\((bounds.lower * 100).fixed(1)) to \(bounds.upper.points), wherever the unknown belong"))
        }
        if disparity.notEstimable > 0 {
            lines.append(.subline("\(counted(disparity.notEstimable, "group")) could not be estimated"))
        }
        return .fragment(lines)
    }

    /// The pair between which the gap is surest, if it is another one, and how many people it concerns.
    private func surest(_ evidence: Evidence, of disparity: Disparity, isNewPair: Bool) -> Node {
        let metric = MetricWording(disparity.metric)
        let pair: Node =
            isNewPair
            ? "surest: \(evidence.highest) over \(evidence.lowest), \(metric.gap(evidence.gap, evidence.interval))"
            : .none
        guard metric.isShare, let people = evidence.people else {
            return isNewPair ? .subline(pair) : .none
        }
        let count = "\(counted(people, "person", "people")) more than at the lower rate"
        return isNewPair ? .fragment([.subline(pair), .subline("\(count)")]) : .subline("\(count)")
    }
}

/// The sentences of the section.
private enum VerdictWords {
    /// The headline: the worst finding, or that none is shown.
    static func lead(_ context: ReportContext, _ strips: VerdictStrips) -> Node {
        if let finding = Finding.worst(in: context, among: context.singleSets) {
            return finding.sentence(in: context)
        }
        if let finding = Finding.worst(in: context, among: context.intersectionSets) {
            return finding.sentence(in: context)
        }
        let total = strips.all.count
        let open = strips.all.count { $0.verdict == .cannotTell }
        let shown = strips.all.count { $0.verdict == .disparityShown }
        if shown > 0 {
            return """
                \(counted(shown, "comparison")) of \(total) \(shown == 1 ? "shows" : "show") a disparity beyond the \
                margin, but only between groups of which one has fewer than \(context.settings.headlineCell) rows.
                """
        }
        if open == total {
            return """
                These data cannot tell whether there is a material disparity: \
                \(total == 1 ? "the one comparison is" : "all \(total.grouped) comparisons are") too uncertain, or \
                leave out groups that could not be estimated.
                """
        }
        if open > 0 {
            return """
                No disparity beyond the margin is shown. For \(open) of \(counted(total, "comparison")) the data cannot \
                tell; the others lie within the margin.
                """
        }
        return """
            \(total == 1 ? "The one comparison lies" : "All \(total.grouped) comparisons lie") within the margin of \
            \(context.marginWords), at a confidence of \(context.settings.confidence.level).
            """
    }

    /// The worst finding among combinations of attributes, if it is wider than the headline's.
    static func second(_ context: ReportContext) -> [Node] {
        guard let headline = Finding.worst(in: context, among: context.singleSets),
            let finding = Finding.worst(in: context, among: context.intersectionSets),
            finding.evidencedGap > headline.evidencedGap
        else { return [] }
        return [.paragraph("Between combinations of attributes the gap is wider. \(finding.sentence(in: context))")]
    }

    /// What the words of the headline mean.
    static func meaning(_ context: ReportContext) -> [Node] {
        var sentences: [Node] = []
        if context.settings.task != .binary {
            // Nobody is selected by a number or a class.
        } else if let prediction = context.role("prediction") {
            sentences.append(
                prediction.positive.map { "“Selected” means that \(.code(prediction.column)) is \(.code($0)). " }
                    ?? "“Selected” means that \(.code(prediction.column)) holds. ")
        } else if let score = context.role("score"), let threshold = context.settings.threshold {
            sentences.append("“Selected” means that \(.code(score.column)) is at least \(threshold.plain). ")
        }
        sentences.append(
            """
            A gap counts as material beyond \(context.marginWords). “Disparity shown” means that the whole \
            interval lies beyond that margin; “no material disparity”, that it lies within; “cannot tell”, that it \
            reaches both sides or that a group could not be estimated.
            """)
        return [.note(.fragment(sentences))]
    }

    /// Points to the comparisons within strata, which may tell another story.
    static func controls(_ context: ReportContext) -> [Node] {
        guard let widest = StrataTable.widest(StrataTable.all(context)) else { return [] }
        let link = Node.make(.a, .link(to: "strata"), content: "compared among people alike")
        return [.paragraph("By \(.attributes(context.results.controls)), \(link): \(widest.sentence)")]
    }

    static func gates(_ context: ReportContext) -> [Node] {
        let gates = context.results.gates
        guard !gates.isEmpty else { return [] }
        let crossed = gates.count { !$0.isMet }
        let link = Node.make(.a, .link(to: "gates"), content: "see the gates")
        guard crossed > 0 else {
            return [
                .paragraph("\(gates.count == 1 ? "The one gate is" : "All \(gates.count) gates are") met (\(link)).")
            ]
        }
        return [
            .paragraph(
                "\(crossed) of \(counted(gates.count, "gate")) \(crossed == 1 ? "is" : "are") crossed (\(link)).")
        ]
    }
}

/// What the results say nothing about.
private struct Unmeasured {
    let nodes: [Node]

    private static let limit = 12

    init(_ context: ReportContext) {
        var items: [Node] = []
        let groups = context.attributeSets.flatMap(context.groups)
        let small = groups.count { $0.withheld == .primary }
        if small > 0 {
            items.append(
                """
                \(counted(small, "group")) of fewer than \(counted(context.settings.minimumCell, "row")) \
                \(small == 1 ? "is" : "are") withheld.
                """)
        }
        let beside = groups.count { $0.withheld == .secondary }
        if beside > 0 {
            items.append(
                """
                \(counted(beside, "larger group")) \(beside == 1 ? "is" : "are") withheld because \
                \(beside == 1 ? "its number" : "their numbers") would give away those of smaller ones.
                """)
        }
        for group in groups where group.key.isUnknown && group.key.values.count == 1 && !group.isSuppressed {
            let fate: Node =
                context.settings.comparesUnknown
                ? "they are compared as a group of their own" : "they are shown but not compared"
            items.append(
                "\(counted(group.count, "row")) \(group.count == 1 ? "has" : "have") no \(.attributes(group.key.attributes)): \(fate)."
            )
        }
        for metric in context.headlineMetrics {
            for group in groups where !group.isSuppressed && group.key.values.count == 1 {
                guard let reason = group.estimate(metric)?.undefinedReason else { continue }
                items.append(
                    """
                    The \(MetricWording(metric).nameWithinSentence) of \(group.key) (\(.attributes(group.key.attributes))) \
                    is not defined: \(.sentence(reason.withoutFullStop)).
                    """)
            }
        }
        guard !items.isEmpty else {
            nodes = []
            return
        }
        let more = items.count - Self.limit
        if more > 0 { items = items.prefix(Self.limit) + ["\(more) more, in the tables below."] }
        nodes = [
            .make(.h3, content: "What could not be measured"),
            .element(.ul, [], items.map { .make(.li, content: $0) }),
        ]
    }
}
