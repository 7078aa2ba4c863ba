internal import MatrixKernels
internal import NumericalKernels

/// Lets what learns begin from the top: the head at once, and one more block after each interval (Howard, Ruder 2018).
///
/// The embeddings come last. A parameter has gradients and moments from its first step on, and its moments are corrected
/// for the steps that it has learned itself. When each one begins follows from the settings alone, so a run that goes on
/// from a snapshot needs nothing else.
public struct GradualUnfreezing: Sendable, Hashable {
    /// How long it takes to the next block.
    public enum Interval: Sendable, Hashable {
        /// A number of steps, at least 1.
        case steps(Int)
        /// A number of epochs, at least 1; a step that reads of two epochs counts to the one that it begins in.
        case epochs(Int)
    }

    /// How long it takes to the next block.
    public let interval: Interval

    /// Makes a choice.
    public init(every interval: Interval) {
        switch interval {
        case .steps(let count), .epochs(let count): precondition(count > 0, "a block every \(count)")
        }
        self.interval = interval
    }

    /// Returns the step, counted from 0, at which a number of blocks below the top begins to learn.
    ///
    /// - Parameters:
    ///   - levels: How far below the top it lies, from 0.
    ///   - batches: The batches of an epoch.
    ///   - accumulation: The batches of a step.
    public func firstStep(below levels: Int, batches: Int, accumulation: Int) -> Int {
        switch interval {
        case .steps(let count): levels * count
        case .epochs(let count): (levels * count * batches + accumulation - 1) / accumulation
        }
    }
}

extension TrainingSettings {
    /// The step at which each entry begins to learn; nil for one that never does.
    func firstSteps(_ entries: [ParameterLayout.Entry], learns: [Bool], _ sampler: BatchSampler) -> [Int?] {
        let top = zip(entries, learns).filter(\.1).map(\.0.depth).max() ?? 0
        return zip(entries, learns).map { entry, learns in
            guard learns else { return nil }
            return unfreezing?.firstStep(
                below: top - entry.depth, batches: sampler.batchCount, accumulation: accumulation) ?? 0
        }
    }
}

extension Parameters {
    /// Adds zeros for what has begun to learn at a step, and drops what has not.
    mutating func include(at step: Int, _ firstSteps: [Int?]) {
        for (index, entry) in layout.entries.enumerated() {
            let learns = firstSteps[index].map { $0 <= step } ?? false
            guard learns != (matrices[index].count > 0) else { continue }
            let (rows, columns) = learns ? entry.shape : (0, 0)
            matrices[index] = Matrix(rows: rows, columns: columns)
        }
    }
}

extension Optimizer {
    /// Makes moments for what has begun to learn at a step, and drops those of what has not.
    mutating func include(at step: Int, _ firstSteps: [Int?]) {
        first.include(at: step, firstSteps)
        if case .adamW = rule { second.include(at: step, firstSteps) }
        for (index, start) in firstSteps.enumerated() { starts[index] = start.flatMap { $0 > 0 ? $0 : nil } }
    }
}

extension ModelTrainer {
    /// Lets everything learn that begins at a step or before.
    mutating func unfreeze(through step: Int) {
        guard settings.unfreezing != nil else { return }
        gradients.include(at: step, firstSteps)
        optimizer.include(at: step, firstSteps)
        let starts = firstSteps
        for index in separateGradients.indices { separateGradients[index]?.include(at: step, starts) }
    }
}
