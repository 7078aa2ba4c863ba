internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// The squared difference between groups in what the model says on average: Σ (mean of one - mean of another)² over each
/// two groups, of all rows or within each label.
///
/// Added to a classification objective with a `weight`. Within each label and with the loss it is the penalty of Shen,
/// Han, Cohn, Baldwin, Frermann (2022, "Optimising Equal Opportunity Fairness in Model Training"); with probabilities or
/// logits that of Beutel et al. (2019). A mean over few rows of a batch varies by chance, which the square counts too: use
/// large batches. Rows whose group is not known do not count.
public struct GroupDifference: Objective {
    /// What is averaged.
    public enum Statistic: Sendable, Hashable {
        /// The row's cross-entropy.
        case loss
        /// A class's logit minus the mean of the others'.
        case logit(of: Int)
        /// A class's probability.
        case probability(of: Int)
    }

    /// Which rows are compared.
    public enum Condition: Sendable, Hashable {
        /// All of them: demographic parity.
        case none
        /// Those with this label: equal opportunity.
        case label(Int32)
        /// Those with each label apart, whose penalties are added: equalized odds.
        case eachLabel
    }

    /// What is averaged.
    public let statistic: Statistic
    /// Which rows are compared.
    public let condition: Condition
    /// The class of each example, `[examples]`.
    public let targets: [Int32]
    /// Which groups there are.
    public let attribute: ProtectedAttribute
    /// What the penalty is multiplied by.
    public let weight: Double

    /// Makes a penalty.
    public init(
        _ statistic: Statistic, condition: Condition, targets: [Int32], attribute: ProtectedAttribute, weight: Double
    ) {
        precondition(targets.count == attribute.groups.count, "\(targets.count) targets for other examples")
        self.statistic = statistic
        self.condition = condition
        self.targets = targets
        self.attribute = attribute
        self.weight = weight
    }

    /// "difference between groups of", and the attribute.
    public var name: String { "difference between groups of \(attribute.name)" }

    /// Returns the penalty and adds its gradients; nil where no two groups can be compared.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits else { preconditionFailure("group differences of a model without logits") }
        let examples = step.batch.examples
        let losses = RowLosses(logits, examples.map { targets[$0] })
        let values = (0..<logits.rows).map { value($0, logits, losses) }
        var slopes = [Double](repeating: 0, count: examples.count)
        var penalty: Double?
        for rows in strata(examples) {
            let members = (0..<Int32(attribute.groupCount)).map { group in
                rows.filter { attribute.groups[examples[$0]] == group }
            }.filter { !$0.isEmpty }
            guard members.count > 1 else { continue }
            let means = members.map { rows in rows.reduce(0) { $0 + values[$1] } / Double(rows.count) }
            for (number, rows) in members.enumerated() {
                let differences = means.map { means[number] - $0 }
                // Each pair is met twice.
                penalty = (penalty ?? 0) + differences.reduce(0) { $0 + $1 * $1 } / 2
                let slope = 2 * differences.reduce(0, +) / Double(rows.count)
                for row in rows { slopes[row] = slope }
            }
        }
        if penalty != nil { step.addLogitGradients(gradients(slopes, logits, losses)) }
        return penalty
    }

    private func strata(_ examples: [Int]) -> [[Int]] {
        let rows = Array(examples.indices)
        return switch condition {
        case .none: [rows]
        case .label(let label): [rows.filter { targets[examples[$0]] == label }]
        case .eachLabel:
            Set(examples.map { targets[$0] }).sorted().map { label in rows.filter { targets[examples[$0]] == label } }
        }
    }

    private func value(_ row: Int, _ logits: Matrix, _ losses: RowLosses) -> Double {
        switch statistic {
        case .loss: return losses.values[row]
        case .probability(let label): return Double(losses.probabilities[row, label])
        case .logit(let label):
            let others = (0..<logits.columns).reduce(0.0) { $0 + ($1 == label ? 0 : Double(logits[row, $1])) }
            return Double(logits[row, label]) - others / Double(max(1, logits.columns - 1))
        }
    }

    /// The gradients of Σ slope · value with respect to the logits.
    private func gradients(_ slopes: [Double], _ logits: Matrix, _ losses: RowLosses) -> Matrix {
        if statistic == .loss { return losses.gradients(slopes) }
        var result = Matrix(rows: logits.rows, columns: logits.columns)
        for (row, slope) in slopes.enumerated() where slope != 0 {
            for column in 0..<logits.columns {
                switch statistic {
                case .loss: continue
                case .logit(let label):
                    result[row, column] = Float(
                        column == label ? slope : -slope / Double(max(1, logits.columns - 1)))
                case .probability(let label):
                    let own = Double(losses.probabilities[row, label])
                    let other = Double(losses.probabilities[row, column])
                    result[row, column] = Float(slope * own * ((column == label ? 1 : 0) - other))
                }
            }
        }
        return result
    }
}
