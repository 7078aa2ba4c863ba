public import FairnessMetrics

/// The page of a ledger: what was tried, what came of it, at whose cost. No network, no script, no other file.
public enum MitigationReport {
    /// Returns the page, in UTF-8; the same ledger always gives the same bytes.
    ///
    /// - Parameters:
    ///   - record: The file that holds every number, for the footer.
    /// - Throws: `ReportsError.brokenPage` if the page breaks a rule that every page keeps, which is an internal error.
    public static func html(for ledger: MitigationLedger, record: String = "ledger.json") throws(ReportsError)
        -> [UInt8]
    {
        try page(ledger, record).html()
    }

    /// Returns the page for a screen, for paper or as Markdown, in UTF-8.
    ///
    /// - Throws: `ReportsError.brokenPage` as `html(for:)` does.
    public static func rendered(_ ledger: MitigationLedger, as medium: ReportMedium) throws(ReportsError) -> [UInt8] {
        try page(ledger, "ledger.json").bytes(for: medium)
    }

    private static func page(_ ledger: MitigationLedger, _ record: String) -> ReportPage {
        let wording = LedgerWording(ledger: ledger)
        let parts: [(id: String, title: String, body: [Node]?)] = [
            ("result", "What came of it", result(wording)),
            ("caution", "Before it is used", caution(wording)),
            ("losses", "Who lost", StepLossesSection(wording: wording).body),
            ("groups", "Each group before and after", StepGroupsSection(wording: wording).body),
            ("gaps", "Every gap", StepGapsSection(wording: wording).body),
            ("scope", "How it was done", scope(wording)),
        ]
        return ReportPage(
            title: "What was tried: \(Shortening.shortened(ledger.title, to: 200))", toolVersion: ledger.toolVersion,
            header: (ledger.isSynthetic ? [ReportPage.syntheticBanner] : []) + [
                .make(.p, .class("kicker"), content: "Ways to treat groups more alike, and their price"),
                .make(.h1, content: .user(ledger.title, limit: 200)),
                .make(
                    .p, .class("byline"),
                    content:
                        "\(counted(ledger.steps.count - 1, "way")) tried, each fitted on \(counted(ledger.fittedRows, "row")) and judged on \(counted(ledger.judgedRows, "other row"))."
                ),
            ],
            sections: parts.compactMap { part in
                part.body.map { ReportPage.Section(id: part.id, title: part.title, body: $0) }
            },
            footer: .paragraph(
                "Made with Assize \(user: ledger.toolVersion) from \(user: record), which holds every number."),
            style: StyleSheet.comparison + StyleSheet.tradeOff
        )
    }

    private static func result(_ wording: LedgerWording) -> [Node] {
        let ledger = wording.ledger
        let front = Set(ledger.front)
        let points = ledger.steps.enumerated().compactMap { index, step -> TradeOffChart.Point? in
            guard let accuracy = step.overall.estimate("accuracy")?.defined,
                let gap = ledger.disparity(of: step)?.estimate.defined
            else { return nil }
            return TradeOffChart.Point(
                number: index + 1, gap: .init(value: gap.value, interval: gap.interval),
                accuracy: .init(value: accuracy.value, interval: accuracy.interval),
                isOnFront: front.contains(step.id), isChosen: step.id == ledger.chosen, isPlain: index == 0)
        }
        let chart = TradeOffChart(
            points: points, words: ("ways", "way", "the decisions as they are"), level: ledger.confidence.level)
        let table = DataTable(
            id: "steps-table",
            caption:
                "What was tried, on the rows held out; gap: \(wording.goal) by \(wording.groups)",
            columns: [
                .init("Way", .text), .init("Accuracy"), .init("Change, points"), .init("Gap"),
                .init("Change, points"), .init("The gap", .text), .init("Who lost", .text),
            ],
            rows: ledger.steps.enumerated().map { index, step in row(index, step, wording) }, style: "data moves")
        let better = ledger.steps.filter { ledger.outcome(of: $0) == .helps }.count
        let takeaway: Node =
            "Of \(counted(ledger.steps.count - 1, "way")), \(better == 0 ? "none" : better.grouped) make\(better > 1 ? "" : "s") the gap smaller by more than chance on rows that none was fitted on."
        return [
            .make(.p, .class("lead"), content: wording.lead), .takeaway(takeaway), chart.node ?? .none, table.node,
            .note(
                """
                Each way is compared with the first line on the same rows, so that the intervals of changes \
                (\(ledger.confidence.level)) are narrower than those of the figures beside them. Helps: the interval of the \
                gap’s change lies below 0. Does not help: it leaves no room for a reduction by more than \
                \((ledger.margin * 100).plainTick) points. Who lost: groups whose own accuracy, true positive or true negative \
                rate fell by more than chance, each figure taken by itself.
                """),
        ]
    }

    private static func row(_ index: Int, _ step: MitigationStep, _ wording: LedgerWording) -> [Node] {
        var remarks: [String] = []
        if step.id == wording.ledger.chosen { remarks.append("chosen") }
        if step.needsGroup { remarks.append("needs the group") }
        if step.isRandomised { remarks.append("draws") }
        let accuracy = step.change?.overall.first { $0.metric == "accuracy" }
        let name: Node = "\(index + 1). \(LedgerWording.heading(step))"
        let losers = step.change.map { change in
            change.groups.filter { $0.key.values.count == 1 && $0.metrics.contains(where: \.isLoss) }.map(\.key)
        }
        return [
            remarks.isEmpty ? name : .fragment([name, .subline(.text(remarks.joined(separator: ", ")))]),
            EstimateCell.node(step.overall.estimate("accuracy") ?? .undefined("not measured")) { $0.percent },
            accuracy.map { LedgerWording.cell($0.values.change) } ?? "–",
            EstimateCell.node(wording.ledger.disparity(of: step)?.estimate ?? .undefined("not measured")) {
                ($0 * 100).fixed(1)
            },
            wording.ledger.shift(of: step).map { LedgerWording.cell($0.values.change) } ?? "–",
            wording.ledger.outcome(of: step)?.node ?? "–",
            losers.map { $0.isEmpty ? "nobody shown" : Node.joined($0.map { .group($0) }, by: ", ") } ?? "–",
        ]
    }

    private static func caution(_ wording: LedgerWording) -> [Node]? {
        wording.ledger.notes.isEmpty
            ? nil : [.element(.ul, [], wording.ledger.notes.map { .make(.li, content: .sentence($0)) })]
    }

    private static func scope(_ wording: LedgerWording) -> [Node] {
        let ledger = wording.ledger
        let steps = ledger.steps.enumerated().dropFirst().flatMap { index, step -> [Node] in
            let choices = step.parameters.map { Node.make(.li, content: "\(user: $0.name): \(user: $0.value)") }
            return [
                .make(.h3, content: "\(index + 1). \(LedgerWording.heading(step))"),
                .paragraph(.sentence(step.explanation)),
                .element(.ul, [], choices + step.notes.map { .make(.li, content: .sentence($0)) }),
            ]
        }
        return [
            .takeaway(
                "Each way is fitted on some rows and judged once on others; what it reaches where it was fitted is no evidence."
            ),
            .element(
                .ul, [],
                [
                    .make(.li, content: "Data: \(.joined(ledger.data.map { .code($0) }, by: ", "))"),
                    .make(
                        .li,
                        content:
                            "Rows: \(ledger.fittedRows) to fit on, \(ledger.judgedRows) to judge on. Positive: \(user: ledger.positive)."
                    ),
                    .make(.li, content: "Seed: \("\(ledger.seed)")."),
                    .make(.li, content: "Again: \(.code(ledger.command))"),
                ]),
        ] + steps
    }
}
