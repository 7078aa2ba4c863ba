import ArgumentParser
import Explanations
import Models

/// A command, or an endpoint on this machine, that answers in place of a checkpoint.
struct PredictorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A command that answers JSON Lines, or http://127.0.0.1:PORT/PATH, in place of --model.",
            discussion:
                "It reads {\"id\": 0, \"text\": \"…\"} or {\"id\": 0, \"features\": {…}} and answers each with "
                + "{\"id\": 0, \"scores\": [0.3, 0.7]}, flushed. An address gets the same lines by POST and answers with the "
                + "same; it speaks HTTP without TLS, and must be on this machine.",
            valueName: "command-or-address"))
    var predictor: String?

    @Option(
        help: ArgumentHelp(
            "A linear model in place of --model: a JSON file of its features, classes, coefficients and intercepts.",
            discussion: "Absent features take their means, which the file has, or the values of --background.",
            valueName: "file"))
    var linear: String?

    @Option(help: "With --predictor: the columns of features, separated by commas, in place of --text.")
    var features: [String] = []

    @Option(help: "With --features or --linear: a table whose rows absent features are taken from.")
    var background: String?

    @Option(help: "The most background rows that are used; of more, the seed draws so many (default: 50).")
    var backgroundRows: Int = 50

    @Option(help: "With --predictor and --text: what stands in place of absent words (default: they are removed).")
    var maskToken: String?

    @Flag(help: "Lets --predictor be on another machine: what is sent there can be read on the way.")
    var allowRemote = false

    @Option(help: "The seconds without an answer after which the command or address counts as hung (default: 60).")
    var timeout: Double = 60

    /// The names of the columns of features.
    var columns: [String] { features.flatMap { $0.split(separator: ",").map(String.init) } }

    /// Starts the command, or finds the address.
    ///
    /// - Parameter output: The place of the score that is explained, as given.
    func start(output: String?) throws -> PredictorOutput {
        let index = try output.map { text in
            guard let index = Int(text), index >= 0 else {
                throw ExplanationsError.setting(
                    name: "--output", value: "'\(text)'", remedy: "the scores of a predictor are numbered from 0")
            }
            return index
        }
        let name = predictor ?? ""
        guard EndpointPredictor.isAddress(name) else {
            return PredictorOutput(try CommandPredictor(name, timeout: timeout), index: index)
        }
        return PredictorOutput(
            try EndpointPredictor(name, timeout: timeout, allowsOthers: allowRemote), index: index)
    }

    func check(text: String?, _ checkpoint: CheckpointOptions) throws {
        guard [predictor, checkpoint.model, linear].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("name one of --model CHECKPOINT, --predictor 'COMMAND' and --linear FILE")
        }
        guard backgroundRows >= 1 else { throw ValidationError("--background-rows \(backgroundRows) is below 1") }
        guard timeout > 0 else { throw ValidationError("--timeout \(timeout) is not above 0") }
        guard !allowRemote || EndpointPredictor.isAddress(predictor ?? "") else {
            throw ValidationError("--allow-remote is of an address: --predictor http://HOST:PORT/PATH")
        }
        if linear != nil {
            guard text == nil, columns.isEmpty, maskToken == nil else {
                throw ValidationError(
                    "a linear model's file names its features: omit --text, --features and --mask-token")
            }
            guard checkpoint.players == .words, checkpoint.absent == nil, checkpoint.maxLength == nil,
                !checkpoint.attentionMaps
            else {
                throw ValidationError("--players, --absent, --max-length and --attention-maps are of texts")
            }
            return
        }
        guard predictor != nil else {
            guard text != nil, columns.isEmpty, background == nil, maskToken == nil else {
                throw ValidationError(
                    "a checkpoint reads --text; --features, --background and --mask-token are of --predictor")
            }
            return
        }
        guard (text == nil) != columns.isEmpty else {
            throw ValidationError("name what the command reads: either --text COLUMN or --features COLUMNS")
        }
        guard (background == nil) == columns.isEmpty else {
            throw ValidationError(
                columns.isEmpty
                    ? "--background is of --features: a text has none"
                    : "name --background FILE: absent features take the values of its rows")
        }
        guard maskToken == nil || text != nil else { throw ValidationError("--mask-token is of --text") }
        guard checkpoint.players != .tokens else {
            throw ValidationError("--players tokens needs a checkpoint: a command has no tokenizer")
        }
        guard checkpoint.maxLength == nil, !checkpoint.attentionMaps else {
            throw ValidationError("--max-length and --attention-maps need a checkpoint")
        }
        switch checkpoint.absent {
        case .ignore: throw ValidationError("--absent ignore needs a checkpoint, from whose attention words are hidden")
        case .mask where maskToken == nil:
            throw ValidationError("--absent mask needs the token of the command's model: --mask-token '[MASK]'")
        case .remove where maskToken != nil:
            throw ValidationError("--mask-token stands for absent words: omit --absent remove")
        default: break
        }
    }
}
