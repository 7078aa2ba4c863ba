internal import FairnessMetrics

extension ReportSection {
    /// What the AI Act asks of data.
    static let annexAIAct = ReportSection(
        id: "annex-eu-ai-act", title: "Annex: data governance (EU AI Act, Article 10)",
        question: "Which of the Act's demands on data does this audit bear on, and which are open?"
    ) { context in
        guard context.settings.annexes.contains(.euAIAct) else { return nil }
        return AnnexChecklist(items: AnnexEvidence(context).aiAct, id: "annex-eu-ai-act-items").nodes
            + [
                .note(
                    "Regulation (EU) 2024/1689, Article 10(2) to (5), in our words; for the uses of Annex III it applies from 2 December 2027 (as amended in 2026)."
                ),
                .note(
                    "What this does not establish: an item with evidence is not an item fulfilled. Whether data are relevant, sufficiently representative and fit for the purpose is for people to judge, and for a provider to document."
                ),
            ]
    }

    /// What NIST's framework asks of measuring bias.
    static let annexNIST = ReportSection(
        id: "annex-nist-rmf", title: "Annex: measuring bias (NIST AI RMF)",
        question: "Which outcomes of MEASURE does this audit bear on, and which are open?"
    ) { context in
        guard context.settings.annexes.contains(.nistRMF) else { return nil }
        return AnnexChecklist(items: AnnexEvidence(context).nist, id: "annex-nist-rmf-items").nodes
            + [
                .note(
                    "NIST AI 100-1, Artificial Intelligence Risk Management Framework 1.0, January 2023, in our words."),
                .note(
                    "What this does not establish: the framework is voluntary and names no threshold. Which harms matter, and to whom, comes from its MAP function and is not in the data."
                ),
            ]
    }
}

/// Demands of a text, each with the evidence that the results hold for it, or marked open.
struct AnnexChecklist {
    /// A demand.
    struct Item {
        /// The clause, and what it asks for in our words.
        let clause: String, demand: String
        /// What the results hold; nil where people must answer.
        let evidence: Node?
    }

    let items: [Item]
    let id: String

    var nodes: [Node] {
        let open = items.count { $0.evidence == nil }
        return [
            .takeaway(
                "\(items.count - open) of \(counted(items.count, "item")) have evidence in this audit; \(open) \(open == 1 ? "is" : "are") open and for people to answer."
            ),
            DataTable(
                id: id, caption: "Items, with evidence or open",
                columns: [.init("Clause", .text), .init("Asks for", .text), .init("Evidence", .text)],
                rows: items.map { item in
                    [
                        .text(item.clause), .text(item.demand),
                        item.evidence ?? .make(.span, .class("v open"), content: "Open"),
                    ]
                }
            ).node,
        ]
    }
}

/// What the results hold for checklists.
struct AnnexEvidence {
    let context: ReportContext
    private var results: AuditResults { context.results }

    init(_ context: ReportContext) { self.context = context }

    /// Words with a link to a section, if that stands on the page.
    private func see(_ section: String, _ words: Node) -> Node {
        guard ReportSection.all.first(where: { $0.id == section })?.body(context) != nil else { return words }
        return .fragment([words, " (", .make(.a, .link(to: section), content: "see there"), ")"])
    }

    private var verdicts: Node? {
        let disparities = results.assessment.disparities.filter { !$0.isOfClass }
        guard !disparities.isEmpty else { return nil }
        let shown = disparities.count { $0.verdict == .disparityShown }
        let open = disparities.count { $0.verdict == .cannotTell }
        return see(
            "verdicts",
            "\(disparities.count) comparisons between groups: \(shown) show a disparity, \(open) cannot tell")
    }

    private var origin: Node? {
        results.data.source.map { "Stated: \(.user($0, limit: 200))" }
    }

    private var groups: Node? {
        let count = results.assessment.groups.count
        return count == 0
            ? nil : see("groups", "Counts and rates of \(counted(count, "group")), each with an interval")
    }

    private var data: Node? {
        results.dataAudit.map { record in
            see(
                "data-audit",
                "\(record.parts.reduce(0) { $0 + $1.compared }) comparisons of the data themselves: \(record.shown.count) show a difference between groups"
            )
        }
    }

    private var population: Node? {
        results.dataAudit?.part(.representation).map { part in
            let shown = part.findings.count { $0.verdict == .disparityShown }
            return see("data-audit-representation", "Compared with a population: \(shown) groups depart materially")
        }
    }

    private var measures: Node? {
        results.ledger.map { digest in
            see(
                "mitigations",
                "\(counted(digest.ledger.steps.count - 1, "way")) tried, with what each cost and who lost")
        }
    }

    private var gaps: Node? {
        let missing = results.assessment.disparities.reduce(0) { $0 + $1.notEstimable }
        return see(
            "limitations",
            missing > 0
                ? "\(missing) group values could not be estimated; limits of the method are listed"
                : "Limits of data and method are listed")
    }

    private var explanations: Node? {
        results.explanations.map { see("explanations", "What \(counted($0.gaps.count, "gap")) are made of") }
    }

    var aiAct: [AnnexChecklist.Item] {
        [
            .init(clause: "10(2)(a)", demand: "The design choices that concern the data", evidence: nil),
            .init(
                clause: "10(2)(b)", demand: "How the data were collected, where from, and for what at first",
                evidence: origin),
            .init(
                clause: "10(2)(c)", demand: "How they were prepared: labelled, cleaned, enriched, aggregated",
                evidence: nil),
            .init(clause: "10(2)(d)", demand: "What the data are assumed to measure and represent", evidence: nil),
            .init(
                clause: "10(2)(e)", demand: "Whether enough of suitable data are there",
                evidence: verdicts.map { _ in
                    see(
                        "statistics",
                        "The smallest gap that the data could have shown, and the rows that would settle the rest")
                }),
            .init(
                clause: "10(2)(f)", demand: "An examination for biases that affect people or lead to discrimination",
                evidence: verdicts),
            .init(
                clause: "10(2)(g)", demand: "Measures to detect, prevent and mitigate such biases", evidence: measures),
            .init(
                clause: "10(2)(h)", demand: "Gaps and shortcomings of the data, and how to address them",
                evidence: data ?? gaps),
            .init(
                clause: "10(3)",
                demand: "Relevant, sufficiently representative data with suitable properties for the groups concerned",
                evidence: population ?? groups),
            .init(
                clause: "10(4)", demand: "The setting in which the system is used: place, context, behaviour, function",
                evidence: nil),
            .init(
                clause: "10(5)",
                demand:
                    "Why special categories of personal data had to be used to find bias, and under which safeguards",
                evidence: nil),
        ]
    }

    var nist: [AnnexChecklist.Item] {
        [
            .init(
                clause: "MEASURE 1.1",
                demand: "Metrics chosen for the most significant risks, and what cannot be measured",
                evidence: gaps),
            .init(
                clause: "MEASURE 1.3", demand: "People who did not build the system take part in assessing it",
                evidence: nil),
            .init(
                clause: "MEASURE 2.1", demand: "Test sets, metrics and tools are documented",
                evidence: see("scope", "Hashes of the data, version, seed and command; formulas with sources")),
            .init(
                clause: "MEASURE 2.2",
                demand: "Evaluations that involve people are representative and meet the rules for them",
                evidence: population),
            .init(
                clause: "MEASURE 2.9", demand: "The model is explained, validated and documented",
                evidence: explanations),
            .init(clause: "MEASURE 2.11", demand: "Fairness and bias are evaluated and documented", evidence: verdicts),
            .init(clause: "MEASURE 3.1", demand: "Risks are tracked over time", evidence: nil),
            .init(
                clause: "MANAGE 1.3", demand: "Responses to the risks are developed and documented", evidence: measures),
        ]
    }
}
