import ArgumentParser
import Explanations
import Models
import Transformers

/// What is explained of a checkpoint.
struct CheckpointOptions: ParsableArguments {
    @Option(help: "A checkpoint: a folder as transformers saves it.")
    var model: String?

    @Option(help: "The most tokens of a text; longer ones are cut, with a note.")
    var maxLength: Int?

    @Option(
        help: ArgumentHelp(
            "What is divided: logit_margin (the default), log_odds, probability, logit or value; the place of a score, "
                + "from 0, for a command.", valueName: "output"))
    var output: String?

    @Option(help: "The label whose output is explained (default: the one that the model decides for in each text).")
    var positive: String?

    @Option(help: "Who shares the output: words (the default), tokens or, much faster, classes of words.")
    var players: PlayerName = .words

    @Option(help: "What becomes of absent words: mask, remove or ignore, which hides them from attention.")
    var absent: AbsentWords?

    @Flag(help: "Keeps what every head attended to, with the methods of attention.")
    var attentionMaps = false

    /// Opens the checkpoint.
    func open(_ plan: ExplanationPlan) throws -> ExplainedModel {
        let inspects = plan.methods.contains(where: \.isInspecting)
        return try ExplainedModel(
            TextClassifier(folder: model ?? "", maximumLength: maxLength), forGradients: inspects)
    }

    /// What is explained of a classifier's texts.
    ///
    /// - Parameter needsLabel: Whether the same label must be explained in all texts: of two the second unless named.
    func choices(_ classifier: TextClassifier, needsLabel: Bool) throws -> CheckpointTexts.Choices {
        var choices = CheckpointTexts.Choices()
        choices.players = players.players
        choices.absence = absent?.absence ?? .mask
        choices.keepsAttention = attentionMaps
        choices.output = try output(among: ExplainedOutput.allowed(for: classifier.problem))
        choices.label = try positive.map { try Self.label($0, among: classifier.outputs) }
        if needsLabel, choices.label == nil {
            guard classifier.outputs.count <= 2 else { throw Self.noLabel(among: classifier.outputs) }
            choices.label = classifier.outputs.count - 1
        }
        return choices
    }

    /// The output that is asked for; nil for the usual one.
    func output(among known: [ExplainedOutput]) throws -> ExplainedOutput? {
        try output.map { name in
            guard let output = ExplainedOutput(rawValue: name) else {
                throw ExplanationsError.setting(
                    name: "--output", value: "'\(name)'",
                    remedy: "use " + known.map(\.rawValue).joined(separator: ", "))
            }
            return output
        }
    }

    /// The number of the label that --positive names.
    static func label(_ name: String, among labels: [String]) throws -> Int {
        guard let label = labels.firstIndex(of: name) else {
            throw ExplanationsError.setting(
                name: "--positive", value: "'\(name)'",
                remedy: "the model's labels are " + labels.joined(separator: ", "))
        }
        return label
    }

    /// What is wrong where rows must be compared and nobody says by which label.
    static func noLabel(among labels: [String]) -> ExplanationsError {
        .setting(
            name: "the label", value: "not chosen",
            remedy: "rows can be compared by the output of one label: name it with --positive, of "
                + labels.joined(separator: ", "))
    }
}

/// What becomes of absent words, by the names of the command line.
enum AbsentWords: String, ExpressibleByArgument, CaseIterable {
    case mask, remove, ignore

    var absence: Absence {
        switch self {
        case .mask: .mask
        case .remove: .removal
        case .ignore: .attention
        }
    }
}

/// What a player is, by the names of the command line.
enum PlayerName: String, ExpressibleByArgument, CaseIterable {
    case words, tokens, classes

    var players: CheckpointTexts.Players {
        switch self {
        case .words: .words
        case .tokens: .tokens
        case .classes: .classes
        }
    }
}
