/// The rows that a rule is fitted on.
public struct ScoredRows: Sendable {
    /// Whether each label is positive, `[rows]`.
    public let labels: [Bool]
    /// The score of each row, higher for the positive decision, or 0 and 1 where only decisions are known, `[rows]`.
    public let scores: [Double]
    /// The group of each row, `[rows]`; nil where it has none.
    public let cells: [Int?]
    /// How many groups there are.
    public let cellCount: Int
    /// The weight of each row, `[rows]`.
    public let weights: [Double]

    /// Makes rows from their columns; no weights means that each row weighs 1.
    public init(labels: [Bool], scores: [Double], cells: [Int?], cellCount: Int, weights: [Double] = []) {
        precondition(
            scores.count == labels.count && cells.count == labels.count
                && (weights.isEmpty || weights.count == labels.count),
            "\(labels.count) labels, \(scores.count) scores, \(cells.count) groups, \(weights.count) weights")
        self.labels = labels
        self.scores = scores
        self.cells = cells
        self.cellCount = cellCount
        self.weights = weights.isEmpty ? Array(repeating: 1, count: labels.count) : weights
    }

    /// The rows of each group, then those of none, each by falling score.
    func orderedRows() -> [[Int]] {
        var rows = [[Int]](repeating: [], count: cellCount + 1)
        for row in labels.indices { rows[cells[row] ?? cellCount].append(row) }
        return rows.map { members in
            // Ties in an order that does not depend on the rows', because sums of weights round.
            members.sorted { first, second in
                if scores[first] != scores[second] { return scores[first] > scores[second] }
                if labels[first] != labels[second] { return labels[first] }
                return weights[first] < weights[second]
            }
        }
    }

    /// Returns what the groups' people come to when each row is decided for with a probability, those of no group last.
    public func masses(_ probabilities: [Double]) -> [SelectedMass] {
        var masses = [SelectedMass](repeating: SelectedMass(), count: cellCount + 1)
        for row in labels.indices {
            let (cell, weight) = (cells[row] ?? cellCount, weights[row])
            if labels[row] {
                masses[cell].positives += weight
                masses[cell].selectedPositives += weight * probabilities[row]
            } else {
                masses[cell].negatives += weight
                masses[cell].selectedNegatives += weight * probabilities[row]
            }
        }
        return masses
    }
}

/// Every way of cutting one group's scores in two: the points of its ROC curve, by weight.
struct GroupScores: Sendable {
    /// The different scores, falling.
    let values: [Double]
    /// The weight of positive and of negative labels among the *k* highest scores, `[values + 1]`; then, if decisions may
    /// be inverted, among all others.
    private(set) var positives: [Double] = [0], negatives: [Double] = [0]
    /// The rows.
    let rows: Int

    /// Sorts out the rows of one group, which come by falling score.
    ///
    /// - Parameter mayInvert: Whether the opposite of a cut counts as well, as where only decisions are known.
    init(_ sample: ScoredRows, rows ordered: [Int], mayInvert: Bool = false) {
        var values: [Double] = []
        rows = ordered.count
        for row in ordered {
            if values.last != sample.scores[row] {
                values.append(sample.scores[row])
                positives.append(positives[positives.count - 1])
                negatives.append(negatives[negatives.count - 1])
            }
            if sample.labels[row] {
                positives[values.count] += sample.weights[row]
            } else {
                negatives[values.count] += sample.weights[row]
            }
        }
        self.values = values
        if mayInvert {
            let (allPositives, allNegatives) = (positives[values.count], negatives[values.count])
            positives += positives[0...values.count].map { allPositives - $0 }
            negatives += negatives[0...values.count].map { allNegatives - $0 }
        }
    }

    /// The weight of all positive and of all negative labels.
    var allPositives: Double { positives[values.count] }
    var allNegatives: Double { negatives[values.count] }

    /// How many points there are.
    var count: Int { positives.count }

    /// What a point selects.
    func mass(_ point: Int) -> SelectedMass {
        var mass = SelectedMass()
        mass.positives = allPositives
        mass.negatives = allNegatives
        mass.selectedPositives = positives[point]
        mass.selectedNegatives = negatives[point]
        return mass
    }

    /// The rule of a point; a threshold lies halfway between the scores that it parts.
    func rule(_ point: Int) -> ScoreRule {
        if point > values.count { return rule(point - values.count - 1).inverted }
        if point == 0 { return .constant(0) }
        if point == values.count { return .constant(1) }
        return .threshold(Self.between(values[point], values[point - 1]))
    }

    /// A number above `low` and not above `high`, halfway if there is one.
    static func between(_ low: Double, _ high: Double) -> Double {
        let middle = low / 2 + high / 2
        return middle > low && middle <= high ? middle : high
    }

    /// The rate at a point; nil where nobody counts.
    func rate(_ rate: RateConstraint.Rate, _ point: Int) -> Double? { mass(point).rate(rate) }
}

/// What a selected positive adds to the objective, and what a selected negative takes from it.
struct ObjectiveWeights: Sendable {
    let gain: Double, loss: Double

    /// - Parameter groups: All that the objective is about.
    init(_ objective: DecisionObjective, _ groups: [GroupScores]) {
        let positives = groups.reduce(0) { $0 + $1.allPositives }
        let negatives = groups.reduce(0) { $0 + $1.allNegatives }
        switch objective {
        case .accuracy: (gain, loss) = (1 / (positives + negatives), 1 / (positives + negatives))
        case .balancedAccuracy:
            (gain, loss) = (positives > 0 ? 0.5 / positives : 0, negatives > 0 ? 0.5 / negatives : 0)
        }
    }

    /// The objective of a point up to what no decision changes.
    func value(_ group: GroupScores, _ point: Int) -> Double {
        gain * group.positives[point] - loss * group.negatives[point]
    }
}
