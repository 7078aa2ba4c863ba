import ArgumentParser
import Auditing
import FairnessMetrics
import Files
import Mitigations
import Models
import Reports

/// `assize rebalance`: changes rows or weights, or what is learned from them, and says what that is worth.
struct RebalanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebalance",
        abstract: "Rebalances a table by group, and judges what learning from it costs and brings on rows held out.",
        discussion: """
            DATA is a table or a definition, as 'assize audit' takes them. Each method that acts on data writes \
            rebalanced.csv: all columns, and assize_weight, assize_origin (original, copied, synthetic, changed:…) and \
            assize_source, the row it came from, counted from 0. With several such methods each has a folder of its own.

            For the ledger a share of the rows is held out. Each method gets the others, --learner (a logistic \
            regression unless told) learns from what it makes of them, and decides the rows held out, which nothing was invented \
            or changed among. The first \
            line of the ledger learned from the rows as they are. Methods that act in training write no rows.

            'assize list mitigations' explains the methods. Those of 'assize adjust' that act on decisions may be named too: \
            they stand in the ledger for comparison, fitted to the scores of the first line.

            Examples:
              assize rebalance people.csv --label hired --protected sex,race --method reweighing --out rebalanced/
              assize rebalance people.csv --label hired --protected sex --method smote:5 --method massaging:0.5 --out tried/
              assize rebalance people.csv --label hired --protected sex --method exponentiated-gradient:0.02 \
            --constraint equalized_odds --out tried/
              assize rebalance people.csv --label hired --protected sex --method exponentiated-gradient --ratio-bound 0.8 \
            --learner perceptron --out tried/
              assize rebalance reviews.csv --label good --protected gender --text review --method counterfactual --out more/
            """)

    @Argument(help: "The data, or the definition of an audit.")
    var data: [String]

    @Option(help: "A method, or METHOD:STRENGTH; it may be given several times (default: reweighing).")
    var method: [String] = []

    @Flag(help: "Tries every method that fits the data.")
    var all = false

    @Option(help: "The share of the rows that methods are judged on; 0 writes rows without a ledger (default: 0.3).")
    var test: Double = 0.3

    @Option(help: "What is rebalanced, in words, for the reports' headings.")
    var title: String?

    @OptionGroup(title: "Roles") var roles: RoleOptions
    @OptionGroup(title: "Judgement") var judgement: JudgementOptions
    @OptionGroup(title: "Learning") var learning: ReductionOptions
    @OptionGroup(title: "Swaps") var swaps: SwapOptions
    @OptionGroup(title: "Reading files") var files: TableFileOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Signing") var signing: SigningOptions

    func validate() throws {
        guard test >= 0, test < 1 else { throw ValidationError("--test \(test) is not from 0 to under 1, such as 0.3") }
        guard !all || method.isEmpty else { throw ValidationError("--all tries every method: omit --method") }
    }

    func run() throws {
        guard let folder = output.out else {
            throw ValidationError("--out is missing: name the folder for the rebalanced rows")
        }
        let key = try signing.key()
        let draft = try LedgerDraft(
            constraint: learning.kind(),
            bound: learning.ratio(all ? TableMethod.Kind.allCases.map(\.rawValue) : method),
            learner: learning.chosenLearner())
        let (methods, rules) = try chosenMethods(draft)
        var definition = try DefinitionArguments.definition(data, title: title, roles: roles, files: files)
        try judgement.apply(to: &definition)
        definition.command = CommandText.reproducing(CommandLine.arguments, keepingOut: true)
        let workers = try Machine.workers(output.threads)
        Machine.setThreads(workers)
        let table = try RebalanceTable(definition, workers: workers)
        let applicable = try methods.filter { try fits($0, table.rows) }
        let lexicon = try swaps.lexicon()
        // Learning comes first: nothing is written of a request that cannot be met.
        let ledger = try test > 0 ? ledger(applicable, rules, table, definition, draft, lexicon) : nil
        let inputs = try OutputRun.files(
            definition.resolvedPaths + [definition.file, swaps.swaps].compactMap(\.self))
        let run = try OutputRun(folder, command: definition.command, inputs: inputs, key: key)
        let record = try writeRows(applicable, table, definition, draft.learner, lexicon, run.folder)
        if !record.methods.isEmpty {
            try run.folder.write(record.json.bytes(.indented), to: "rebalance.json")
            try run.folder.write(RebalanceReport.html(for: record), to: "rebalance.html")
        }
        if let ledger {
            try run.folder.write(ledger.json.bytes(.indented), to: "ledger.json")
            try run.folder.write(MitigationReport.html(for: ledger), to: "ledger.html")
        }
        try run.finish()
        guard !output.quiet else { return }
        for note in table.notes { Terminal.writeError("assize: warning: \(note)\n") }
        switch output.format {
        case .json: Terminal.write((ledger?.json ?? record.json).bytes(.indented))
        case .text:
            Terminal.write(RebalanceSummary.text(record))
            if let ledger { Terminal.write(LedgerSummary.text(for: ledger)) }
            Terminal.write("Written: \(folder)\n")
        }
    }

    private static func title(_ definition: AuditDefinition) -> String {
        definition.title
            ?? definition.data.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: ", ")
    }

    private func chosenMethods(_ draft: LedgerDraft) throws -> (methods: [TableMethod], rules: [DecisionMethod]) {
        if all {
            let rules = DecisionMethod.usual(
                hasScores: true, areProbabilities: true,
                constraint: draft.decisions.constraint)
            return (TableMethod.Kind.allCases.map { TableMethod($0) }, test > 0 ? rules : [])
        }
        let named = method.isEmpty ? ["reweighing"] : method
        let rules = named.compactMap { DecisionMethod(rawValue: $0) }
        let methods = try named.filter { DecisionMethod(rawValue: $0) == nil }.map { try TableMethod($0) }
        let names = rules.map(\.rawValue) + methods.map(\.text)
        for (place, name) in names.enumerated() where names[..<place].contains(name) {
            throw ValidationError("--method \(name) is given twice")
        }
        guard test > 0 || rules.isEmpty && methods.allSatisfy({ $0.kind.stage == .data }) else {
            throw ValidationError(
                "methods that act in training or on decisions write no rows: with --test 0 nothing would come of them")
        }
        return (methods, rules)
    }

    /// Whether a method can do something with the table; of methods that were named one must.
    private func fits(_ method: TableMethod, _ table: LabelledRows) throws -> Bool {
        let reason: String? =
            if method.kind.writesTexts && table.textColumn == nil {
                "\(method.kind.rawValue) writes texts: name their column with --text"
            } else if table.labelNames.count > 2 && method.kind != .reweighing {
                "\(method.kind.rawValue) needs a label of two values: only reweighing takes more"
            } else if method.kind == .smote && table.features.isEmpty {
                "smote needs features to invent between: name columns with --features"
            } else if method.kind == .learnedFairRepresentation && table.features.isEmpty {
                "learned-fair-representation needs features to learn from: name columns with --features"
            } else if method.kind == .disparateImpactRemover && !table.features.contains(where: \.isNumeric) {
                "disparate-impact-remover repairs numbers, but no feature is one"
            } else { nil }
        if let reason, !all { throw ValidationError(reason) }
        return reason == nil
    }

    private func writeRows(
        _ methods: [TableMethod], _ table: RebalanceTable, _ definition: AuditDefinition, _ learner: TableLearner,
        _ lexicon: SwapLexicon, _ folder: ResultsFolder
    ) throws -> RebalanceRecord {
        let attributes = table.rows.attributes.map { attribute in
            GroupingColumn(
                name: attribute.name,
                values: attribute.values.map { AttributeValue(attribute: attribute.name, value: $0) })
        }
        let writer = RebalanceOutput(table: table.rows, attributes: attributes, confidence: definition.confidence)
        let acting = methods.filter { $0.kind.stage == .data }
        var made: [RebalanceRecord.Method] = []
        for method in acting {
            guard
                let result = try TableTrials.rebalanced(
                    table.rows, method, learner: learner, lexicon: lexicon, seed: definition.seed)
            else { continue }
            let name = method.text.map { $0 == ":" ? "-" : $0 }
            let file = acting.count > 1 ? "\(String(name))/rebalanced.csv" : "rebalanced.csv"
            try folder.write(writer.csv(result), to: file)
            made.append(writer.record(method, result, file: file))
        }
        return RebalanceRecord(
            title: Self.title(definition), data: definition.data, command: definition.command,
            toolVersion: Audit.version, seed: definition.seed, label: definition.label?.text ?? "",
            positive: table.rows.labelNames.last ?? "", attributes: table.rows.attributes.map(\.name),
            features: table.rows.features.map(\.name) + [table.rows.textColumn].compactMap(\.self),
            isSynthetic: definition.isSynthetic, methods: made, notes: table.notes)
    }

    private func ledger(
        _ methods: [TableMethod], _ rules: [DecisionMethod], _ table: RebalanceTable, _ definition: AuditDefinition,
        _ draft: LedgerDraft, _ lexicon: SwapLexicon
    ) throws -> MitigationLedger? {
        guard let judged = table.judged else {
            guard rules.isEmpty else { throw ValidationError("\(rules[0].rawValue) needs a label of two values") }
            return nil
        }
        let complete = table.rows.completeRows
        let split = RowSplit.split(complete.count, share: test, seed: definition.seed)
        let trials = try TableTrials(
            training: table.rows.rows(split.training.map { complete[$0] }),
            held: table.rows.rows(split.held.map { complete[$0] }), constraint: draft.constraint,
            bound: draft.bound, learner: draft.learner, lexicon: lexicon, minimumCell: definition.minimumCell,
            seed: definition.seed)
        let settings = definition.judgement
        let meter = MethodMeter(isQuiet: output.quiet, total: methods.count + (rules.isEmpty ? 1 : 2))
        meter.show("plain")
        let plain = try trials.plain()
        let judge = StepJudge(judged.rows(split.held), first: plain.decisions, settings: settings)
        var steps = [judge.judged(draft.plain(plain), decisions: nil)]
        for method in methods {
            meter.show(method.text)
            let trial = try trials.trial(method)
            steps.append(judge.judged(draft.step(method, trial), decisions: trial.decisions))
        }
        if !rules.isEmpty {
            meter.show("decisions")
            func part(_ places: [Int], _ scores: [Double]) -> DecisionTrials.Part {
                DecisionTrials.Part(
                    rows: judged.rows(places), scores: scores, decisions: scores.map { $0 > 0.5 },
                    numbers: places.map { complete[$0] })
            }
            var decisions = draft.decisions
            decisions.minimumCell = definition.minimumCell
            let result = try DecisionTrials(
                fit: part(split.training, plain.trainingScores), test: part(split.held, plain.scores),
                settings: decisions, assessment: settings, methods: rules
            ).run()
            steps += result.steps.dropFirst()
        }
        meter.finish()
        return MitigationLedger(
            title: Self.title(definition), data: definition.data, toolVersion: Audit.version,
            command: definition.command, seed: definition.seed, positive: table.positive,
            attributes: table.rows.attributes.map(\.name), goal: draft.goal, confidence: definition.confidence,
            margin: definition.margin, minimumCell: definition.minimumCell, fittedRows: split.training.count,
            judgedRows: split.held.count, isSynthetic: definition.isSynthetic, steps: steps,
            chosen: methods.count == 1 && rules.isEmpty ? draft.id(methods[0]) : nil,
            notes: draft.notes(methods, rules) + table.notes)
    }
}
