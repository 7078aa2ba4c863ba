internal import FairnessMetrics

extension ReportSection {
    /// What the audit of the data themselves found, in a few sentences.
    static let dataAudit = ReportSection(
        id: "data-audit", title: "The data themselves", question: "What is wrong in the table before any model?"
    ) { context in
        guard let record = context.results.dataAudit else { return nil }
        return DataAuditSummary(context: context, record: record).nodes
    }

    /// The parts of a data audit, a section for each few questions that belong together.
    static let dataAuditParts: [ReportSection] = [
        part(
            "representation", "Groups and the population", "Is a group as frequent as in the population?",
            [.representation]),
        part(
            "missing", "Missing values", "Is a column empty more often in one group, or for one label?",
            [.missing, .missingByLabel]),
        part(
            "copies", "Copies and contradictions", "Are rows there twice, or people alike with different labels?",
            [.duplicates, .nearDuplicates, .labelConflicts]),
        part(
            "labels", "Doubtful labels", "Are labels wrong more often in one group?", [.annotators, .labelNoise]),
        part("proxies", "Proxies", "Which features give the group away?", [.proxies]),
        part(
            "associations", "What features mean", "Does a feature mean something else for the label in one group?",
            [.association]),
        part(
            "coding", "How columns are written", "Are numbers extreme or values written differently in one group?",
            [.outliers, .coding]),
        part(
            "terms", "Identity terms", "Do texts that name a group have other labels?",
            [.terms, .termUse, .swapPairs]),
        part("drift", "What has changed", "Has a group or a feature changed between the two tables?", [.drift]),
    ]

    private static func part(
        _ id: String, _ title: String, _ question: String, _ kinds: [DataAuditPart.Kind]
    ) -> ReportSection {
        ReportSection(id: "data-audit-\(id)", title: title, question: question) { context in
            guard let record = context.results.dataAudit else { return nil }
            let parts = kinds.compactMap(record.part)
            guard parts.contains(where: { !$0.findings.isEmpty || !$0.notes.isEmpty }) else { return nil }
            return DataAuditPartNodes(context: context, record: record, parts: parts).nodes
        }
    }
}

extension DataAuditPart {
    /// What is shown, of each column the group with the widest gap.
    var leading: [DataFinding] {
        var seen: Set<String?> = []
        return findings.filter { $0.verdict == .disparityShown && seen.insert($0.column).inserted }
    }

    /// How many comparisons show something.
    var shownCount: Int { findings.count { $0.verdict == .disparityShown } }
}

/// The findings of a data audit in a few sentences.
struct DataAuditSummary {
    let context: ReportContext
    let record: DataAuditRecord

    private var label: String? { context.role("label")?.column }

    /// The parts that show something, each with its strongest finding and the number of all.
    private var alarms: [(part: DataAuditPart, first: DataFinding, count: Int)] {
        record.parts.compactMap { part in
            let shown = part.findings.filter { $0.verdict == .disparityShown }
            return Self.headline(part.kind, shown).map { (part, $0, shown.count) }
        }
    }

    /// The finding that stands for a part: of proxies a single feature before all together.
    static func headline(_ kind: DataAuditPart.Kind, _ shown: [DataFinding]) -> DataFinding? {
        kind == .proxies ? shown.first { $0.column != nil } ?? shown.first : shown.first
    }

    var nodes: [Node] {
        let compared = record.parts.reduce(0) { $0 + $1.compared }
        let shown = record.shown.count
        let lead: Node =
            shown == 0
            ? """
            Nothing is shown to be wrong in the data for one group more than for others: none of \
            \(counted(compared, "comparison")) lies beyond its margin.
            """
            : """
            \(counted(shown, "comparison")) of \(compared) \(shown == 1 ? "shows" : "show") a group that the data treat \
            differently, in \(counted(alarms.count, "respect")).
            """
        return [.make(.p, .class("lead"), content: lead), list, quiet, explanation, columns]
    }

    private var list: Node {
        guard !alarms.isEmpty else { return .none }
        let items = alarms.map { alarm -> Node in
            let more: Node = alarm.count > 1 ? " (and \(alarm.count - 1) more)" : .none
            return .make(
                .li, content: .make(.strong, content: .text(DataAuditWording(alarm.part.kind).title)), ": ",
                DataAuditWording(alarm.part.kind).sentence(alarm.first, label: label), more, ".")
        }
        return .element(.ul, [], items)
    }

    private var quiet: Node {
        let parts = record.parts.filter { part in
            !part.findings.isEmpty && !part.findings.contains { $0.verdict == .disparityShown }
        }
        guard !parts.isEmpty else { return .none }
        let items = parts.map { Node.text(DataAuditWording($0.kind).nothing) }
        return .paragraph("Looked for and not shown: \(.joined(items, by: "; ")).")
    }

    private var explanation: Node {
        let margins = record.margins
        let sample: Node =
            record.modelledRows < record.rows
            ? " Cross-validated models saw a seeded sample of \(counted(record.modelledRows, "row"))." : .none
        return .note(
            """
            Each comparison sets one group against all others of its attribute. Intervals and p-values hold for all of \
            them at once: a table without any such difference raises an alarm anywhere with a chance of at most \
            \((1 - record.confidence).percent). Material are differences of shares beyond \(margins.share.points), of rank \
            correlations beyond \(margins.correlation.plain), an AUC above \((0.5 + margins.auc).plain), contradicted labels \
            beyond \(margins.noise.points), shares below \(margins.ratio.plain) times the population’s or above the inverse, \
            and a stability index above \(margins.stability.plain). What is shown is a difference in the data, not its \
            cause.\(sample)\(.fragment(record.notes.map { " \(.sentence($0))" }))
            """)
    }

    private var columns: Node {
        let rows = record.columns.map { column -> [Node] in
            [
                .code(column.name), .text(Self.words(column.use)),
                .text(column.use == .role || column.use == .identifier ? "–" : column.missing.grouped),
                .text(column.distinct?.grouped ?? "–"),
            ]
        }
        let left = record.columns.filter { $0.use == .identifier || $0.use == .constant }
        let note: Node =
            left.isEmpty
            ? .none
            : """
             Left out, because they name rows or are the same for everybody: \
            \(.joined(left.map { .code($0.name) }, by: ", ")).
            """
        return .details(
            "The \(counted(record.columns.count, "column")) and what was made of them",
            [
                .note("What is a number, a category or a name of rows follows from the values.\(note)"),
                DataTable(
                    id: "data-columns", caption: "Columns",
                    columns: [
                        .init("Column", .text), .init("Taken as", .text), .init("Missing"), .init("Different values"),
                    ],
                    rows: rows
                ).node,
            ])
    }

    private static func words(_ use: AuditedColumn.Use) -> String {
        switch use {
        case .number: "number"
        case .category: "category"
        case .text: "text"
        case .identifier: "names rows; left out"
        case .constant: "the same for everybody; left out"
        case .role: "another part"
        }
    }
}

/// A section of a data audit.
private struct DataAuditPartNodes {
    let context: ReportContext
    let record: DataAuditRecord
    let parts: [DataAuditPart]

    var nodes: [Node] {
        [.takeaway(takeaway)] + parts.flatMap { FindingTable(context: context, part: $0).nodes } + explanation
    }

    private var takeaway: Node {
        let label = context.role("label")?.column
        let found = parts.compactMap { part -> Node? in
            let shown = part.findings.filter { $0.verdict == .disparityShown }
            guard let first = DataAuditSummary.headline(part.kind, shown) else { return nil }
            return DataAuditWording(part.kind).sentence(first, label: label)
        }
        if !found.isEmpty { return "\(.capitalised(.joined(found, by: "; ")))." }
        let asked = parts.filter { !$0.findings.isEmpty }
        guard !asked.isEmpty else {
            return "There is nothing to compare: \(.sentence(parts.flatMap(\.notes).first ?? "no evidence"))"
        }
        return "\(.capitalised(.joined(asked.map { .text(DataAuditWording($0.kind).nothing) }, by: "; ")))."
    }

    private var explanation: [Node] {
        parts.compactMap { DataAuditWording($0.kind).explanation }.map { .note(.text($0)) }
    }
}

extension Node {
    /// Running text with a capital letter at its beginning, if it begins with a letter of the text's own.
    static func capitalised(_ node: Node) -> Node {
        switch node {
        case .text(let text): return .text(text.prefix(1).uppercased() + text.dropFirst())
        case .fragment(let nodes):
            guard let first = nodes.first else { return node }
            return .fragment([capitalised(first)] + nodes.dropFirst())
        default: return node
        }
    }
}
