import ArgumentParser
import Explanations
import Models

/// A command that answers in place of a checkpoint.
struct PredictorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A command that answers JSON Lines, in place of --model.",
            discussion:
                "It reads {\"id\": 0, \"text\": \"…\"} or {\"id\": 0, \"features\": {…}} and answers each with "
                + "{\"id\": 0, \"scores\": [0.3, 0.7]}, flushed."))
    var predictor: String?

    @Option(help: "With --predictor: the columns of features, separated by commas, in place of --text.")
    var features: [String] = []

    @Option(help: "With --features: a table whose rows absent features are taken from.")
    var background: String?

    @Option(help: "The most background rows that are used; of more, the seed draws so many (default: 50).")
    var backgroundRows: Int = 50

    @Option(help: "With --predictor and --text: what stands in place of absent words (default: they are removed).")
    var maskToken: String?

    @Option(help: "The seconds without an answer after which the command counts as hung (default: 60).")
    var timeout: Double = 60

    /// The names of the columns of features.
    var columns: [String] { features.flatMap { $0.split(separator: ",").map(String.init) } }

    /// Starts the command.
    ///
    /// - Parameter output: The place of the score that is explained, as given.
    func start(output: String?) throws -> PredictorOutput {
        let index = try output.map { text in
            guard let index = Int(text), index >= 0 else {
                throw ExplanationsError.setting(
                    name: "--output", value: "'\(text)'", remedy: "the scores of a command are numbered from 0")
            }
            return index
        }
        return PredictorOutput(try CommandPredictor(predictor ?? "", timeout: timeout), index: index)
    }

    func check(text: String?, _ checkpoint: CheckpointOptions) throws {
        guard (predictor == nil) != (checkpoint.model == nil) else {
            throw ValidationError("name either --model CHECKPOINT or --predictor 'COMMAND'")
        }
        guard timeout > 0 else { throw ValidationError("--timeout \(timeout) is not above 0") }
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
