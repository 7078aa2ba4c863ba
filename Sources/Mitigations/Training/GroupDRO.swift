internal import Glibc
internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// Classification in which the groups with the greatest loss count most (Sagawa, Koh, Hashimoto, Liang 2020,
/// "Distributionally Robust Neural Networks").
///
/// After each batch every group that is in it has its weight q multiplied by exp(η · (its mean loss + C / √n)), with n its
/// examples in the data set, and the weights are scaled to sum to 1; the loss is then Σ q · mean loss over the groups. It is
/// used in place of the classification objective. The authors find that it needs strong weight decay or an early stop,
/// since a network that fits every example has no worst group. Rows whose group is not known count as they do in plain
/// classification, by their share of the batch.
public struct GroupDRO: Objective {
    /// "group DRO".
    public let name = "group DRO"
    /// The class of each example, `[examples]`.
    public let targets: [Int32]
    /// Which groups there are; pass label × group cells to protect these.
    public let attribute: ProtectedAttribute
    /// η, how fast the weights move.
    public let stepSize: Double
    /// C, how much more small groups count.
    public let adjustment: Double
    /// q, `[groups]`.
    public private(set) var weights: [Double]
    private let counts: [Double]

    /// Makes an objective with equal weights.
    public init(targets: [Int32], attribute: ProtectedAttribute, stepSize: Double = 0.01, adjustment: Double = 0) {
        precondition(targets.count == attribute.groups.count, "\(targets.count) targets for other examples")
        precondition(attribute.groupCount > 0, "no groups")
        self.targets = targets
        self.attribute = attribute
        self.stepSize = stepSize
        self.adjustment = adjustment
        weights = [Double](repeating: 1 / Double(attribute.groupCount), count: attribute.groupCount)
        counts = attribute.groups.reduce(into: [Double](repeating: 0, count: attribute.groupCount)) {
            if $1 >= 0 { $0[Int($1)] += 1 }
        }
    }

    /// The groups' weights.
    public var state: [Double] {
        get { weights }
        set { weights = newValue }
    }

    /// The weight of each group, "weight 0" and so on.
    public var figures: [String: Double] {
        Dictionary(uniqueKeysWithValues: weights.enumerated().map { ("weight \($0)", $1) })
    }

    /// Moves the weights, returns the weighted loss and adds its gradients.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits else { preconditionFailure("group DRO of a model without logits") }
        let examples = step.batch.examples
        let losses = RowLosses(logits, examples.map { targets[$0] })
        var sums = [(loss: Double, count: Double)](repeating: (0, 0), count: attribute.groupCount)
        var unknown = 0.0
        for (row, example) in examples.enumerated() {
            let group = attribute.groups[example]
            guard group >= 0 else {
                unknown += 1
                continue
            }
            sums[Int(group)].loss += losses.values[row]
            sums[Int(group)].count += 1
        }
        for (group, sum) in sums.enumerated() where sum.count > 0 {
            let adjusted = sum.loss / sum.count + adjustment / counts[group].squareRoot()
            weights[group] *= exp(stepSize * adjusted)
        }
        let total = weights.reduce(0, +)
        for group in weights.indices { weights[group] /= total }
        let share = (Double(examples.count) - unknown) / Double(examples.count)
        let rowWeights = examples.map { example in
            let group = attribute.groups[example]
            return group < 0
                ? 1 / Double(examples.count) : share * weights[Int(group)] / sums[Int(group)].count
        }
        step.addLogitGradients(losses.gradients(rowWeights))
        return zip(rowWeights, losses.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
