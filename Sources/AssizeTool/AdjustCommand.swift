import ArgumentParser
import Auditing
import FairnessMetrics
import Files
import Mitigations
import Reports

/// `assize adjust`: decides anew from scores or decisions, and says what came of it at whose cost.
struct AdjustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjust",
        abstract: "Adjusts decisions so that groups are treated more alike, and reports the price.",
        discussion: """
            DATA is what 'assize audit' reads. Ways of deciding anew are fitted on a part of the rows and judged on the \
            others, against the decisions as they are: those of --prediction, or of --score from --threshold on (0.5 for \
            probabilities). --out gets ledger.json and adjust.html (each way, its price, who lost), adjustment.json (the \
            rules) and adjusted.csv (a decision for each row, and its probability where a draw decides). Rules that differ by \
            group use the protected attributes at decision time, which may be unlawful; rules that do not are tried beside them.

            Examples:
              assize adjust audits/hiring-synthetic --constraint demographic_parity --out adjusted/
              assize adjust people.csv --label hired --score score --protected sex,race --out adjusted/
              assize adjust --fit old.csv --test new.csv --label repaid --prediction granted --protected sex --out adjusted/
              assize adjust next.csv --using adjusted/adjustment.json --out decided/
            """)

    @Argument(help: "The data, or the definition of an audit.")
    var data: [String] = []

    @Option(help: "What is decided, in words, for the page's heading.")
    var title: String?

    @OptionGroup(title: "Adjusting") var adjust: AdjustOptions
    @OptionGroup(title: "Roles") var roles: RoleOptions
    @OptionGroup(title: "Judgement") var judgement: JudgementOptions
    @OptionGroup(title: "Reading files") var files: TableFileOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Signing") var signing: SigningOptions

    func validate() throws {
        guard output.out != nil else { throw ValidationError("--out is missing: where shall the results go?") }
        guard (adjust.fit == nil) == (adjust.test == nil) else {
            throw ValidationError("--fit and --test go together: name both, or DATA, which is split")
        }
        guard data.isEmpty != (adjust.fit == nil) else {
            throw ValidationError(
                data.isEmpty ? "no data: name DATA, or --fit and --test" : "name either DATA or --fit and --test")
        }
        if adjust.using != nil, adjust.fit != nil {
            throw ValidationError("--using fits nothing: omit --fit and --test")
        }
        if adjust.fit != nil, adjust.heldOut != nil {
            throw ValidationError("--held-out splits DATA; --fit and --test are split already")
        }
        let idle: [(String, Bool)] = [
            ("--strata", roles.strata.isEmpty), ("--features", roles.features.isEmpty),
            ("--membership", roles.membership.isEmpty), ("--gate", judgement.gate.isEmpty),
            ("--top-k", judgement.topK.isEmpty), ("--bootstrap", judgement.bootstrap == nil),
        ]
        for (name, isAbsent) in idle where !isAbsent {
            throw ValidationError("\(name) has no part in adjusting decisions; audit them with 'assize audit'")
        }
    }

    func run() throws {
        let folder = output.out ?? "."
        let key = try signing.key()
        if let path = adjust.using {
            try AdjustmentUse(path: path, command: self).run(folder, key)
            return
        }
        let settings = try adjust.settings()
        let methods = try adjust.methods()
        let share = try adjust.share()
        var definition = try DefinitionArguments.definition(
            adjust.fit.map { [$0] } ?? data, title: title, roles: roles, files: files)
        try judgement.apply(to: &definition)
        guard definition.label != nil else {
            throw ValidationError("--label is missing: what is right has to be known where rules are fitted and judged")
        }
        let run = try AdjustRun(
            definition: definition, test: adjust.test, settings: settings, methods: methods, share: share,
            workers: Machine.workers(output.threads), isQuiet: output.quiet)
        let inputs = try OutputRun.files(
            definition.resolvedPaths + [definition.file, adjust.test].compactMap(\.self))
        let written = try OutputRun(folder, command: definition.command, inputs: inputs, key: key)
        try run.write(to: written.folder)
        try written.finish()
        if output.quiet { return }
        switch output.format {
        case .json: Terminal.write(run.ledger.json.bytes(.indented))
        case .text:
            Terminal.write(LedgerSummary.text(for: run.ledger))
            Terminal.write("\nWritten: \(folder)/adjust.html, ledger.json, adjustment.json and adjusted.csv\n")
        }
        for warning in run.warnings { Terminal.writeError("assize: warning: \(warning)\n") }
    }
}
