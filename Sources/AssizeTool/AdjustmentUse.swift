import ArgumentParser
import Auditing
import FairnessMetrics
import Files
import Mitigations
import Reports

/// Decides about the rows of a table by rules that were fitted before.
struct AdjustmentUse {
    let path: String
    let command: AdjustCommand

    /// Reads the rules and the table, and writes `adjusted.csv`.
    func run(_ folder: String, _ key: SigningKey?) throws {
        let bytes = try InputFile.read(path)
        let adjustment: Adjustment
        do {
            adjustment = try Adjustment(JSON(parsing: bytes))
        } catch {
            throw UnreadableResults(path: path, fault: error)
        }
        let given = command.adjust
        for (name, isAbsent) in [
            ("--constraint", given.constraint == nil), ("--objective", given.objective == nil),
            ("--tolerance", given.tolerance == nil), ("--cost", given.cost == nil),
            ("--held-out", given.heldOut == nil),
        ] where !isAbsent {
            throw ValidationError("\(name) is a choice of fitting; --using fits nothing")
        }
        let methods = try given.methods()
        guard methods.count <= 1 else { throw ValidationError("--using applies one rule: name one --method") }
        let entry = try adjustment.entry(methods.first)
        let definition = try definition(adjustment, entry)
        let data = try AdjustData(
            definition, workers: Machine.workers(command.output.threads), isQuiet: command.output.quiet)
        try refuseUnseen(adjustment, entry, data)
        let seed = command.judgement.seed ?? adjustment.seed
        let probabilities = data.probabilities(entry, cells: adjustment.cells)
        let table = AdjustedTable(data: data, probabilities: probabilities, seed: seed)
        let inputs = try OutputRun.files(definition.resolvedPaths + [definition.file].compactMap(\.self) + [path])
        let run = try OutputRun(folder, command: definition.command, inputs: inputs, key: key)
        try run.folder.write(table.bytes, to: "adjusted.csv")
        try run.finish()
        guard !command.output.quiet else { return }
        let decided = probabilities.compactMap(\.self)
        let expected = decided.reduce(0, +)
        Terminal.write(
            "\(entry.method.rawValue): \(decided.count) rows decided, \(Int(expected.rounded())) of them positive"
                + (entry.rule.isRandomised ? " by expectation; seed \(seed)" : "")
                + "\nWritten: \(folder)/adjusted.csv\n")
        if decided.count < probabilities.count {
            Terminal.writeError(
                "assize: warning: \(probabilities.count - decided.count) rows lack what the rule reads and have no decision\n"
            )
        }
    }

    /// The roles of the rules, but for those that the command names.
    private func definition(_ adjustment: Adjustment, _ entry: Adjustment.Entry) throws -> AuditDefinition {
        var definition = try DefinitionArguments.definition(
            command.data, title: nil, roles: command.roles, files: command.files)
        let roles = adjustment.roles
        definition.label = nil
        definition.weight = nil
        if definition.protected.isEmpty {
            definition.protected = try roles.protected.map { try ColumnExpression($0) }
            definition.bins = roles.bins
        }
        guard definition.protected.count == roles.protected.count else {
            throw ValidationError(
                "the rules are for \(roles.protected.joined(separator: ", ")): name as many --protected columns, in this order"
            )
        }
        if definition.score == nil, definition.prediction == nil {
            // Where there is a prediction it is told beside the new decision, and may be missing.
            definition.score = try roles.score.map { try ColumnExpression($0) }
            if entry.input == .prediction || roles.score == nil {
                definition.prediction = try roles.prediction.map { try ColumnExpression($0) }
            }
            definition.threshold = definition.prediction == nil ? roles.threshold : nil
        }
        if definition.positive == nil { definition.positive = roles.positive }
        if entry.input == .score, definition.score == nil {
            throw ValidationError("\(entry.method.rawValue) reads scores: name their column with --score")
        }
        // Scores that are read need no decisions beside them.
        if definition.prediction == nil, definition.threshold == nil, definition.score != nil {
            definition.threshold = 0.5
        }
        return definition
    }

    private func refuseUnseen(_ adjustment: Adjustment, _ entry: Adjustment.Entry, _ data: AdjustData) throws {
        guard command.adjust.unseen == .refuse, !entry.rule.isBlind else { return }
        let places = adjustment.cells.places(of: data.people)
        guard let row = places.firstIndex(where: { $0 == nil }) else { return }
        let values = data.rows.attributes.enumerated().map { index, attribute in
            let value = attribute.values[data.rows.codes[index][row]]
            return "\(attribute.name) \(value.isUnknown ? "is missing" : "= '\(visible(value.value))'")"
        }
        throw MitigationsError.data(
            "row \(row): \(values.joined(separator: ", ")) is no group that the rules were fitted for ("
                + adjustment.cells.keys.prefix(8).map { visible($0.label) }.joined(separator: ", ")
                + (adjustment.cells.keys.count > 8 ? ", …" : "")
                + "); \(places.count { $0 == nil }) such rows. Fit again with such people, or decide about them by the "
                + "threshold for everybody with --unseen fallback")
    }
}
