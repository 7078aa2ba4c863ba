internal import MatrixKernels
internal import NumericalKernels

/// How gradients change parameters.
public enum OptimizerRule: Sendable, Hashable {
    /// Adam with decoupled weight decay (Loshchilov, Hutter 2019).
    case adamW(firstDecay: Double = 0.9, secondDecay: Double = 0.999, epsilon: Double = 1e-8)
    /// Stochastic gradient descent with momentum; the decay is added to the gradient.
    case gradientDescent(momentum: Double = 0)
}

/// A rule, its settings and its memory of the steps so far.
public struct Optimizer: Sendable {
    /// How gradients change parameters.
    public let rule: OptimizerRule
    /// The learning rate, before the schedule's share.
    public var learningRate: Double
    /// How fast weights shrink; 0 for none.
    public var weightDecay: Double
    /// The largest norm that all gradients together may have; they are scaled down beyond it. nil leaves them.
    public var maximumNorm: Double?
    /// Whether weights shrink that are in an entry; by default not biases, gains and shifts.
    public var decays: @Sendable (ParameterLayout.Entry) -> Bool = { !$0.isVector }
    /// What the learning rate of an entry is multiplied by.
    public var rateScale: @Sendable (ParameterLayout.Entry) -> Double = { _ in 1 }
    /// The number of steps taken.
    public internal(set) var step = 0
    /// The steps taken before an entry began to learn, by its number, where that was not at the start.
    var starts: [Int: Int] = [:]
    /// The moments of the gradients, of the trained parameters' shapes; for gradient descent the velocities and nothing.
    public internal(set) var first: Parameters, second: Parameters

    /// Makes an optimiser of the parameters that `gradients` includes.
    public init(
        _ rule: OptimizerRule, for gradients: Parameters, learningRate: Double, weightDecay: Double = 0,
        maximumNorm: Double? = nil
    ) {
        self.rule = rule
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.maximumNorm = maximumNorm
        let included = gradients.matrices.map { $0.count > 0 }
        first = Parameters(copyingShapesOf: gradients, where: { included[$0] })
        var needsSecond = false
        if case .adamW = rule { needsSecond = true }
        second = Parameters(copyingShapesOf: gradients, where: { needsSecond && included[$0] })
    }

    /// Takes one step and sets the gradients to 0.
    ///
    /// - Parameters:
    ///   - parameters: Changed in place.
    ///   - gradients: The sums over the step's batches.
    ///   - share: The schedule's share of the learning rate.
    ///   - scale: What the gradients are multiplied by before all else, 1 over the number of batches summed.
    /// - Returns: The norm of the scaled gradients before clipping; nil where nothing clips and so nothing was measured.
    @discardableResult
    public mutating func update(
        _ parameters: inout Parameters, gradients: inout Parameters, share: Double = 1, scale: Double = 1
    ) -> Double? {
        step += 1
        var factor = scale
        var norm: Double?
        if let maximumNorm {
            let measured = gradients.norm * scale
            norm = measured
            // The small number keeps PyTorch's figures to the last digit.
            if measured + 1e-6 > maximumNorm { factor *= maximumNorm / (measured + 1e-6) }
        }
        for (index, entry) in parameters.layout.entries.enumerated() where gradients.matrices[index].count > 0 {
            let rate = learningRate * share * rateScale(entry)
            let decay = decays(entry) ? weightDecay : 0
            switch rule {
            case .adamW(let firstDecay, let secondDecay, let epsilon):
                OptimizerKernels.AdamW(
                    learningRate: rate, weightDecay: decay, firstDecay: firstDecay, secondDecay: secondDecay,
                    epsilon: epsilon, step: step - starts[index, default: 0], gradientScale: factor
                ).apply(
                    to: &parameters.matrices[index], gradients: &gradients.matrices[index],
                    first: &first.matrices[index], second: &second.matrices[index])
            case .gradientDescent(let momentum):
                OptimizerKernels.stochasticGradientDescent(
                    &parameters.matrices[index], gradients: &gradients.matrices[index],
                    velocities: &first.matrices[index], gradientScale: factor, momentum: momentum,
                    weightDecay: decay, learningRate: rate)
            }
        }
        return norm
    }
}

extension Parameters {
    /// Zeros of another value's shapes, for the entries with these numbers.
    fileprivate init(copyingShapesOf other: Parameters, where isIncluded: (Int) -> Bool) {
        self = other
        for index in matrices.indices {
            matrices[index] =
                isIncluded(index)
                ? Matrix(rows: other.matrices[index].rows, columns: other.matrices[index].columns)
                : Matrix(rows: 0, columns: 0)
        }
    }
}
