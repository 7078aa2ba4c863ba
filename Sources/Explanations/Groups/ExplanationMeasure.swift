/// How well one row was explained, as a number that groups can be compared by.
public enum ExplanationMeasure: String, Sendable, CaseIterable {
    /// What goes with the players that push most (`Faithfulness.comprehensiveness`).
    case comprehensiveness
    /// What the players that push most leave unexplained (`Faithfulness.sufficiency`).
    case sufficiency
    /// The area over the perturbation curve (`Faithfulness.areaOverPerturbation`).
    case areaOverPerturbation = "area_over_perturbation"
    /// The squared error of the additive explanation (`Faithfulness.infidelity`).
    case infidelity
    /// Kendall's τ with leave-one-out.
    case tauWithLeaveOneOut = "tau_with_leave_one_out"
    /// The mean standard error of the players' values.
    case standardError = "standard_error"
    /// The share of players whose sign is known at the attribution's confidence.
    case determinedShare = "determined_share"
    /// The probability that two players are ordered rightly (`Attribution.rankStability`).
    case rankStability = "rank_stability"

    /// Returns the number for a row, nil where it is undefined.
    public func value(of attribution: Attribution, _ faithfulness: Faithfulness) -> Double? {
        switch self {
        case .comprehensiveness: return faithfulness.comprehensiveness
        case .sufficiency: return faithfulness.sufficiency
        case .areaOverPerturbation: return faithfulness.areaOverPerturbation
        case .infidelity: return faithfulness.infidelity.value
        case .tauWithLeaveOneOut: return faithfulness.tauWithLeaveOneOut
        case .standardError:
            let errors = attribution.players.compactMap(\.standardError)
            return errors.isEmpty || errors.count < attribution.players.count
                ? nil : errors.reduce(0, +) / Double(errors.count)
        case .determinedShare:
            let determined = attribution.players.count { !$0.isUndetermined }
            return attribution.players.isEmpty ? nil : Double(determined) / Double(attribution.players.count)
        case .rankStability: return attribution.rankStability
        }
    }
}
