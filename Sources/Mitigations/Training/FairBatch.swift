internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// Draws the groups with the greater loss more often (Roh, Lee, Whang, Suh 2021, "FairBatch: Batch Selection for Model
/// Fairness").
///
/// Within each label y the groups' shares λ(y, g) of the draws begin as they are in the data. After each round, by default an epoch, the group
/// whose mean loss lies farthest from the label's has its share moved by `stepSize`, up if its loss is greater and down if
/// it is less, within 0 and 1, and the others are scaled to fill the rest. With two groups that is the authors' rule. Labels
/// keep their shares. The losses are those met while training in the round, not of a pass of their own over the data at its
/// end. It stands beside a classification objective and adds nothing to the loss; the sampler may have no weights of its
/// own. Rows whose group is not known are drawn as often as without it.
public struct FairBatch: Objective {
    /// Which labels' shares are moved.
    public enum Criterion: Sendable, Hashable {
        /// Those of every label.
        case equalizedOdds
        /// Those of one.
        case equalOpportunity(label: Int32)
    }

    /// "FairBatch".
    public let name = "FairBatch"
    /// Which labels' shares are moved.
    public let criterion: Criterion
    /// How far a share moves after a round.
    public let stepSize: Double
    /// How many rounds an epoch has; few epochs need several.
    public let roundsPerEpoch: Int
    private let targets: [Int32]
    private let attribute: ProtectedAttribute
    private let counts: [[Double]]
    /// λ, `[labels][groups]`.
    public private(set) var shares: [[Double]]
    /// The sums and counts of the losses in this round, `[labels][groups]`.
    private var sums: [[Double]], seen: [[Double]]

    /// Begins with the shares that the groups have in the data.
    public init(
        _ criterion: Criterion, targets: [Int32], attribute: ProtectedAttribute, stepSize: Double = 0.005,
        roundsPerEpoch: Int = 1
    ) {
        precondition(roundsPerEpoch > 0, "\(roundsPerEpoch) rounds")
        precondition(targets.count == attribute.groups.count, "\(targets.count) targets for other examples")
        self.criterion = criterion
        self.targets = targets
        self.attribute = attribute
        self.stepSize = stepSize
        self.roundsPerEpoch = roundsPerEpoch
        let zeros = [[Double]](
            repeating: [Double](repeating: 0, count: attribute.groupCount), count: Int(targets.max() ?? -1) + 1)
        var counts = zeros
        for (label, group) in zip(targets, attribute.groups) where group >= 0 { counts[Int(label)][Int(group)] += 1 }
        self.counts = counts
        shares = counts.map { row in
            let total = row.reduce(0, +)
            return row.map { total > 0 ? $0 / total : 0 }
        }
        (sums, seen) = (zeros, zeros)
    }

    /// The shares, and the losses of the epoch so far.
    public var state: [Double] {
        get { [shares, sums, seen].flatMap { $0.flatMap(\.self) } }
        set {
            let (labels, groups) = (counts.count, attribute.groupCount)
            let rows = (0..<3 * labels).map { Array(newValue[$0 * groups..<($0 + 1) * groups]) }
            shares = Array(rows[..<labels])
            sums = Array(rows[labels..<2 * labels])
            seen = Array(rows[(2 * labels)...])
        }
    }

    /// The share of each cell's draws, "share 1/0" for label 1 and group 0 and so on.
    public var figures: [String: Double] {
        var result: [String: Double] = [:]
        for (label, row) in shares.enumerated() {
            for (group, share) in row.enumerated() { result["share \(label)/\(group)"] = share }
        }
        return result
    }

    /// n(y) λ(y, g) / n(y, g), which is 1 for every example at first.
    public var sampleWeights: [Double]? {
        zip(targets, attribute.groups).map { label, group in
            guard group >= 0 else { return 1 }
            let row = counts[Int(label)]
            return row.reduce(0, +) * shares[Int(label)][Int(group)] / row[Int(group)]
        }
    }

    /// Moves the shares by the losses of the round that has ended.
    public mutating func beginRound() {
        for label in shares.indices {
            if case .equalOpportunity(let wanted) = criterion, Int(wanted) != label { continue }
            move(label)
        }
        for label in sums.indices {
            for group in sums[label].indices { (sums[label][group], seen[label][group]) = (0, 0) }
        }
    }

    /// Notes the losses of a batch's rows and adds nothing.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits else { preconditionFailure("FairBatch of a model without logits") }
        let labels = step.batch.examples.map { targets[$0] }
        let losses = RowLosses(logits, labels)
        for (row, example) in step.batch.examples.enumerated() where attribute.groups[example] >= 0 {
            let (label, group) = (Int(labels[row]), Int(attribute.groups[example]))
            sums[label][group] += losses.values[row]
            seen[label][group] += 1
        }
        return nil
    }

    private mutating func move(_ label: Int) {
        let total = seen[label].reduce(0, +)
        let present = seen[label].indices.filter { seen[label][$0] > 0 }
        guard total > 0 && present.count > 1 else { return }
        // The label's mean as it is in the data, whatever was drawn.
        let weight = present.reduce(0) { $0 + counts[label][$1] }
        let means = present.map { sums[label][$0] / seen[label][$0] }
        let mean = zip(present, means).reduce(0) { $0 + counts[label][$1.0] * $1.1 } / weight
        var farthest = 0
        for number in present.indices where abs(means[number] - mean) > abs(means[farthest] - mean) {
            farthest = number
        }
        guard means[farthest] != mean else { return }
        let group = present[farthest]
        let old = shares[label][group]
        let new = min(1, max(0, old + (means[farthest] > mean ? stepSize : -stepSize)))
        for other in shares[label].indices where other != group {
            // Where one group had all, what it leaves is divided as in the data.
            let rest = counts[label].reduce(0, +) - counts[label][group]
            shares[label][other] =
                old < 1 ? shares[label][other] * (1 - new) / (1 - old) : (1 - new) * counts[label][other] / rest
        }
        shares[label][group] = new
    }
}
