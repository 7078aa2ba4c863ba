internal import FairnessMetrics

extension ReportSection {
    /// What was audited, how to know the data again, and how to repeat the audit.
    static let scope = ReportSection(
        id: "scope", title: "Scope", question: "Which data, which decision, which choices, and how to repeat it?"
    ) { context in
        let results = context.results
        var entries: [(Node, [Node])] = results.data.files.map { file in
            (file.tallied.isEmpty ? "Data" : "Tally", ScopeWords.file(file))
        }
        if results.data.files.count > 1 { entries.append(("Rows in all files", ["\(results.data.rows)"])) }
        entries.append(("Columns", ["\(results.data.columns)"]))
        if let source = results.data.source { entries.append(("Source", [.user(source, limit: 600)])) }
        if let licence = results.data.licence { entries.append(("Licence", [.user(licence, limit: 600)])) }
        entries += results.roles.map { role in
            var lines: [Node] = [.code(role.column)]
            if let positive = role.positive { lines.append(.subline("positive value \(.code(positive))")) }
            if let missing = role.missing {
                if missing > 0 { lines.append(.subline("missing in \(counted(missing, "row"))")) }
            } else {
                lines.append(.subline("the number of rows in which it is missing is withheld"))
            }
            return (.text(ScopeWords.role(role.role)), lines)
        }
        entries += ScopeWords.settings(context)
        entries += [
            ("Made with", ["Assize \(user: results.toolVersion)"]), ("Command", [.code(results.command)]),
        ]
        let list = entries.map { entry in
            Node.make(
                .div, content: .make(.dt, content: entry.0), .element(.dd, [], entry.1))
        }
        let files = results.data.files
        let origin: Node =
            files.contains { !$0.tallied.isEmpty }
            ? "are counted in \(counted(files.count, "tally", "tallies")), which hold counts and no rows"
            : "were read from \(counted(files.count, "file"))"
        return [
            .takeaway(
                """
                \(counted(results.data.rows, "row")) \(origin). With the same data, the same command and the same version, \
                every number below comes out again.
                """)
        ] + (results.summary.map { [.paragraph(.user($0, limit: 4000))] } ?? [])
            + [.element(.dl, [.class("facts")], list)] + ScopeWords.warnings(results.warnings)
    }
}

private enum ScopeWords {
    /// A file, and below a tally the files that it counts.
    static func file(_ file: DataDescription.File) -> [Node] {
        [
            .code(file.path), .subline("\(counted(file.rows, "row")), \(counted(file.bytes, "byte"))"),
            .subline("SHA-256 \(.code(file.sha256))"),
        ]
            + file.tallied.flatMap { counted -> [Node] in
                [
                    .subline("counts \(.code(counted.path)), \(Reports.counted(counted.rows, "row")),"),
                    .subline("SHA-256 \(.code(counted.sha256))"),
                ]
            }
    }

    static func role(_ role: String) -> String {
        switch role {
        case "label": "Label (what came to be)"
        case "prediction": "Prediction (what was decided)"
        case "score": "Score"
        case "protected": "Protected attribute"
        case "stratum": "Control"
        case "membership": "Probability of a group"
        case "weight": "Weight"
        default: role
        }
    }

    static func settings(_ context: ReportContext) -> [(Node, [Node])] {
        let settings = context.settings
        var entries: [(Node, [Node])] = [
            (
                "Margins",
                [
                    "difference \(context.marginWords)",
                    .subline("\(context.otherMarginWords)"),
                    .subline("ratio \(settings.ratioMargin.fixed(2))"),
                ]
            ),
            ("Confidence", ["\(settings.confidence.level)"]),
            ("Seed", ["\(String(settings.seed))"]),
        ]
        if let threshold = settings.threshold { entries.append(("Threshold", ["selected from \(threshold.plain) on"])) }
        if settings.minimumCell > 1 {
            entries.append(("Withheld", ["groups of fewer than \(counted(settings.minimumCell, "row"))"]))
        }
        entries.append(("Headline", ["never set by a group of fewer than \(counted(settings.headlineCell, "row"))"]))
        if !settings.references.isEmpty {
            let values = settings.references.map { value -> Node in "\(user: value.attribute): \(user: value.value)" }
            entries.append(("Reference groups", [.joined(values, by: "; ")]))
        }
        return entries
    }

    static func warnings(_ warnings: [String]) -> [Node] {
        guard !warnings.isEmpty else { return [] }
        return [
            .make(.h3, content: "Remarks on the reading of the data"),
            .element(.ul, [], warnings.map { .make(.li, content: .sentence($0)) }),
        ]
    }
}
