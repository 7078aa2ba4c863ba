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
    let folder: String

    /// Writes `debias.json` and the folders `before` and `after`.
    func write(facts: [(name: String, value: String)], workers: Int) throws {
        try AtomicFile.write(
            result.json(of: run, facts: facts.map { .init($0.name, .string($0.value)) }).bytes(.indented),
            to: "\(folder)/debias.json")
        for (name, verdict) in [("before", result.before), ("after", result.after)] {
            let part = "\(folder)/\(name)"
            try OutputFolder.make(part)
            try AtomicFile.write(answers(verdict), to: "\(part)/answers.csv")
            var definition = AuditDefinition()
            definition.data = ["\(part)/answers.csv"]
            definition.title = "\(name == "before" ? "Before" : "After"): \(verdict.name)"
            definition.label = ColumnExpression(column: "label")
            definition.score = ColumnExpression(column: "probability")
            definition.threshold = 0.5
            definition.positive = run.positiveName
            definition.protected = table.attributes.map { ColumnExpression(column: $0.name) }
            definition.table.missingMarkers = [""]
            definition.seed = run.settings.training.seed
            definition.command = CommandText.reproducing(CommandLine.arguments)
            try OutputFiles.write(Audit.run(definition, workers: workers), to: part)
        }
    }

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
