internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// A linear adversary that has always learnt all it can: the group's marks are regressed on the states in closed form at
/// every step, over the last batches, and the share of their variance that is explained becomes a loss of the model.
///
/// With S the covariance of the states x, C theirs with the group's marks z (one column a group, 0 or 1) and
/// W = S⁻¹ C, the loss is the strength · tr(Cᵀ S⁻¹ C) / tr Σ(z, z), without shrinkage between 0 and 1 times the strength (over
/// the few rows of a run's first batches the shrunk S makes it larger); its gradient of a row is 2 ω W (z − z̄ − Wᵀ (x − x̄)) / tr Σ(z, z). It is gradient reversal (Ganin et al. 2016) with squared error and the
/// adversary at its optimum, so that no adversary lags behind the model, and what it brings to 0 is the covariance that
/// linear concept erasure takes away (Belrose et al. 2023). The covariances are those of the last batches, each counting
/// `memory` times what the one after it does, and S is shrunk (Bodnar, Gupta, Parolya 2014). Rows whose group is not known
/// do not count. With a strength of 0 the model learns as without it, bit for bit.
public struct LinearAdversary: Objective {
    private let attribute: ProtectedAttribute
    private let labels: [Int32]
    private let settings: AdversarySettings
    private var strength: ControlledStrength
    private let memory: Double
    private let shrinks: Bool
    /// One for each head: for each label, or one.
    private var moments: [DecayedMoments]
    /// The share of the variance explained and the strength.
    public private(set) var figures: [String: Double] = [:]

    /// Makes an adversary.
    ///
    /// - Parameters:
    ///   - attribute: What it tells: the group of each example.
    ///   - labels: The label of each example, from 0, `[examples]`; may be empty where the condition reads none.
    ///   - width: The width of what it reads.
    ///   - settings: Of which `input`, `condition` (`headPerLabel`, `label` or `none`) and `rowWeights`, which must
    ///     average 1, count.
    ///   - strength: What its reversed gradient is multiplied by, over the run.
    ///   - memory: How much of what it knows a batch leaves, from 0 to below 1.
    ///   - shrinks: Whether the covariance is shrunk.
    public init(
        _ attribute: ProtectedAttribute, labels: [Int32], width: Int, settings: AdversarySettings,
        strength: AdversaryStrength, memory: Double = 0.99, shrinks: Bool = true
    ) {
        precondition(
            settings.condition == .none || labels.count == attribute.groups.count,
            "\(labels.count) labels for \(attribute.groups.count) examples")
        precondition(settings.condition != .labelAsInput, "a linear adversary has a head for each label instead")
        (self.attribute, self.labels, self.settings) = (attribute, labels, settings)
        (self.strength, self.memory, self.shrinks) = (ControlledStrength(strength), memory, shrinks)
        let heads = settings.condition == .headPerLabel ? Int(labels.max() ?? 0) + 1 : 1
        moments = Array(repeating: DecayedMoments(width: width, concepts: attribute.groupCount), count: heads)
    }

    /// "linear adversary on", the attribute, and where it reads if that is not the head.
    public var name: String { "linear adversary on \(attribute.name)\(settings.input.place)" }
    /// The controller's memory, and what is known of the last batches.
    public var state: [Double] {
        get { strength.state + moments.flatMap(\.numbers) }
        set {
            strength.state = Array(newValue.prefix(2))
            let size = (newValue.count - 2) / moments.count
            for head in moments.indices {
                moments[head].numbers = Array(newValue[2 + head * size..<2 + (head + 1) * size])
            }
        }
    }
    /// Asks for the states that it reads.
    public mutating func prepare(_ batch: inout TrainingBatch) { settings.input.prepare(&batch) }

    /// Takes in the batch, returns the share of the groups' variance explained, and adds its gradients.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        let states = settings.input.outputs(step)
        let examples = step.batch.examples
        let strength = self.strength.value(progress: step.batch.progress)
        var gradients = Matrix(rows: states.rows, columns: states.columns)
        for head in moments.indices { moments[head].fade(memory) }
        var explained = 0.0
        var counted = false
        let rowsOfHead = moments.indices.map { rows(of: $0, examples) }
        for (head, rows) in rowsOfHead.enumerated() where !rows.isEmpty { take(states, rows, examples, into: head) }
        let total = moments.reduce(0) { $0 + $1.mass }
        guard total > 0 else { return nil }
        for (head, rows) in rowsOfHead.enumerated() {
            guard let best = Regression(moments[head], shrinks: shrinks) else { continue }
            counted = true
            explained += moments[head].mass / total * best.share
            guard strength != 0, !rows.isEmpty else { continue }
            let slopes = best.slopes(DoubleMatrix(states.rows(at: rows)), marks(rows, examples))
            let factors = rows.map { 2 * strength * weight(examples[$0]) / Double(examples.count) / best.variance }
            gradients.add(slopes.scalingRows(factors).rounded, toRows: rows)
        }
        guard counted else { return nil }
        self.strength.observe(excess: explained)
        figures = [AdversaryFigure.explained: explained, AdversaryFigure.strength: strength]
        // Adding zeros could change the model's bits: a sum of gradients may be -0.
        if strength != 0 { settings.input.add(gradients, to: &step) }
        return explained
    }

    private func weight(_ example: Int) -> Double { settings.rowWeights?[example] ?? 1 }

    private func rows(of head: Int, _ examples: [Int]) -> [Int] {
        examples.indices.filter { row in
            let example = examples[row]
            guard attribute.groups[example] >= 0, weight(example) > 0 else { return false }
            switch settings.condition {
            case .none, .labelAsInput: return true
            case .label(let label): return labels[example] == label
            case .headPerLabel: return labels[example] == Int32(head)
            }
        }
    }

    private func marks(_ rows: [Int], _ examples: [Int]) -> DoubleMatrix {
        var result = DoubleMatrix(rows: rows.count, columns: attribute.groupCount)
        for (number, row) in rows.enumerated() { result[number, Int(attribute.groups[examples[row]])] = 1 }
        return result
    }

    private mutating func take(_ states: Matrix, _ rows: [Int], _ examples: [Int], into head: Int) {
        moments[head].add(
            DoubleMatrix(states.rows(at: rows)), marks(rows, examples), weights: rows.map { weight(examples[$0]) })
    }

    /// The best linear account of the marks by the states.
    private struct Regression {
        /// W, `[width, concepts]`.
        let weights: DoubleMatrix
        let stateMeans: [Double], conceptMeans: [Double]
        /// tr Σ(z, z), and the share of it that is explained.
        let variance: Double, share: Double

        /// Nil where there are no two groups.
        init?(_ moments: DecayedMoments, shrinks: Bool) {
            guard moments.mass > 0 else { return nil }
            (stateMeans, conceptMeans) = (moments.stateMeans, moments.conceptMeans)
            variance = 1 - conceptMeans.reduce(0) { $0 + $1 * $1 }
            guard variance > 1e-9 else { return nil }
            let cross = moments.crossCovariance
            var covariance = moments.covariance
            if shrinks { covariance = covariance.linearlyShrunk(rows: max(2, Int(moments.effectiveRows))) }
            guard let inverse = covariance.invertingPositiveDefinite() else { return nil }
            weights = inverse.times(cross)
            share = zip(weights.values, cross.values).reduce(0) { $0 + $1.0 * $1.1 } / variance
        }

        /// W (z − z̄ − Wᵀ (x − x̄)) of each row, `[rows, width]`.
        func slopes(_ states: DoubleMatrix, _ marks: DoubleMatrix) -> DoubleMatrix {
            var (centred, residuals) = (states, marks)
            centred.addToRows(stateMeans, factor: -1)
            residuals.addToRows(conceptMeans, factor: -1)
            return (residuals - centred.times(weights)).timesTransposed(weights)
        }
    }
}
