/// Trains a model of text.
public typealias Trainer = ModelTrainer<TextModel>

/// The one training loop: a run is data × model × objectives × schedule.
///
/// Everything random is a function of the seed and of counters, and everything summed is summed in a fixed order. So a run
/// that is stopped after any step and goes on from its snapshot ends with the same bits as one that was not stopped.
public struct ModelTrainer<Model: TrainableModel>: Sendable {
    /// The choices of a run.
    public typealias Settings = TrainingSettings
    /// What one step did.
    public typealias Report = TrainingReport

    /// The choices of the run.
    public let settings: Settings
    /// Which examples make a batch.
    public let sampler: BatchSampler
    /// The model as trained so far.
    public internal(set) var model: Model
    /// What training makes smaller.
    public internal(set) var objectives: [any Objective]
    /// The number of steps taken.
    public internal(set) var step = 0
    var optimizer: Optimizer
    var ownOptimizers: [Optimizer?]
    var gradients: Parameters
    private var ownGradients: [Parameters?]
    var separateGradients: [Parameters?]
    /// The step at which each of the model's parameters begins to learn; nil for one that never does.
    let firstSteps: [Int?]
    private let input: @Sendable ([Int]) -> TrainingInput
    private let schedule: LearningRate
    private var round: (number: Int, batches: [[Int]]) = (-1, [])

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - model: What learns, with its first weights.
    ///   - sampler: Decides which examples make a batch, and in which order.
    ///   - objectives: What training makes smaller: their sum.
    ///   - settings: The epochs, the schedule, the seed and what is kept in memory.
    ///   - input: What the model reads of the examples with these numbers, in this order.
    ///   - trained: Which of the model's parameters learn; the others stay as they are and cost no memory.
    ///   - optimizer: Makes the optimiser of the parameters that a value includes.
    public init(
        _ model: Model, sampler: BatchSampler, objectives: [any Objective], settings: Settings,
        input: @escaping @Sendable ([Int]) -> TrainingInput,
        trained: (ParameterLayout.Entry) -> Bool = { _ in true },
        optimizer: (Parameters) -> Optimizer
    ) {
        precondition(settings.epochs > 0 && settings.accumulation > 0, "\(settings.epochs) epochs")
        self.model = model
        self.sampler = sampler
        self.objectives = objectives
        self.settings = settings
        self.input = input
        let layout = model.parameters.layout
        firstSteps = settings.firstSteps(layout.entries, learns: layout.entries.map(trained), sampler)
        var zeros = Parameters(zeros: layout, where: { _ in false })
        zeros.include(at: 0, firstSteps)
        gradients = zeros
        self.optimizer = optimizer(zeros)
        ownGradients = objectives.map { $0.parameters.map { Parameters(zeros: $0.layout) } }
        ownOptimizers = zip(objectives, ownGradients).map { objective, zeros in
            zeros.map { objective.optimizer(for: $0) ?? optimizer($0) }
        }
        separateGradients = objectives.map { $0.isSeparate ? zeros : nil }
        let steps = ModelTrainer.steps(settings, sampler)
        schedule = LearningRate(
            settings.shape, warmUp: Int((Double(steps) * settings.warmUpShare).rounded()), total: steps)
    }

    /// The steps of the whole run.
    public var stepCount: Int { ModelTrainer.steps(settings, sampler) }

    /// Takes one step; nil after the last one.
    ///
    /// - Throws: `ModelError.diverged` where a loss is no longer a number, before it reaches the model's parameters.
    public mutating func next() throws(ModelError) -> Report? {
        guard step < stepCount else { return nil }
        unfreeze(through: step)
        let numbers = step * settings.accumulation..<min(batchCount, (step + 1) * settings.accumulation)
        let batches = numbers.map { batch($0) }
        let examples = batches.reduce(0) { $0 + $1.count }
        let part = schedule.share(at: step)
        var losses = [(sum: Double, share: Double)](repeating: (0, 0), count: objectives.count)
        var size = 0
        for (number, batch) in zip(numbers, batches) {
            let share = Double(batch.count) / Double(examples)
            size += try accumulate(batch, number: number, share: share, rate: part, &losses)
        }
        guard losses.allSatisfy({ $0.sum.isFinite }) else { throw .diverged(step: step + 1) }
        combineSeparate()
        let norm = optimizer.update(&model.parameters, gradients: &gradients, share: part)
        for index in objectives.indices {
            guard var own = objectives[index].parameters, var slopes = ownGradients[index] else { continue }
            ownOptimizers[index]?.update(
                &own, gradients: &slopes, share: objectives[index].followsSchedule ? part : 1)
            objectives[index].parameters = own
            ownGradients[index] = slopes
        }
        step += 1
        return Report(
            step: step, progress: Double(step) / Double(stepCount),
            losses: losses.map { $0.share > 0 ? $0.sum / $0.share : nil }, gradientNorm: norm,
            learningRate: optimizer.learningRate * part, tokens: size, figures: objectives.map(\.figures))
    }

    /// Makes the order of the examples be computed again, from the sampler and what the objectives remember.
    mutating func forgetOrder() { round = (-1, []) }

    private mutating func accumulate(
        _ examples: [Int], number: Int, share: Double, rate: Double, _ losses: inout [(sum: Double, share: Double)]
    ) throws(ModelError) -> Int {
        var batch = TrainingBatch(
            examples: examples, input: input(examples), number: number,
            progress: Double(number) / Double(batchCount), seed: settings.seed)
        for index in objectives.indices { objectives[index].prepare(&batch) }
        let dropout = settings.usesDropout ? DropoutSource(seed: settings.seed, step: UInt32(number)) : nil
        let pass = try model.forward(
            batch.input, dropout: dropout, recomputing: settings.recomputing,
            learningFrom: gradients.lowestDepth)
        // The sums move into the step and back, so that no copy of them is made.
        var step = ObjectiveStep(batch: batch, pass: pass, parameters: model.parameters, gradients: gradients)
        gradients = Parameters(zeros: ParameterLayout())
        for index in objectives.indices {
            let loss: Double?
            if let slopes = separateGradients[index] {
                var apart = ObjectiveStep(batch: batch, pass: pass, parameters: model.parameters, gradients: slopes)
                separateGradients[index] = nil
                loss = add(index, share, rate, to: &apart)
                separateGradients[index] = propagated(pass, &apart)
            } else {
                loss = add(index, share, rate, to: &step)
            }
            guard let loss else { continue }
            losses[index].sum += share * loss
            losses[index].share += share
        }
        gradients = propagated(pass, &step)
        return batch.input.size
    }

    /// Lets one objective add its loss, and its own gradients to its own sums.
    private mutating func add(_ index: Int, _ share: Double, _ rate: Double, to step: inout ObjectiveStep) -> Double? {
        step.scale = objectives[index].weight * share
        step.ownShare = objectives[index].followsSchedule ? rate : 1
        (step.own, step.ownOptimizer) = (ownGradients[index], ownOptimizers[index])
        (ownGradients[index], ownOptimizers[index]) = (nil, nil)
        let loss = objectives[index].add(to: &step)
        (ownGradients[index], ownOptimizers[index]) = (step.own, step.ownOptimizer)
        (step.own, step.ownOptimizer) = (nil, nil)
        return loss
    }

    /// Takes the sums out of a step and adds what its gradients of logits and states come to.
    private func propagated(_ pass: Model.Pass, _ step: inout ObjectiveStep) -> Parameters {
        var sums = step.gradients
        step.gradients = Parameters(zeros: ParameterLayout())
        if step.logits != nil || step.states != nil || step.head != nil || !step.lower.isEmpty {
            model.backward(
                pass, logits: step.logits, states: step.states, head: step.head, lower: step.lower, into: &sums)
        }
        return sums
    }

    private mutating func combineSeparate() {
        for index in objectives.indices {
            guard var slopes = separateGradients[index] else { continue }
            separateGradients[index] = nil
            objectives[index].combine(slopes, into: &gradients, progress: Double(step) / Double(stepCount))
            slopes.clear()
            separateGradients[index] = slopes
        }
    }

    private mutating func batch(_ number: Int) -> [Int] {
        // Without rounds shorter than an epoch every example is read in each.
        let rounds = objectives.map(\.roundsPerEpoch).max() ?? 1
        let (wanted, position) = number.quotientAndRemainder(dividingBy: max(1, sampler.batchCount / rounds))
        // A run that goes on in the middle of a round has begun it before.
        if position == 0 { for index in objectives.indices { objectives[index].beginRound() } }
        if round.number != wanted {
            let weights = objectives.compactMap(\.sampleWeights)
            precondition(weights.count <= 1, "\(weights.count) objectives that choose examples")
            round = (wanted, (weights.first.map { sampler.weighted($0) } ?? sampler).batches(epoch: wanted))
        }
        return round.batches[position]
    }

    private var batchCount: Int { settings.epochs * sampler.batchCount }

    private static func steps(_ settings: Settings, _ sampler: BatchSampler) -> Int {
        (settings.epochs * sampler.batchCount + settings.accumulation - 1) / settings.accumulation
    }
}

extension ModelTrainer where Model == TextModel {
    /// Prepares a run of a model of text.
    ///
    /// - Parameters:
    ///   - model: What learns, with its first weights.
    ///   - sampler: Decides which examples make a batch, and in which order.
    ///   - objectives: What training makes smaller: their sum.
    ///   - settings: The epochs, the schedule, the seed and what is kept in memory.
    ///   - tokens: Packs the examples with these numbers, in this order.
    ///   - trained: Which of the model's parameters learn; the others stay as they are and cost no memory.
    ///   - optimizer: Makes the optimiser of the parameters that a value includes.
    public init(
        _ model: TextModel, sampler: BatchSampler, objectives: [any Objective], settings: Settings,
        tokens: @escaping @Sendable ([Int]) -> PackedTokens,
        trained: (ParameterLayout.Entry) -> Bool = { _ in true },
        optimizer: (Parameters) -> Optimizer
    ) {
        self.init(
            model, sampler: sampler, objectives: objectives, settings: settings,
            input: { .tokens(tokens($0), .classifier) }, trained: trained, optimizer: optimizer)
    }
}
