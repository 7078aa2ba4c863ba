public import ArgumentParser
public import Models
import Transformers

/// How a checkpoint learns.
struct TrainingOptions: ParsableArguments {
    @Option(help: "How often each text is read (default: 3).")
    var epochs: Int?

    @Option(help: "Texts in a batch (default: 32).")
    var batchSize: Int?

    @Option(help: "Batches whose gradients make one step (default: 1).")
    var accumulate: Int?

    @Option(help: "adamw (the default) or sgd.")
    var optimizer: FineTuningSettings.Rule?

    @Option(help: "The learning rate at its highest (default: 5e-5).")
    var learningRate: Double?

    @Option(help: "How the rate goes on after the warm-up: linear (the default), cosine, constant or one-cycle.")
    var schedule: ScheduleName?

    @Option(help: "The share of the steps over which the rate rises (default: 0.06).")
    var warmUp: Double?

    @Option(help: "How fast weights shrink (default: 0.01).")
    var weightDecay: Double?

    @Option(help: "The largest norm of the gradients, beyond which they are scaled down; 0 leaves them (default: 1).")
    var clip: Double?

    @Option(help: "What the sum of absolute weights is multiplied by (default: 0).")
    var l1: Double?

    @Option(help: "How much of a target is spread over all labels (default: 0).")
    var labelSmoothing: Double?

    @Option(
        help: "Which texts count for more: none, label, group, joint or group-within-label (for equal opportunity).")
    var balance: TextBalance?

    @Flag(help: "Draws texts as often as --balance says instead of weighing them.")
    var balanceByDrawing = false

    @Flag(help: "Switches dropout off.")
    var noDropout = false

    @Flag(help: "Saves memory for a third more time: blocks are computed again instead of kept.")
    var recompute = false

    @Option(help: "The seed of everything random (default: 42).")
    var seed: UInt64?

    func check() throws {
        func positive(_ value: Int?, _ name: String) throws {
            if let value, value < 1 { throw ValidationError("--\(name) \(value) is not at least 1") }
        }
        func share(_ value: Double?, _ name: String, below: Double) throws {
            if let value, !(value >= 0 && value < below) {
                throw ValidationError("--\(name) \(value) is not from 0 to below \(below)")
            }
        }
        try positive(epochs, "epochs")
        try positive(batchSize, "batch-size")
        try positive(accumulate, "accumulate")
        try share(learningRate, "learning-rate", below: 1e3)
        try share(warmUp, "warm-up", below: 1)
        try share(weightDecay, "weight-decay", below: 1e3)
        try share(clip, "clip", below: 1e9)
        try share(l1, "l1", below: 1e3)
        try share(labelSmoothing, "label-smoothing", below: 1)
        if balanceByDrawing, balance ?? .unweighted == .unweighted {
            throw ValidationError("--balance-by-drawing needs --balance")
        }
    }

    func apply(to settings: inout FineTuningSettings) {
        settings.epochs = epochs ?? settings.epochs
        settings.batchSize = batchSize ?? settings.batchSize
        settings.accumulation = accumulate ?? settings.accumulation
        settings.rule = optimizer ?? settings.rule
        settings.learningRate = learningRate ?? settings.learningRate
        settings.shape = schedule?.shape ?? settings.shape
        settings.warmUpShare = warmUp ?? settings.warmUpShare
        settings.weightDecay = weightDecay ?? settings.weightDecay
        if let clip { settings.maximumNorm = clip > 0 ? clip : nil }
        settings.l1 = l1 ?? settings.l1
        settings.labelSmoothing = labelSmoothing ?? settings.labelSmoothing
        settings.balance = balance ?? settings.balance
        settings.balancesByDrawing = balanceByDrawing
        settings.usesDropout = !noDropout
        settings.recomputing = recompute
        settings.seed = seed ?? settings.seed
    }
}

extension FineTuningSettings.Rule: ExpressibleByArgument {}
extension TextBalance: ExpressibleByArgument {}

/// The schedules by the names of the command line.
enum ScheduleName: String, ExpressibleByArgument, CaseIterable {
    case linear, cosine, constant
    case oneCycle = "one-cycle"

    var shape: LearningRate.Shape {
        switch self {
        case .linear: .linear
        case .cosine: .cosine
        case .constant: .constant
        case .oneCycle: .oneCycle
        }
    }
}

/// How a model is judged while it learns.
struct EvaluationOptions: ParsableArguments {
    @Option(help: "Files to judge by, read as one table of the same columns.")
    var evaluationData: [String] = []

    @Option(help: "The share of the rows that is held out, drawn by the seed, if no files are named (default: 0.1).")
    var holdOut: Double?

    @Option(help: "Steps between evaluations; at the end of each epoch unless given.")
    var evaluateEvery: Int?

    @Option(help: "Steps between saved states (default: 250, and after each evaluation).")
    var saveEvery: Int?

    @Option(
        help: "What decides which evaluation is best: loss, accuracy, roc_auc, dialect.equalized_odds_difference, …")
    var watch: String?

    @Option(help: "Ends the run after so many evaluations without improvement.")
    var patience: Int?

    @Flag(help: "Keeps the weights of the last step rather than those of the best evaluation.")
    var keepLast = false

    var shareText: String { evaluationData.isEmpty ? "\(holdOut ?? 0.1)" : "files" }

    func check() throws {
        if let holdOut, !(holdOut >= 0 && holdOut < 1) {
            throw ValidationError("--hold-out \(holdOut) is not from 0 to below 1")
        }
        for (value, name) in [(evaluateEvery, "evaluate-every"), (saveEvery, "save-every"), (patience, "patience")] {
            if let value, value < 1 { throw ValidationError("--\(name) \(value) is not at least 1") }
        }
        if holdOut == 0, evaluationData.isEmpty, patience != nil || watch != nil {
            throw ValidationError("--patience and --watch need rows to judge by: give --hold-out or --evaluation-data")
        }
    }

    func apply(to settings: inout FineTuningSettings) {
        settings.evaluationInterval = evaluateEvery
        settings.saveInterval = saveEvery
        settings.watched = watch ?? settings.watched
        settings.patience = patience
        settings.keepsBest = !keepLast && !(holdOut == 0 && evaluationData.isEmpty)
    }

    /// Splits rows by a seed, in the order of the table.
    func split(_ table: TextTable, seed: UInt64) -> (training: TextTable, held: TextTable?) {
        let share = holdOut ?? 0.1
        guard share > 0 else { return (table, nil) }
        let (training, held) = RowSplit.split(table.count, share: share, seed: seed)
        return (table.rows(training), held.isEmpty ? nil : table.rows(held))
    }
}
