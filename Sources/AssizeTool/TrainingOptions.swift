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
    var balance: BalancedWeighting?

    @Flag(help: "Draws texts as often as --balance says instead of weighing them.")
    var balanceByDrawing = false

    @Flag(help: "Switches dropout off.")
    var noDropout = false

    @Option(help: "Keeps the embeddings and so many of the lowest blocks as they are.")
    var freeze: Int?

    @Option(help: "What learns beside the head: all (the default), head (nothing else), biases or norms.")
    var learns: LearnsName?

    @Option(help: "Lets blocks begin to learn from the top, one more after so many epochs.")
    var unfreezeEvery: Int?

    @Option(help: "What the learning rate of each block is multiplied by against the one above it, such as 0.9.")
    var layerDecay: Double?

    @Option(
        help: ArgumentHelp(
            "Learns low-rank updates of this rank instead of the weights (LoRA), such as 8.",
            discussion: "The result has them in its weights; 'adapter' beside it is what peft reads."))
    var lora: Int?

    @Option(help: "What low-rank updates are multiplied by, times the rank (default: the rank).")
    var loraAlpha: Double?

    @Option(help: "Learns bottleneck adapters of this width instead of the weights; no plain checkpoint can hold them.")
    var bottleneck: Int?

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
        try positive(lora, "lora")
        try positive(bottleneck, "bottleneck")
        try positive(unfreezeEvery, "unfreeze-every")
        if let freeze, freeze < 0 { throw ValidationError("--freeze \(freeze) is negative") }
        if let layerDecay, !(layerDecay > 0 && layerDecay <= 1) {
            throw ValidationError("--layer-decay \(layerDecay) is not above 0 and at most 1")
        }
        if let loraAlpha, !(loraAlpha > 0 && loraAlpha < 1e6) || lora == nil {
            throw ValidationError("--lora-alpha \(loraAlpha): a number above 0 beside --lora RANK")
        }
        let choices = [
            ("--lora", lora != nil), ("--bottleneck", bottleneck != nil), ("--freeze", freeze != nil),
            ("--learns", learns != nil),
        ]
        .filter(\.1).map(\.0)
        if choices.count > 1 {
            throw ValidationError("\(choices.joined(separator: " and ")) say different things of what learns: give one")
        }
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
        if let freeze { settings.tuning.trained = .aboveBlocks(frozen: freeze) }
        if let learns { settings.tuning.trained = learns.trained }
        if let lora { settings.tuning.addition = .lora(LoRA(rank: lora, alpha: loraAlpha ?? Double(lora))) }
        if let bottleneck { settings.tuning.addition = .bottleneck(BottleneckAdapters(width: bottleneck)) }
        settings.tuning.unfreezing = unfreezeEvery.map { GradualUnfreezing(every: .epochs($0)) }
        settings.tuning.layerDecay = layerDecay
    }
}

extension FineTuningSettings.Rule: ExpressibleByArgument {}
extension BalancedWeighting: ExpressibleByArgument {}

/// What learns, by the names of the command line.
enum LearnsName: String, ExpressibleByArgument, CaseIterable {
    case all, head, biases, norms

    var trained: TrainedParameters {
        switch self {
        case .all: .all
        case .head: .head
        case .biases: .biases
        case .norms: .norms
        }
    }
}

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
