internal import FairnessMetrics

extension ReportSection {
    /// What was tried to make groups be treated more alike, where a ledger was kept.
    static let ledger = ReportSection(
        id: "mitigations", title: "What was tried",
        question: "Which ways of treating groups more alike were tried, what did they bring, and at whose cost?"
    ) { context in
        guard let digest = context.results.ledger else { return nil }
        let wording = LedgerWording(ledger: digest.ledger)
        let figure = LedgerFigure(wording: wording)
        let ledger = digest.ledger
        return [.takeaway("\(wording.lead) \(figure.helping)")]
            + figure.nodes + (StepLossesSection(wording: wording).body ?? [])
            + [
                .element(.ul, [], ledger.notes.map { .make(.li, content: .sentence($0)) }),
                .note(
                    """
                    From \(.code(digest.path)): \(counted(ledger.fittedRows, "row")) to fit on and \
                    \(counted(ledger.judgedRows, "other row")) to judge on, not the rows of this audit as a whole; gaps are \
                    between the cells of \(wording.groups). Again: \(.code(ledger.command)).
                    """),
            ]
    }
}
