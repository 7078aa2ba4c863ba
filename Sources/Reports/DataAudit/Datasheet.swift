internal import FairnessMetrics

/// A draft of the datasheet of a data set (Gebru et al. 2021): filled in where the audit has evidence, with blanks marked
/// where only people can answer.
public enum Datasheet {
    /// Returns the draft in Markdown; nil for results without an audit of the data themselves.
    public static func markdown(for results: AuditResults) -> String? {
        guard let record = results.dataAudit else { return nil }
        let writer = DatasheetWriter(results: results, record: record)
        return writer.text
    }
}

/// Writes the sections of a datasheet.
private struct DatasheetWriter {
    let results: AuditResults
    let record: DataAuditRecord
    private let context: ReportContext

    init(results: AuditResults, record: DataAuditRecord) {
        self.results = results
        self.record = record
        context = ReportContext(results)
    }

    var text: String {
        let title = "# Datasheet: \(MarkdownText.escaped(results.title))\n"
        let note = """
            A draft made by Assize \(MarkdownText.escaped(results.toolVersion)) after Gebru et al., *Datasheets for \
            Datasets* (2021). What the audit counted is filled in; what begins “To be filled in by people” waits for \
            somebody who knows.

            """
        let sections = [motivation, composition, collection, preprocessing, uses, distribution, maintenance]
        return
            ([title, note] + (results.data.isSynthetic ? ["**Synthetic data: generated, not observed.**\n"] : [])
            + sections.map { $0 + "\n" }).joined(separator: "\n")
    }

    private func question(_ text: String, _ answer: String? = nil, hint: String = "") -> String {
        guard let answer else { return MarkdownText.blank(hint.isEmpty ? text : "\(text) \(hint)") + "\n" }
        return "**\(text)**\n\n\(answer)\n"
    }

    private func section(_ title: String, _ questions: [String]) -> String {
        (["## \(title)\n"] + questions).joined(separator: "\n")
    }

    private var motivation: String {
        section(
            "Motivation",
            [
                question(
                    "For what purpose was the data set created?", results.summary.map { MarkdownText.escaped($0) }),
                question(
                    "Who created it, and on behalf of whom?",
                    results.data.source.map { "Source: " + MarkdownText.escaped($0) }),
                question("Who paid for it?"),
            ])
    }

    private var composition: String {
        let files = results.data.files.map { file in
            "- \(MarkdownText.escaped(file.path)): \(counted(file.rows, "row")), SHA-256 `\(file.sha256)`"
        }.joined(separator: "\n")
        return section(
            "Composition",
            [
                question(
                    "What do the rows stand for?", hint: "People, applications, visits? Can one person have several?"),
                question(
                    "How many rows are there?",
                    "\(counted(results.data.rows, "row")) of \(counted(results.data.columns, "column")).\n\n\(files)"),
                question(
                    "Is it everybody or a sample? Of whom?", representation,
                    hint: "No population was given to compare with."),
                question("What does each row hold?", columns),
                question("Is there a label?", label),
                question("Is anything missing?", missing),
                question("Are there recommended splits?"),
                question("Are there errors, noise or copies?", quality),
                question("Does it name groups of people? How are they distributed?", groups),
                question("Do columns give such groups away?", findings([.proxies])),
                question("Can a person be identified?", identifiers, hint: "The audit does not decide this."),
                question("Does it hold anything that could offend or harm?"),
            ])
    }

    private var collection: String {
        section(
            "Collection process",
            [
                question("How were the data obtained: observed, reported, inferred?"),
                question("Who collected them, when, and how were they paid?"),
                question("Were those concerned told, and did they consent? Can they revoke it?"),
                question("Was there an ethical review, or an assessment of the impact on those concerned?"),
            ])
    }

    private var preprocessing: String {
        section(
            "Preprocessing, cleaning, labelling",
            [
                question(
                    "What was done to the data?",
                    hint: "A run of `assize clean` leaves a cleaning.json that answers this."),
                question("Who labelled, and how far did they agree?", findings([.annotators])),
                question("Are the raw data kept?"),
            ])
    }

    private var uses: String {
        let shown = record.parts.compactMap { part -> String? in
            guard let first = part.leading.first else { return nil }
            return "- " + sentence(part, first)
        }
        let warning =
            shown.isEmpty
            ? "No comparison between groups lay beyond its margin; that is no proof that none is."
            : "Whoever uses them should know:\n\n" + shown.joined(separator: "\n")
        return section(
            "Uses",
            [
                question("What have they been used for?"),
                question("Is there anything in them that bears on future uses?", warning),
                question("What should they not be used for?"),
            ])
    }

    private var distribution: String {
        section(
            "Distribution",
            [
                question("Under which licence or terms?", results.data.licence.map { MarkdownText.escaped($0) }),
                question("To whom, how and when?"),
            ])
    }

    private var maintenance: String {
        section(
            "Maintenance",
            [
                question("Who keeps them, and how can they be reached?"),
                question("Will they be corrected, and how are users told?"),
                question("How long are data on people kept?"),
            ])
    }

    private func sentence(_ part: DataAuditPart, _ finding: DataFinding) -> String {
        let words = DataAuditWording(part.kind).sentence(finding, label: nil)
        return MarkdownText.escaped(Node.capitalised(words).plain) + "."
    }

    /// What parts show, or that they show nothing; nil if they were not measured.
    private func findings(_ kinds: [DataAuditPart.Kind]) -> String? {
        let parts = kinds.compactMap(record.part).filter { !$0.findings.isEmpty || !$0.notes.isEmpty }
        guard !parts.isEmpty else { return nil }
        let lines = parts.flatMap { part -> [String] in
            let shown = part.leading.prefix(5).map { sentence(part, $0) }
            let nothing = part.findings.isEmpty ? [] : [DataAuditWording(part.kind).nothing.capitalisedFirst + "."]
            return part.notes.map { MarkdownText.escaped($0) } + (shown.isEmpty ? nothing : shown)
        }
        return lines.map { "- \($0)" }.joined(separator: "\n")
    }

    private var representation: String? { findings([.representation]) }

    private var columns: String {
        let rows = record.columns.map { column in
            let kind =
                column.use == .role
                ? results.roles.filter { $0.column == column.name }.map(\.role).joined(separator: ", ")
                : column.use.rawValue
            let missing = column.use == .role || column.use == .identifier ? "" : column.missing.grouped
            return "| \(MarkdownText.escaped(column.name)) | \(kind) | \(missing) | |"
        }
        return (["| column | taken as | missing | meaning (to be filled in) |", "|---|---|---|---|"] + rows)
            .joined(separator: "\n")
    }

    private var label: String? {
        context.role("label").map { role in
            let rate = context.overall.estimate("base_rate")?.value.map { " It is positive for \($0.percent)." } ?? ""
            return "\(MarkdownText.escaped(role.column)).\(rate)"
        }
    }

    private var missing: String {
        let columns = record.columns.filter { $0.use != .role && $0.missing > 0 }
        guard !columns.isEmpty else { return "No column that describes people lacks a value." }
        let counts = columns.map { "\(MarkdownText.escaped($0.name)) in \(counted($0.missing, "row"))" }.joined(
            separator: ", ")
        return "Missing: \(counts).\n\n" + (findings([.missing, .missingByLabel]) ?? "")
    }

    private var quality: String? {
        findings([.duplicates, .nearDuplicates, .labelConflicts, .labelNoise, .outliers, .coding])
    }

    private var groups: String {
        context.singleSets.map { set in
            let rows = context.groups(set).map { group in
                "| \(MarkdownText.escaped(group.key.label)) | \(group.isSuppressed ? "withheld" : group.count.grouped) |"
            }
            return (["| \(MarkdownText.escaped(set.joined(separator: " × "))) | rows |", "|---|---|"] + rows)
                .joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private var identifiers: String? {
        let names = record.columns.filter { $0.use == .identifier }.map { "\(MarkdownText.escaped($0.name))" }
        guard !names.isEmpty else { return nil }
        return """
            \(names.joined(separator: ", ")) \(names.count == 1 ? "has" : "have") a value of its own in nearly every row and may \
            name people. \(MarkdownText.blank("Does it? Who can resolve it?"))
            """
    }
}

extension String {
    /// The text with a capital first letter.
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
