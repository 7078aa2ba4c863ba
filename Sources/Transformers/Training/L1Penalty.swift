internal import MatrixKernels
internal import NumericalKernels

/// The sum of the weights' absolute values, which draws them to 0 (Tibshirani 1996).
public struct L1Penalty: Objective {
    /// "L1".
    public let name = "L1"
    /// What the sum is multiplied by.
    public let weight: Double

    /// Makes a penalty.
    public init(weight: Double) { self.weight = weight }

    /// Returns the sum over the trained matrices and adds its slope, 0 at 0.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        var sum = 0.0
        for (index, entry) in step.parameters.layout.entries.enumerated()
        where !entry.isVector && step.gradients.matrices[index].count > 0 {
            sum += step.gradients.matrices[index].addSigns(
                of: step.parameters.matrices[index], scale: Float(step.scale))
        }
        return sum
    }
}
