internal import FairnessMetrics
internal import Files
internal import Glibc
internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// One fine-tuning run: a checkpoint learns from texts, is judged on others now and then, and is saved.
///
/// ```swift
/// var run = try FineTuning(checkpoint, task: task, training: training, evaluation: held, settings: settings, folder: "out")
/// let result = try run.run { progress in … }
/// ```
/// The run's state lies in its folder, so that a run that was ended at any moment goes on to the same weights, bit for
/// bit on the same machine.
public struct FineTuning {
    /// How far a run has come.
    public struct Progress: Sendable {
        /// The steps taken and those of the whole run.
        public let step: Int, steps: Int
        /// The mean loss of the last steps.
        public let loss: Double?
        /// Tokens a second over this sitting.
        public let tokensPerSecond: Double
        /// Seconds left, as far as this sitting's speed tells.
        public let secondsLeft: Double
        /// The evaluation at this step, if there was one.
        public let evaluation: Evaluation?
    }

    /// What a run does beside learning its task.
    public struct Additions: Sendable {
        /// What stands in place of the loss of the task; nil for the usual one.
        public var task: (any Objective)?
        /// What else training makes smaller or watches.
        public var objectives: [any Objective] = []
        /// How much each text counts or is drawn beside its own weight, `[texts]`; nil for all alike.
        public var weights: [Double]?
        /// Told of each step; returns why the run should end there, or nil.
        public var stop: (@Sendable (TrainingReport) -> String?)?

        /// Adds nothing.
        public init() {}
    }

    /// What came of a run.
    public struct Result: Sendable {
        /// The steps taken, fewer than planned where patience ended.
        public let steps: Int
        /// The step whose weights are the result.
        public let chosenStep: Int
        /// The evaluation of the result; nil where nothing was held out.
        public let evaluation: Evaluation?
        /// Seconds of training, all sittings together.
        public let elapsed: Double
        /// Why the run ended before its last step, where something other than patience ended it.
        public let stopReason: String?
    }

    /// The checkpoint as it was opened.
    public let checkpoint: TextCheckpoint
    /// What it learns.
    public let task: TextTask
    /// The choices.
    public let settings: FineTuningSettings
    /// The texts to learn from, and those that are held out.
    public let training: TextExamples, held: TextExamples?
    /// Where the result and the state go.
    public let folder: String
    private let fingerprint: String
    private let stop: (@Sendable (TrainingReport) -> String?)?
    private var trainer: Trainer
    private let facts: [JSONObject.Member]

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - checkpoint: What is fine-tuned, opened for the task.
    ///   - task: What it learns.
    ///   - training: The texts to learn from, with what is to be said of each.
    ///   - held: Texts that are judged and not learnt from; nil for none.
    ///   - settings: How it learns: rates, epochs, batches, balance, and which weights.
    ///   - folder: Where the result and the state go; it exists.
    ///   - facts: What the log shall say of the data and the command, such as hashes; a run goes on only where they are
    ///     the same.
    ///   - notes: What the log shall say besides, which may differ where a run goes on, such as the machine.
    ///   - additions: What the run does beside learning its task.
    /// - Throws: `ModelsError.usage` for settings that do not fit the data.
    public init(
        _ checkpoint: TextCheckpoint, task: TextTask, training: TextExamples, held: TextExamples?,
        settings: FineTuningSettings, folder: String, facts: [(name: String, value: String)] = [],
        notes: [(name: String, value: String)] = [], additions: Additions = Additions()
    ) throws {
        self.checkpoint = checkpoint
        self.task = task
        self.training = training
        self.held = held
        self.settings = settings
        self.folder = folder
        stop = additions.stop
        self.facts = (facts + notes).map { JSONObject.Member($0.name, .string($0.value)) }
        fingerprint = (facts.map(\.value) + [settings.fingerprint, "\(task)"]).joined(separator: "\n")
        var balance = additions.weights
        if settings.balance != .unweighted {
            guard case .classes(let classes) = training.targets else {
                throw ModelsError.usage("--balance needs labels to balance")
            }
            guard settings.balance == .label || !training.attributes.isEmpty else {
                throw ModelsError.usage("--balance \(settings.balance.rawValue) needs --protected")
            }
            balance = settings.balance.weights(
                labels: classes, groups: TextTable.Attribute.crossed(training.attributes, count: training.count))
        }
        let weights = FineTuning.product(training.weights, settings.balancesByDrawing ? nil : balance)
        let own = try additions.task ?? FineTuning.objective(training, task, settings, weights, checkpoint)
        var choices = Trainer.Settings(epochs: settings.epochs, seed: settings.seed)
        choices.accumulation = settings.accumulation
        choices.shape = settings.shape
        choices.warmUpShare = settings.warmUpShare
        choices.usesDropout = settings.usesDropout
        choices.recomputing = settings.recomputing
        choices.unfreezing = settings.tuning.unfreezing
        let model = try settings.tuning.prepared(checkpoint.model, seed: settings.seed)
        let penalty: [any Objective] = settings.l1 > 0 ? [L1Penalty(weight: settings.l1)] : []
        let texts = training.texts
        trainer = Trainer(
            model,
            sampler: BatchSampler(
                lengths: texts.lengths, weights: settings.balancesByDrawing ? balance : nil,
                batchSize: settings.batchSize, seed: settings.seed),
            objectives: [own] + penalty + additions.objectives, settings: choices, tokens: { texts.packed($0) },
            trained: try settings.tuning.predicate(for: model)
        ) { parameters in
            var optimizer = Optimizer(
                settings.rule == .adamW ? .adamW() : .gradientDescent(momentum: 0.9), for: parameters,
                learningRate: settings.learningRate, weightDecay: settings.weightDecay,
                maximumNorm: settings.maximumNorm)
            if let decay = settings.tuning.layerDecay { optimizer.decayRates(decay, in: parameters.layout) }
            return optimizer
        }
    }

    /// Runs from the beginning, or from the state that lies in the folder, to the end, and writes the checkpoint.
    ///
    /// - Parameter report: Called after each step.
    /// - Throws: `ModelError.diverged` where the loss is no number any more; `FilesError`; `ModelsError.usage` if the
    ///   folder holds the state of another run.
    public mutating func run(_ report: (Progress) -> Void = { _ in }) throws -> Result {
        let files = try RunFiles(folder: folder)
        var state =
            try TrainingState.read(files.state, fingerprint: fingerprint)
            ?? TrainingState(fingerprint: fingerprint, snapshot: Trainer.Snapshot(step: 0, tensors: [:]))
        let isResumed = state.snapshot.step > 0
        if isResumed { try trainer.resume(state.snapshot) }
        let log = try RunLog(path: files.log, keeping: isResumed ? state.logLength : nil)
        let events = try EventFile(path: files.events, keeping: isResumed ? state.eventsLength : nil)
        if !isResumed { try log.write("start", startFacts) }
        state.snapshot = Trainer.Snapshot(step: state.snapshot.step, tensors: [:])
        let begin = ContinuousClock.now
        let before = state.elapsed
        var tokens = 0
        let first = trainer.step
        var last: Evaluation?
        var stopReason: String?
        while stopReason == nil, !isOver(state), let step = try trainer.next() {
            tokens += step.tokens
            if let loss = step.losses[0] { state.losses.append(loss) }
            let elapsed = begin.duration(to: .now) / .seconds(1)
            state.elapsed = before + elapsed
            stopReason = stop?(step)
            let isLast = trainer.step == trainer.stepCount || stopReason != nil
            if trainer.step % FineTuning.logInterval == 0 || isLast {
                try write(step, state.losses, tokens: Double(tokens) / elapsed, elapsed: state.elapsed, log, events)
                state.losses.removeAll()
            }
            var evaluation: Evaluation?
            if isLast || trainer.step % evaluationInterval == 0 {
                evaluation = try evaluate(trainer.model)
                if let evaluation { try record(evaluation, &state, log, events, files) }
                last = evaluation
            }
            if !isLast, evaluation != nil || trainer.step % saveInterval == 0 {
                try save(&state, log, events, files)
            }
            report(
                Progress(
                    step: trainer.step, steps: trainer.stepCount, loss: step.losses[0],
                    tokensPerSecond: Double(tokens) / elapsed,
                    secondsLeft: elapsed / Double(trainer.step - first) * Double(trainer.stepCount - trainer.step),
                    evaluation: evaluation))
        }
        return try finish(state, last, stopReason, log, events, files)
    }

    /// Steps between lines of the log.
    private static let logInterval = 10

    private var evaluationInterval: Int {
        settings.evaluationInterval
            ?? max(1, trainer.sampler.batchCount / settings.accumulation)
    }

    private var saveInterval: Int { settings.saveInterval ?? 250 }

    private func isOver(_ state: TrainingState) -> Bool {
        settings.patience.map { state.evaluationsSinceBest >= $0 } ?? false
    }

    /// Judges a model on the texts that are held out; nil where there are none.
    private func evaluate(_ model: TextModel) throws -> Evaluation? {
        guard let held else { return nil }
        guard task == .maskedLanguage else {
            return Evaluation(logits: try model.logits(held.texts.packed(0..<held.count)), held, task: task)
        }
        return Evaluation(tokenLoss: try HiddenTokens(checkpoint).loss(model, on: held.texts, seed: settings.seed))
    }

    private func record(
        _ evaluation: Evaluation, _ state: inout TrainingState, _ log: RunLog, _ events: EventFile, _ files: RunFiles
    ) throws {
        guard let value = evaluation.value(settings.watched) else {
            let known = (evaluation.figures.map(\.name) + evaluation.gaps.map(\.name)).joined(separator: ", ")
            throw ModelsError.usage("nothing called '\(settings.watched)' is measured; there are \(known)")
        }
        let sign = Evaluation.isHigherBetter(settings.watched) ? 1.0 : -1
        if value.isFinite, state.best.map({ sign * value > sign * $0.value }) ?? true {
            state.best = (trainer.step, value)
            state.evaluationsSinceBest = 0
            if settings.keepsBest { try writeWeights(trainer.model.parameters, to: files.best) }
        } else {
            state.evaluationsSinceBest += 1
        }
        try log.write("evaluation", [.init("step", .integer(trainer.step))] + evaluation.members)
        try events.write(
            evaluation.figures.map { ("evaluation/\($0.name)", $0.value) }
                + evaluation.gaps.map { ("gap/\($0.name)", $0.estimate.value) }, step: trainer.step)
    }

    private func write(
        _ step: Trainer.Report, _ losses: [Double], tokens: Double, elapsed: Double, _ log: RunLog, _ events: EventFile
    ) throws(FilesError) {
        var members: [JSONObject.Member] = [
            .init("step", .integer(step.step)), .init("learning_rate", .number(step.learningRate)),
            .init("tokens_per_second", .number(tokens.rounded())), .init("elapsed", .number(elapsed)),
        ]
        var scalars = [("training/learning_rate", step.learningRate)]
        if !losses.isEmpty {
            let mean = losses.reduce(0, +) / Double(losses.count)
            members.append(.init("loss", .number(mean)))
            scalars.append(("training/loss", mean))
        }
        if let norm = step.gradientNorm {
            members.append(.init("gradient_norm", .number(norm)))
            scalars.append(("training/gradient_norm", norm))
        }
        for (index, objective) in trainer.objectives.enumerated() {
            if index > 0, let loss = step.losses[index] {
                members.append(.init("loss: \(objective.name)", .number(loss)))
                scalars.append(("training/loss: \(objective.name)", loss))
            }
            for (name, value) in step.figures[index].sorted(by: { $0.key < $1.key }) {
                members.append(.init("\(objective.name): \(name)", .number(value)))
                scalars.append(("training/\(objective.name): \(name)", value))
            }
        }
        try log.write("step", members)
        try events.write(scalars, step: step.step)
    }

    private func save(
        _ state: inout TrainingState, _ log: RunLog, _ events: EventFile, _ files: RunFiles
    ) throws(FilesError) {
        try log.sync()
        try events.sync()
        state.snapshot = trainer.snapshot
        state.logLength = log.length
        state.eventsLength = events.length
        try state.write(to: files.state)
        state.snapshot = Trainer.Snapshot(step: trainer.step, tensors: [:])
    }

    private mutating func finish(
        _ state: TrainingState, _ last: Evaluation?, _ stopReason: String?, _ log: RunLog, _ events: EventFile,
        _ files: RunFiles
    ) throws -> Result {
        var chosen = trainer.step
        var evaluation = last
        var result = checkpoint
        result.model = trainer.model
        if settings.keepsBest, let best = state.best, best.step != trainer.step {
            chosen = best.step
            result.model.parameters = try Parameters(
                layout: trainer.model.parameters.layout, weights: try Checkpoint(file: files.best).matrices(),
                prefix: "")
            evaluation = nil
        }
        if evaluation == nil { evaluation = try evaluate(result.model) }
        try log.write(
            "end",
            [
                .init("steps", .integer(trainer.step)), .init("chosen_step", .integer(chosen)),
                .init("elapsed", .number(state.elapsed)), .init("stop_reason", stopReason.map { .string($0) } ?? .null),
            ] + (evaluation?.members ?? []))
        try log.sync()
        try events.sync()
        try write(result)
        files.removeState()
        return Result(
            steps: trainer.step, chosenStep: chosen, evaluation: evaluation, elapsed: state.elapsed,
            stopReason: stopReason)
    }

    /// Writes the checkpoint, and what was added to it in a form of its own.
    private func write(_ result: TextCheckpoint) throws {
        switch settings.tuning.addition {
        case .none: try result.write(to: folder)
        case .lora:
            let adapter = "\(folder)/adapter"
            try OutputFolder.make(adapter)
            try result.model.saveAdapter(to: adapter, baseModel: checkpoint.folder)
            try result.write(to: folder)
        case .bottleneck:
            try result.model.saveAdapter(to: folder, baseModel: checkpoint.folder)
            try result.writeCompanions(to: folder)
        }
    }

    private func writeWeights(_ parameters: Parameters, to path: String) throws(FilesError) {
        var writer = CheckpointWriter()
        writer.add(parameters.named)
        try writer.write(to: path)
    }

    private var startFacts: [JSONObject.Member] {
        facts + [
            .init("checkpoint", .string(checkpoint.folder)), .init("texts", .integer(training.count)),
            .init("held_out", .integer(held?.count ?? 0)), .init("steps", .integer(trainer.stepCount)),
            .init("task", .string(task.id)), .init("outputs", .strings(task.outputs)),
            .init("parameters", .integer(trainer.model.parameters.count)),
            .init("drawn", .strings(checkpoint.drawn)), .init("settings", settings.json),
        ]
    }

    private static func objective(
        _ examples: TextExamples, _ task: TextTask, _ settings: FineTuningSettings, _ weights: [Double]?,
        _ checkpoint: TextCheckpoint
    ) throws -> any Objective {
        switch (examples.targets, task) {
        case (.classes(let classes), _):
            ClassificationObjective(
                targets: classes, rowWeights: weights, loss: CrossEntropy(labelSmoothing: settings.labelSmoothing))
        case (.numbers(let numbers), .multiLabel): TargetsObjective(.multiLabel, targets: numbers)
        case (.numbers(let numbers), _): TargetsObjective(.regression, targets: numbers)
        case (.tokens, _): try HiddenTokens(checkpoint).objective
        }
    }

    private static func product(_ first: [Double]?, _ second: [Double]?) -> [Double]? {
        guard let first, let second else { return first ?? second }
        return zip(first, second).map(*)
    }
}
