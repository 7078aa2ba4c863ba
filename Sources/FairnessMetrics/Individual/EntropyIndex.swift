internal import Glibc

/// How unequally a benefit is spread over people: the generalized entropy GE(α) at three values of α, and a coefficient
/// that follows from one of them (Shorrocks 1980; Speicher et al. 2018).
///
/// With μ the mean of b over n rows: GE(α) = Σ ((b/μ)^α − 1) / (n α (α − 1)), whose limits are GE(0) = −Σ ln(b/μ) / n and
/// GE(1) = Σ (b/μ) ln(b/μ) / n with 0 ln 0 = 0. 0 where all have the same benefit, without upper bound.
public enum EntropyIndex: String, Sendable, CaseIterable {
    /// GE(0), the mean log deviation: infinite, here undefined, as soon as one person has benefit 0.
    case meanLogDeviation = "generalized_entropy_0"
    /// GE(1), Theil's index.
    case theil = "theil_index"
    /// GE(2), half the squared coefficient of variation.
    case halfSquaredVariation = "generalized_entropy_2"
    /// √(2 GE(2)): the benefits' standard deviation over their mean. It does not split into parts.
    case coefficientOfVariation = "coefficient_of_variation"

    /// The indices that are sums of a part between groups and a part within them.
    static let additive: [EntropyIndex] = [.meanLogDeviation, .theil, .halfSquaredVariation]

    /// The function φ whose mean A makes the index: GE = `value(A, μ)`.
    func term(_ benefit: Double) -> Double {
        switch self {
        case .meanLogDeviation: log(benefit)
        case .theil: benefit > 0 ? benefit * log(benefit) : 0
        case .halfSquaredVariation, .coefficientOfVariation: benefit * benefit
        }
    }

    /// φ′, where φ has a finite slope; elsewhere 0, for a group in which nobody has any benefit.
    func slope(_ benefit: Double) -> Double {
        switch self {
        case .meanLogDeviation: benefit > 0 ? 1 / benefit : 0
        case .theil: benefit > 0 ? log(benefit) + 1 : 0
        case .halfSquaredVariation, .coefficientOfVariation: 2 * benefit
        }
    }

    /// The index of benefits with mean φ of `term` and mean `mean`; of the coefficient of variation its GE(2).
    func value(term: Double, mean: Double) -> Double {
        switch self {
        case .meanLogDeviation: max(0, log(mean) - term)
        case .theil: max(0, term / mean - log(mean))
        case .halfSquaredVariation, .coefficientOfVariation: max(0, (term / (mean * mean) - 1) / 2)
        }
    }

    /// The derivatives of `value` in its two arguments.
    func gradient(term: Double, mean: Double) -> (term: Double, mean: Double) {
        switch self {
        case .meanLogDeviation: (-1, 1 / mean)
        case .theil: (1 / mean, -term / (mean * mean) - 1 / mean)
        case .halfSquaredVariation, .coefficientOfVariation: (1 / (2 * mean * mean), -term / (mean * mean * mean))
        }
    }

    /// Returns the index of some people's benefits with its linearised interval at critical value `z`.
    func estimate(of benefits: Benefits, z: Double) -> Estimate {
        if let fault = fault(of: benefits) { return .undefined(fault) }
        let (mean, term) = (benefits.mean, benefits.mean(self.term))
        let gradient = gradient(term: term, mean: mean)
        let kinds = benefits.masses.enumerated().map { benefit, mass -> (mass: Mass, influence: Double) in
            // Benefit 0 has no finite logarithm; here nobody has it.
            if self == .meanLogDeviation, benefit == 0 { return (mass, 0) }
            let influence =
                gradient.term * (self.term(Double(benefit)) - term) + gradient.mean * (Double(benefit) - mean)
            return (mass, influence)
        }
        let statistic = LinearisedStatistic(value: value(term: term, mean: mean), kinds: kinds)
        let estimate = statistic.estimate(z: z, bounds: Interval(0, .infinity))
        return self == .coefficientOfVariation ? estimate.rootOfTwice : estimate
    }

    /// Why the index has no value for some people, or nil.
    func fault(of benefits: Benefits) -> String? {
        if let fault = benefits.fault { return fault }
        let without = benefits.masses[0]
        if benefits.mean <= 0 { return "nobody has any benefit: every decision is a false negative" }
        guard self == .meanLogDeviation, without.weight > 0 else { return nil }
        return "infinite: a false negative has benefit 0, whose logarithm is −∞, and there are \(without.count)"
    }
}

extension Estimate {
    /// √(2 x) of the value and of the ends of its interval.
    fileprivate var rootOfTwice: Estimate {
        guard case .defined(var value) = self else { return self }
        func root(_ x: Double) -> Double { (2 * x).squareRoot() }
        value.standardError = value.value > 0 ? value.standardError.map { $0 / root(value.value) } : nil
        value.interval = Interval(root(value.interval.lower), root(value.interval.upper))
        value.value = root(value.value)
        return .defined(value)
    }
}
