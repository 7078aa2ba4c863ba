import ArgumentParser
import Auditing
import FairnessMetrics
import Files
import Mitigations
import Reports

/// Fits rules, judges them, and writes what came of it.
struct AdjustRun {
    let ledger: MitigationLedger
    let adjustment: Adjustment
    let warnings: [String]
    private let table: [UInt8]

    init(
        definition: AuditDefinition, test: String?, settings: DecisionSettings, methods: [DecisionMethod],
        share: Double, workers: Int, isQuiet: Bool
    ) throws {
        let first = try AdjustData(definition, workers: workers, isQuiet: isQuiet)
        var names = definition.data
        let (fit, judged, second): (DecisionTrials.Part, DecisionTrials.Part, AdjustData)
        var isHeld: Set<Int> = []
        if let test {
            var other = definition
            other.data = [test]
            names.append(test)
            second = try AdjustData(other, workers: workers, isQuiet: isQuiet)
            fit = first.part(first.complete)
            judged = second.part(second.complete)
        } else {
            second = first
            let whole = first.part(first.complete)
            let split = whole.split(share: share, seed: definition.seed)
            fit = whole.part(split.fit)
            judged = whole.part(split.test)
            isHeld = Set(judged.numbers)
        }
        guard fit.rows.count > 0, judged.rows.count > 0 else {
            throw MitigationsError.data(
                "\(fit.rows.count) rows to fit on and \(judged.rows.count) to judge on have a label and a decision: both need some"
            )
        }
        var settings = settings
        settings.threshold = first.threshold ?? 0.5
        // A rule fitted to fewer rows is chance, and where rates are made alike it drags every other group along.
        settings.minimumCell = max(StepJudge.fewestRows, definition.minimumCell)
        let result = try DecisionTrials(
            fit: fit, test: judged, settings: settings, assessment: definition.judgement, methods: methods
        ).run()
        let entries = result.fits.map {
            Adjustment.Entry(method: $0.method, input: $0.input, rule: $0.rule, masses: $0.masses)
        }
        adjustment = Adjustment(
            toolVersion: Audit.version,
            roles: Adjustment.Roles(
                label: definition.label?.text, prediction: definition.prediction?.text, score: definition.score?.text,
                threshold: definition.prediction == nil ? first.threshold : nil, positive: definition.positive,
                protected: definition.protected.map(\.text), bins: definition.bins),
            constraint: settings.constraint, objective: settings.objective, seed: definition.seed,
            cells: result.cells, entries: entries, chosen: result.chosen)
        let chosen = entries[result.chosen]
        ledger = MitigationLedger(
            title: definition.title ?? names.joined(separator: ", "), data: names, toolVersion: Audit.version,
            command: definition.command, seed: definition.seed,
            positive:
                "\(definition.label?.text ?? "")\(definition.label?.condition == nil ? " is \(first.rows.positiveLabel ?? "")" : "")",
            attributes: definition.protected.map(\.text), goal: settings.constraint.goal,
            confidence: definition.confidence, margin: definition.margin, minimumCell: definition.minimumCell,
            fittedRows: fit.rows.count, judgedRows: judged.rows.count, isSynthetic: definition.isSynthetic,
            steps: result.steps, chosen: chosen.method.rawValue,
            notes: Self.notes(result, chosen, judged: judged, minimumCell: definition.minimumCell))
        let isSplit = test == nil
        table =
            AdjustedTable(
                data: second, probabilities: second.probabilities(chosen, cells: result.cells), seed: definition.seed,
                part: isSplit ? { isHeld.contains($0) ? "held_out" : "fit" } : nil
            ).bytes
        var warnings = first.rows.warnings
        let left =
            first.rows.count - first.complete.count + (test == nil ? 0 : second.rows.count - second.complete.count)
        if left > 0 {
            warnings.append("\(left) rows lack a label, a decision or a score: they are not fitted or judged on")
        }
        self.warnings = warnings
    }

    /// Writes the page, the ledger, the rules and the decisions.
    func write(to folder: ResultsFolder) throws {
        let page = try MitigationReport.html(for: ledger)
        try folder.write(ledger.json.bytes(.indented), to: "ledger.json")
        try folder.write(page, to: "adjust.html")
        try folder.write(adjustment.json.bytes(.indented), to: "adjustment.json")
        try folder.write(table, to: "adjusted.csv")
    }

    /// What has to be known before a rule is used.
    private static func notes(
        _ result: DecisionTrials.Result, _ chosen: Adjustment.Entry, judged: DecisionTrials.Part, minimumCell: Int
    ) -> [String] {
        var notes = [
            "Rules that differ by group use the protected attributes at decision time. For some decisions and in some places "
                + "that may be unlawful, for example as disparate treatment, even where it makes outcomes more alike: "
                + "have it examined before it is used. Ways that do not look at the group at decision time stand beside them."
        ]
        notes.append(
            chosen.method.needsGroup
                ? "The rule that was written needs the group of everybody it decides about."
                : "The rule that was written does not look at the group; groups were looked at to choose it.")
        if chosen.rule.isRandomised {
            notes.append(
                "It draws for some people: two who are alike may be decided differently. adjusted.csv has the probability "
                    + "beside the decision, so that another draw, or none, can be made of it.")
        }
        let small = DecisionCells(of: judged.rows)
        let places = small.places(of: judged.rows)
        var counts = [Int](repeating: 0, count: small.keys.count)
        for case let place? in places { counts[place] += 1 }
        let few = small.keys.indices.filter { counts[$0] < 30 && counts[$0] >= minimumCell }
        if !few.isEmpty {
            notes.append(
                "\(few.count) of the \(small.keys.count) groups judged \(few.count == 1 ? "has" : "have") fewer than 30 rows ("
                    + few.prefix(4).map { "\(small.keys[$0].label): \(counts[$0])" }.joined(separator: ", ")
                    + (few.count > 4 ? ", …" : "")
                    + "): their figures stand in the tables and set no gap.")
        }
        notes.append(
            "A rule is fitted to the scores and the labels as they are: where labels are wrong for a group, or scores of a "
                + "group say little, it makes rates alike and not decisions right.")
        return notes
    }
}

extension RateConstraint {
    /// The gap that is 0 where the constraint holds.
    var goal: MitigationLedger.Goal {
        switch self {
        case .demographicParity: .difference(of: "selection_rate")
        case .equalOpportunity, .falseNegativeRate: .difference(of: "true_positive_rate")
        case .falsePositiveRate, .trueNegativeRate: .difference(of: "false_positive_rate")
        case .equalizedOdds: .equalizedOdds
        case .accuracyParity: .difference(of: "accuracy")
        }
    }
}

/// The decisions of a rule as CSV: the row, who it is, the decision and its probability.
struct AdjustedTable {
    let data: AdjustData
    /// The probability of a positive decision of each row; nil where what the rule reads is missing.
    let probabilities: [Double?]
    let seed: UInt64
    /// Which part a row belongs to; nil if there are no parts.
    var part: ((Int) -> String)?

    /// The table; a row whose score or decision is missing has neither decision nor probability.
    var bytes: [UInt8] {
        let decisions = DecisionRule.draw(
            probabilities.map { $0 ?? 0 }, numbers: Array(probabilities.indices), seed: seed)
        let attributes = data.rows.attributes
        var text =
            (["row"] + attributes.map(\.name) + (part == nil ? [] : ["part"]) + ["before", "decision", "probability"])
            .map(CSVField.quoted).joined(separator: ",") + "\n"
        for row in probabilities.indices {
            var fields = ["\(row)"]
            for (index, attribute) in attributes.enumerated() {
                let value = attribute.values[data.rows.codes[index][row]]
                fields.append(value.isUnknown ? "" : CSVField.quoted(value.value))
            }
            if let part { fields.append(part(row)) }
            fields.append(data.decisions[row].map { $0 ? "1" : "0" } ?? "")
            if let probability = probabilities[row] {
                fields += [decisions[row] ? "1" : "0", "\(probability)"]
            } else {
                fields += ["", ""]
            }
            text += fields.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}
