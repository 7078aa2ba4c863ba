/// The one training loop: a run is data × model × objectives × schedule.
///
/// Everything random is a function of the seed and of counters, and everything summed is summed in a fixed order. So a run
/// that is stopped after any step and goes on from its snapshot ends with the same bits as one that was not stopped.
public struct Trainer: Sendable {
    /// The choices of a run.
    public struct Settings: Sendable {
        /// How often each example is read.
        public var epochs: Int
        /// The batches whose gradients are summed into one step.
        public var accumulation = 1
        /// How the learning rate changes, and the share of the steps over which it rises.
        public var shape = LearningRate.Shape.linear, warmUpShare = 0.0
        /// The seed of order, dropout and masks.
        public var seed: UInt64
        /// Whether the model's dropout is on.
        public var usesDropout = true
        /// Whether the backward pass computes blocks again instead of keeping them.
        public var recomputing = false

        /// Makes settings.
        public init(epochs: Int, seed: UInt64) {
            self.epochs = epochs
            self.seed = seed
        }
    }

    /// What one step did.
    public struct Report: Sendable, Equatable {
        /// The step, counted from 1.
        public let step: Int
        /// The mean loss of each objective over the step's examples that count; nil where none does.
        public let losses: [Double?]
        /// The norm of the gradients before clipping; nil where nothing clips.
        public let gradientNorm: Double?
        /// The learning rate.
        public let learningRate: Double
        /// The tokens read.
        public let tokens: Int
    }

    /// The choices of the run.
    public let settings: Settings
    /// Which examples make a batch.
    public let sampler: BatchSampler
    /// The model as trained so far.
    public internal(set) var model: TextModel
    /// What training makes smaller.
    public internal(set) var objectives: [any Objective]
    /// The number of steps taken.
    public internal(set) var step = 0
    var optimizer: Optimizer
    var ownOptimizers: [Optimizer?]
    private var gradients: Parameters
    private var ownGradients: [Parameters?]
    private let tokens: @Sendable ([Int]) -> PackedTokens
    private let schedule: LearningRate
    private var epoch: (number: Int, batches: [[Int]]) = (-1, [])

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - tokens: Packs the examples with these numbers, in this order.
    ///   - trained: Which of the model's parameters learn; the others stay as they are and cost no memory.
    ///   - optimizer: Makes the optimiser of the parameters that a value includes.
    public init(
        _ model: TextModel, sampler: BatchSampler, objectives: [any Objective], settings: Settings,
        tokens: @escaping @Sendable ([Int]) -> PackedTokens,
        trained: (ParameterLayout.Entry) -> Bool = { _ in true },
        optimizer: (Parameters) -> Optimizer
    ) {
        precondition(settings.epochs > 0 && settings.accumulation > 0, "\(settings.epochs) epochs")
        self.model = model
        self.sampler = sampler
        self.objectives = objectives
        self.settings = settings
        self.tokens = tokens
        gradients = Parameters(zeros: model.parameters.layout, where: trained)
        self.optimizer = optimizer(gradients)
        ownGradients = objectives.map { $0.parameters.map { Parameters(zeros: $0.layout) } }
        ownOptimizers = ownGradients.map { $0.map(optimizer) }
        let steps = Trainer.steps(settings, sampler)
        schedule = LearningRate(
            settings.shape, warmUp: Int((Double(steps) * settings.warmUpShare).rounded()), total: steps)
    }

    /// The steps of the whole run.
    public var stepCount: Int { Trainer.steps(settings, sampler) }

    /// Takes one step; nil after the last one.
    ///
    /// - Throws: `ModelError.diverged` where a loss is no longer a number, before it reaches the parameters.
    public mutating func next() throws(ModelError) -> Report? {
        guard step < stepCount else { return nil }
        let total = settings.epochs * sampler.batchCount
        let numbers = step * settings.accumulation..<min(total, (step + 1) * settings.accumulation)
        let batches = numbers.map { batch($0) }
        let examples = batches.reduce(0) { $0 + $1.count }
        var losses = [(sum: Double, share: Double)](repeating: (0, 0), count: objectives.count)
        var tokenCount = 0
        for (number, batch) in zip(numbers, batches) {
            let share = Double(batch.count) / Double(examples)
            tokenCount += try accumulate(batch, number: number, share: share, &losses)
        }
        guard losses.allSatisfy({ $0.sum.isFinite }) else { throw .diverged(step: step + 1) }
        let part = schedule.share(at: step)
        let norm = optimizer.update(&model.parameters, gradients: &gradients, share: part)
        for index in objectives.indices {
            guard var own = objectives[index].parameters, var slopes = ownGradients[index] else { continue }
            ownOptimizers[index]?.update(&own, gradients: &slopes, share: part)
            objectives[index].parameters = own
            ownGradients[index] = slopes
        }
        step += 1
        return Report(
            step: step, losses: losses.map { $0.share > 0 ? $0.sum / $0.share : nil }, gradientNorm: norm,
            learningRate: optimizer.learningRate * part, tokens: tokenCount)
    }

    private mutating func accumulate(
        _ examples: [Int], number: Int, share: Double, _ losses: inout [(sum: Double, share: Double)]
    ) throws(ModelError) -> Int {
        var batch = TrainingBatch(
            examples: examples, tokens: tokens(examples), reading: .classifier, number: number, seed: settings.seed)
        for index in objectives.indices { objectives[index].prepare(&batch) }
        let dropout = settings.usesDropout ? DropoutSource(seed: settings.seed, step: UInt32(number)) : nil
        let pass = try model.forward(
            batch.tokens, reading: batch.reading, dropout: dropout, recomputing: settings.recomputing)
        // The sums move into the step and back, so that no copy of them is made.
        var step = ObjectiveStep(batch: batch, pass: pass, parameters: model.parameters, gradients: gradients)
        gradients = Parameters(zeros: ParameterLayout())
        for index in objectives.indices {
            step.scale = objectives[index].weight * share
            step.own = ownGradients[index]
            ownGradients[index] = nil
            if let loss = objectives[index].add(to: &step) {
                losses[index].sum += share * loss
                losses[index].share += share
            }
            ownGradients[index] = step.own
        }
        gradients = step.gradients
        let (logits, states) = (step.logits, step.states)
        step.gradients = Parameters(zeros: ParameterLayout())
        if logits != nil || states != nil {
            model.backward(pass, logits: logits, states: states, into: &gradients)
        }
        return batch.tokens.tokenCount
    }

    private mutating func batch(_ number: Int) -> [Int] {
        let wanted = number / sampler.batchCount
        if epoch.number != wanted { epoch = (wanted, sampler.batches(epoch: wanted)) }
        return epoch.batches[number % sampler.batchCount]
    }

    private static func steps(_ settings: Settings, _ sampler: BatchSampler) -> Int {
        (settings.epochs * sampler.batchCount + settings.accumulation - 1) / settings.accumulation
    }
}
