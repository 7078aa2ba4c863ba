internal import CKernels

/// One update of a matrix of parameters. Both kernels set the gradients to 0 afterwards: they are then ready for the next
/// sum, and memory is passed over once.
package enum OptimizerKernels {
    /// What a step of AdamW multiplies by (Loshchilov, Hutter 2019), as PyTorch computes it.
    package struct AdamW: Sendable {
        /// Applied to every gradient first, for clipping and averaging.
        package var gradientScale = 1.0
        /// The learning rate of this step and the decay of the weights.
        package var learningRate: Double, weightDecay: Double
        /// How the moments decay, and what is added to the deviation.
        package var firstDecay: Double, secondDecay: Double, epsilon: Double
        /// The number of this step, counted from 1.
        package var step: Int

        /// Takes the settings of one step.
        package init(
            learningRate: Double, weightDecay: Double, firstDecay: Double, secondDecay: Double, epsilon: Double,
            step: Int, gradientScale: Double
        ) {
            self.learningRate = learningRate
            self.weightDecay = weightDecay
            self.firstDecay = firstDecay
            self.secondDecay = secondDecay
            self.epsilon = epsilon
            self.step = step
            self.gradientScale = gradientScale
        }

        /// p ← p (1 - ηλ) - η m̂ / (√v̂ + ε).
        package func apply(
            to parameters: inout Matrix, gradients: inout Matrix, first: inout Matrix, second: inout Matrix
        ) {
            let count = parameters.count
            precondition(gradients.count == count && first.count == count && second.count == count, "\(count)")
            let (p, g, m, v) = (
                parameters.mutableBase, gradients.mutableBase, first.mutableBase, second.mutableBase
            )
            let settings = kernel
            ParallelLoop.ranges(count, cost: 4, most: 1 << 18, multiple: 16) { part in
                let start = part.lowerBound
                withUnsafePointer(to: settings) {
                    assize_adamw($0, p + start, g + start, m + start, v + start, part.count)
                }
            }
        }

        private var kernel: assize_adamw_step {
            assize_adamw_step(
                gradient_scale: Float(gradientScale), first_rate: Float(1 - firstDecay),
                second_decay: Float(secondDecay), keep: Float(1 - learningRate * weightDecay),
                step_size: Float(learningRate / (1 - power(firstDecay, step))),
                second_scale: Float(1 / (1 - power(secondDecay, step)).squareRoot()), epsilon: Float(epsilon))
        }
    }

    /// v ← μ v + g + λ p, then p ← p - η v.
    package static func stochasticGradientDescent(
        _ parameters: inout Matrix, gradients: inout Matrix, velocities: inout Matrix, gradientScale: Double,
        momentum: Double, weightDecay: Double, learningRate: Double
    ) {
        precondition(gradients.count == parameters.count && velocities.count == parameters.count, "shapes differ")
        let (p, g, v) = (parameters.mutableBase, gradients.mutableBase, velocities.mutableBase)
        ParallelLoop.ranges(parameters.count, cost: 4, most: 1 << 18, multiple: 16) { part in
            let start = part.lowerBound
            assize_sgd(
                p + start, g + start, v + start, Float(gradientScale), Float(momentum), Float(weightDecay),
                Float(learningRate), part.count)
        }
    }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
    // By squaring, so that a step far into a run costs no more than the first.
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
        if rest & 1 == 1 { result *= factor }
        factor *= factor
        rest >>= 1
    }
    return result
}
