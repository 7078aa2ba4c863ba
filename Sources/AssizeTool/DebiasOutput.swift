import Auditing
import FairnessMetrics
import Files
import Mitigations
import Models
import Reports
import Tables

/// What a debiasing run leaves beside the checkpoint: its record, and an audit of the test rows before and after.
struct DebiasOutput {
    let run: Debiasing
    let result: Debiasing.Result
    let table: TextTable
    let label: String
    let results: ResultsFolder
    let isSynthetic: Bool

    private var folder: String { results.path }

    /// Writes `debias.json`, its page, and the folders `before` and `after`.
    func write(facts: [(name: String, value: String)], workers: Int) throws {
        let record = result.json(
            of: run,
            facts: (facts + [("tool_version", Audit.version)]).map { .init($0.name, .string($0.value)) }
                + [.init("synthetic", .bool(isSynthetic))])
        try results.write(record.bytes(.indented), to: "debias.json")
        try results.write(DebiasReport.html(for: DebiasRecord(record)), to: "debias.html")
        var audits: [AuditResults] = []
        for (name, verdict) in [("before", result.before), ("after", result.after)] {
            let part = "\(folder)/\(name)"
            try results.write(answers(verdict), to: "\(name)/answers.csv")
            var definition = AuditDefinition()
            definition.data = ["\(part)/answers.csv"]
            definition.title = "\(name == "before" ? "Before" : "After"): \(verdict.name)"
            definition.label = ColumnExpression(column: "label")
            definition.score = ColumnExpression(column: "probability")
            definition.threshold = 0.5
            definition.positive = run.positiveName
            definition.protected = table.attributes.map { ColumnExpression(column: $0.name) }
            definition.table.missingMarkers = [""]
            definition.isSynthetic = isSynthetic
            definition.seed = run.settings.training.seed
            definition.command = CommandText.reproducing(CommandLine.arguments)
            let audit = try Audit.run(definition, workers: workers)
            try OutputFiles.write(audit, into: results, part: "\(name)/")
            audits.append(audit)
        }
        let comparison = AuditComparison(before: audits[0], after: audits[1], paired: pairs(audits[1]))
        try results.write(ComparisonReport.html(for: comparison, change: change), to: "comparison.html")
        try results.write(comparison.json.bytes(.indented), to: "comparison.json")
        try results.write(ModelCard.markdown(for: card(audits[1], comparison)), to: "README.md")
    }

    /// What was measured of both models beside the audits.
    var change: ModelChange {
        ModelChange(
            positive: run.positiveName, before: result.before.name, swapGaps: result.swapGaps,
            abilities: result.abilities)
    }

    /// How the audited groups' rates changed, by the rows themselves.
    private func pairs(_ audit: AuditResults) -> [PairedFigure] {
        let test = table.rows(result.before.rows)
        guard result.before.rows == result.after.rows, case .names(let names)? = test.labels.first else { return [] }
        let labels = names.map { $0 == run.positiveName }
        let (before, after) = (
            result.before.probabilities.map { $0 >= 0.5 }, result.after.probabilities.map { $0 >= 0.5 }
        )
        return ([audit.assessment.overall] + audit.assessment.groups).flatMap { group -> [PairedFigure] in
            let rows = labels.indices.filter { row in
                names[row] != nil
                    && group.key.values.allSatisfy { wanted in
                        guard let attribute = test.attributes.first(where: { $0.name == wanted.attribute }) else {
                            return false
                        }
                        return attribute.codes[row].map { attribute.values[$0] } == wanted.value
                    }
            }
            return PairedFigure.figures(
                of: group.key, labels: rows.map { labels[$0] }, before: rows.map { before[$0] },
                after: rows.map { after[$0] }, confidence: audit.settings.confidence)
        }
    }

    /// What the model card says: the record of the training that was chosen, the methods, and the audits.
    private func card(_ audit: AuditResults, _ comparison: AuditComparison) throws -> ModelCardContent {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        let trial = result.judgements[result.chosen].trial
        var content = try TrainingLog(InputFile.read(run.log(of: result))).content(
            title: name, toolVersion: Audit.version)
        content.methods = trial.methods.map { method in
            ModelCardContent.Method(
                name: method.kind.rawValue, effect: method.kind.explanation,
                strength: method.kind.takesStrength ? [.init("strength", "\(method.strength)")] : [])
        }
        if let copies = result.judgements[result.chosen].copies,
            let place = trial.methods.firstIndex(where: { $0.kind == .counterfactual })
        {
            content.methods[place].strength.append(.init("swapped copies added", "\(copies)"))
        }
        content.limits.append(
            "Chosen among \(result.judgements.count) trials on \(result.developmentCount) development texts by "
                + "\(run.settings.rule.explanation); judged once on \(result.testCount) test texts.")
        content.limits.append(
            "The groups are those that the data name; what holds for them need not hold for their intersections or for "
                + "other texts.")
        content.limits += leakage
        content.audit = audit
        content.comparison = comparison
        content.modelChange = change
        content.command = CommandText.reproducing(CommandLine.arguments)
        return content
    }

    /// What a probe still finds, in a sentence for each attribute.
    private var leakage: [String] {
        result.after.leakage.compactMap { after in
            let before = result.before.leakage.first { $0.attribute == after.attribute }
            func area(_ leakage: RepresentationLeakage?) -> Double? {
                leakage?.linear.findings.first?.largestArea
            }
            guard let now = area(after) else { return nil }
            let was = area(before).map { " (before: \(rounded($0)))" } ?? ""
            return
                "A linear probe tells \(after.attribute) from what the output layer reads with an area under the ROC "
                + "curve of \(rounded(now))\(was) on the test texts, where 0.5 is chance: decisions may differ less while "
                + "the representation still tells the groups apart."
        }
    }

    private func rounded(_ value: Double) -> Double { (1_000 * value).rounded() / 1_000 }

    /// The test rows as CSV: the row of the table, the label, the protected columns and the probability. No texts.
    private func answers(_ verdict: Debiasing.Verdict) -> [UInt8] {
        let test = table.rows(verdict.rows)
        var text =
            (["row", "label"] + test.attributes.map(\.name) + ["probability"]).map(CSVField.quoted)
            .joined(separator: ",") + "\n"
        for (index, row) in verdict.rows.enumerated() {
            var fields = ["\(row)", ""]
            if case .names(let names)? = test.labels.first { fields[1] = CSVField.quoted(names[index] ?? "") }
            for attribute in test.attributes {
                fields.append(attribute.codes[index].map { CSVField.quoted(attribute.values[$0]) } ?? "")
            }
            text += (fields + ["\(verdict.probabilities[index])"]).joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}
