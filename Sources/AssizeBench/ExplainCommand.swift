import ArgumentParser
import Explanations
import Files
import Models
import NumericalKernels
import Tables

/// Times the masked evaluations that explanations of texts are made of.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Times masked evaluations of texts by a classifier, and explanations until they err little.",
        discussion: """
            Takes the first texts of 25 to 35 words, and for each of them draws different coalitions of its words. A round \
            evaluates them all, text after text, and the best round counts: other work on the machine only ever adds time.

            With --methods it explains these texts by each method with each number of evaluations, and prints the root mean \
            square of the relative error ‖φ̂ − φ‖ / ‖φ‖ over texts and the median time of a text, beside a long run of the same \
            games: by kernel_shap for Shapley values, in full for partition_shap, by more evaluations for lime.
            """)

    @Argument(help: "A folder with a classifier.")
    var checkpoint: String

    @Argument(help: "A table with a column of texts.")
    var data: String

    @Option(help: "The column of texts.")
    var text = "text"

    @Option(help: "How many texts.")
    var texts = 20

    @Option(help: "Evaluations of each text.")
    var evaluations = 500

    @Option(help: "The most coalitions asked for at once.")
    var batch = 500

    @Option(help: "What becomes of absent words: mask, removal or attention.")
    var absence = "mask"

    @Option(help: "How often all is evaluated.")
    var rounds = 3

    @Option(help: "Threads.")
    var threads = 2

    @Option(help: "Decides which coalitions are drawn.")
    var seed: UInt64 = 1

    @Option(help: "Writes the texts, coalitions and outputs as JSON Lines, to compare them.")
    var dump: String?

    @Option(help: "Explains by these methods, separated by commas, in place of drawing coalitions.")
    var methods: String?

    @Option(help: "With --methods: numbers of evaluations, separated by commas.")
    var budgets = "128,256,512"

    @Option(help: "With --methods: players are words or tokens.")
    var players = "tokens"

    @Option(help: "With --methods: the evaluations of the long run.")
    var referenceEvaluations = 8_192

    @Option(help: "With --methods: keeps long runs in files whose names begin like this, or reads them there.")
    var references: String?

    func validate() throws {
        for (name, value) in [("texts", texts), ("evaluations", evaluations), ("batch", batch), ("rounds", rounds)]
        where value < 1 {
            throw ValidationError("--\(name) is \(value), but at least 1 is needed")
        }
    }

    func run() throws {
        guard let absence = Absence(rawValue: absence) else {
            throw ValidationError("--absence is '\(absence)': mask, removal or attention")
        }
        TextClassifier.setThreads(threads)
        let model = ExplainedModel(try TextClassifier(folder: checkpoint))
        let table = try TextTable(paths: [data], roles: TextTable.Roles(text: text))
        let chosen = table.texts.compactMap(\.self)
            .filter { (25...35).contains($0.split(whereSeparator: \.isWhitespace).count) }.prefix(texts)
        guard chosen.count == texts else {
            throw ValidationError("\(data) has \(chosen.count) texts of 25 to 35 words, and \(texts) are asked for")
        }
        if let methods {
            return try explain(Array(chosen), model, absence, methods.split(separator: ",").map(String.init))
        }
        let games = try chosen.map { try TextGame($0, model: model, absence: absence) }
        let coalitions = games.enumerated().map { draw(from: $1.playerCount, stream: UInt64($0)) }
        var best = Double.infinity
        var values: [[Double]] = []
        for _ in 0..<rounds {
            let start = Moment.now
            values = try zip(games, coalitions).map { game, coalitions in
                var found: [Double] = []
                for first in stride(from: 0, to: coalitions.count, by: batch) {
                    found += try game.values(of: Array(coalitions[first..<min(coalitions.count, first + batch)]))
                }
                return found
            }
            best = min(best, Moment.now.since(start).wall)
        }
        let total = coalitions.reduce(0) { $0 + $1.count }
        let tokens = games.reduce(0) { $0 + $1.text.ids.count }
        print(
            "explain: \(rounded(Double(total) / best)) evaluations/s, \(rounded(1000 * best / Double(texts))) ms for "
                + "\(evaluations) of one text, \(rounded(Double(tokens) / Double(texts))) tokens and "
                + "\(rounded(Double(games.reduce(0) { $0 + $1.playerCount }) / Double(texts))) words a text, "
                + "\(absence.statement), \(threads) threads, \(Moment.peakMemory >> 20) MiB of memory at most")
        if let dump { try write(games, coalitions, values, to: dump) }
    }

    /// Prints errors and times of methods.
    private func explain(_ texts: [String], _ model: ExplainedModel, _ absence: Absence, _ methods: [String]) throws {
        let budgets = try budgets.split(separator: ",").map { text in
            guard let budget = Int(text), budget >= 2 else { throw ValidationError("--budgets names '\(text)'") }
            return budget
        }
        guard
            let unit = [("words", ExplainedText.Unit.words), ("tokens", .tokens)].first(where: { $0.0 == players })?.1
        else { throw ValidationError("--players is '\(players)': words or tokens") }
        let errors = ExplainErrors(
            texts: texts, model: model, unit: unit, absence: absence, rounds: rounds, seed: seed)
        for method in methods {
            let references = try errors.references(
                ExplainErrors.reference(of: method), evaluations: referenceEvaluations, file: references)
            for budget in budgets {
                let found = try errors.measure(method, evaluations: budget, references: references)
                let square = found.errors.reduce(0) { $0 + $1 * $1 / Double(found.errors.count) }
                print(
                    "\(method) \(budget): error \((1e4 * square.squareRoot()).rounded() / 1e4), "
                        + "\(rounded(1000 * ExplainErrors.median(found.seconds))) ms a text, "
                        + "\(rounded(found.evaluations)) evaluations, \(players), \(absence.statement)")
            }
        }
    }

    /// Draws different coalitions, each player present or not with equal probability.
    private func draw(from players: Int, stream: UInt64) -> [Coalition] {
        var generator = SeededGenerator(seed: seed, stream: stream)
        var seen: Set<Coalition> = []
        var result: [Coalition] = []
        let most = players < 20 ? min(evaluations, 1 << players) : evaluations
        while result.count < most {
            let coalition = Coalition(
                playerCount: players, (0..<players).filter { _ in Bool.random(using: &generator) })
            if seen.insert(coalition).inserted { result.append(coalition) }
        }
        return result
    }

    /// The text, its label, and for each coalition the tokens of absent words and the output.
    private func write(_ games: [TextGame], _ coalitions: [[Coalition]], _ values: [[Double]], to path: String) throws {
        var bytes: [UInt8] = []
        for (number, game) in games.enumerated() {
            let rows = zip(coalitions[number], values[number]).prefix(16).map { coalition, value -> JSON in
                let absent = coalition.complement.players.flatMap { Array(game.text.players[$0].tokens) }
                return .object([
                    .init("absent", .array(absent.map { .integer($0) })), .init("value", .number(value)),
                ])
            }
            let line = JSON.object([
                .init("text", .string(game.text.text)), .init("label", .integer(game.target.label)),
                .init("ids", .array(game.text.ids.map { .integer(Int($0)) })), .init("rows", .array(rows)),
            ])
            bytes += line.bytes(.compact) + [0x0A]
        }
        try AtomicFile.write(bytes, to: path)
    }

    private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
