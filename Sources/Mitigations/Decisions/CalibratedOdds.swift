/// What calibrated equalized odds makes alike.
public enum CalibratedCost: String, Sendable, CaseIterable {
    /// The mean of 1 − score among positive labels.
    case falseNegatives = "fnr"
    /// The mean score among negative labels.
    case falsePositives = "fpr"
    /// Both, each with the share of its labels, halved: the mean of |label − score| / 2.
    case weighted
}

/// Makes the groups' generalised error costs alike while scores stay calibrated: the groups that fare better get, with a
/// probability, their base rate in place of their score (Pleiss et al. 2017, there for two groups).
///
/// With several groups the one with the highest cost c sets the level; each other one, of cost cᵢ and of cost tᵢ were all its
/// scores the base rate, replaces a score with probability (c − cᵢ) / (tᵢ − cᵢ), at most 1. Decisions are those of the usual
/// threshold on the score that results.
struct CalibratedOdds: Sendable {
    /// The probability, in each group, that a score is replaced.
    let replaced: [Double]
    /// The rule of each group.
    let rules: [ScoreRule]
    /// The cost of each group after, `[groups]`.
    let costs: [Double]
    /// Whether all groups reach the same cost.
    let isReached: Bool

    /// Fits the shares; scores lie in 0…1 and every group has both labels.
    init(_ groups: [GroupScores], cost: CalibratedCost, threshold: Double) {
        let before = groups.map { Self.cost(of: $0, cost) }
        let level = before.map(\.actual).max() ?? 0
        let shares = before.map { entry -> Double in
            guard entry.actual < level, entry.trivial > entry.actual else { return 0 }
            return min(1, (level - entry.actual) / (entry.trivial - entry.actual))
        }
        replaced = shares
        costs = zip(before, shares).map { (1 - $1) * $0.actual + $1 * $0.trivial }
        isReached = costs.allSatisfy { level - $0 < 1e-9 }
        rules = zip(groups, shares).map { group, share in
            let base = group.allPositives / (group.allPositives + group.allNegatives)
            return ScoreRule.threshold(threshold).mixed(with: .constant(base >= threshold ? 1 : 0), share: share)
        }
    }

    /// The cost of a group's scores, and what it would be were they all the base rate.
    private static func cost(of group: GroupScores, _ cost: CalibratedCost) -> (actual: Double, trivial: Double) {
        var (missed, alarmed) = (0.0, 0.0)
        for (index, score) in group.values.enumerated() {
            missed += (group.positives[index + 1] - group.positives[index]) * (1 - score)
            alarmed += (group.negatives[index + 1] - group.negatives[index]) * score
        }
        let base = group.allPositives / (group.allPositives + group.allNegatives)
        switch cost {
        case .falseNegatives: return (missed / group.allPositives, 1 - base)
        case .falsePositives: return (alarmed / group.allNegatives, base)
        case .weighted:
            return ((missed + alarmed) / (group.allPositives + group.allNegatives) / 2, base * (1 - base))
        }
    }
}
