internal import Glibc

/// One threshold for everybody, so that no decision depends on the group.
struct CommonThreshold: Sendable {
    /// The threshold as a rule.
    let rule: ScoreRule

    /// What makes a threshold the best.
    enum Aim: Sendable {
        /// The objective alone.
        case objective
        /// √((1 − objective)² + gap²), the distance to decisions that are all right and alike (Han, Baldwin, Cohn 2022).
        case tradeOff(RateConstraint)
    }

    /// Tries every cut of the scores; O(n G).
    ///
    /// - Parameters:
    ///   - groups: All rows; those that have no group come as one.
    ///   - compared: Whether each group's rates count in the gap.
    init(_ groups: [GroupScores], compared: [Bool], objective: DecisionObjective, aim: Aim) {
        let cuts = Set(groups.flatMap(\.values)).sorted(by: >)
        var places = groups.map { _ in 0 }
        func merit() -> Double {
            let masses = zip(groups, places).map { $0.mass($1) }
            let value = masses.total.value(objective) ?? 0
            switch aim {
            case .objective: return value
            case .tradeOff(let constraint):
                let gap = zip(masses, compared).filter(\.1).map(\.0).gap(constraint)
                return -hypot(1 - value, gap)
            }
        }
        var best = (cut: -1, merit: merit())
        for (index, cut) in cuts.enumerated() {
            for group in groups.indices where places[group] < groups[group].values.count {
                if groups[group].values[places[group]] == cut { places[group] += 1 }
            }
            let merit = merit()
            if merit > best.merit + 1e-13 { best = (index, merit) }
        }
        if best.cut < 0 {
            rule = .constant(0)
        } else if best.cut + 1 == cuts.count {
            rule = .constant(1)
        } else {
            rule = .threshold(GroupScores.between(cuts[best.cut + 1], cuts[best.cut]))
        }
    }
}
