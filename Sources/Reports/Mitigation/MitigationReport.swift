public import FairnessMetrics

/// The page of a ledger: what was tried, what came of it, at whose cost. No network, no script, no other file.
public enum MitigationReport {
    /// Returns the page, in UTF-8; the same ledger always gives the same bytes.
    ///
    /// - Parameters:
    ///   - ledger: What was tried, with figures before and after.
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
            (
                "result", "What came of it",
                [.make(.p, .class("lead"), content: wording.lead), .takeaway(LedgerFigure(wording: wording).helping)]
                    + LedgerFigure(wording: wording).nodes
            ),
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
