internal import Glibc
internal import NumericalKernels

/// How much of the inequality of benefits lies between groups, and how much within them (Speicher et al. 2018).
///
/// Between: the index if everybody had the mean benefit of the own group. Within: Σ π_g (μ_g/μ)^α GE_g(α). The two add up
/// to the index of the people in these groups.
public struct EntropyDecomposition: Sendable, Equatable {
    /// The index that is split.
    public var index: EntropyIndex
    /// The index of everybody in the groups.
    public var total: Estimate
    /// The part between the groups.
    public var between: Estimate
    /// The part within the groups.
    public var within: Estimate
    /// The part between groups that chance alone would make, on average, if all groups had the same benefits: an
    /// estimate of a distance is never negative, so it is too large by about this much where there is none.
    public var betweenIfAlike: Double?

    /// Makes a decomposition from its parts.
    public init(
        index: EntropyIndex, total: Estimate, between: Estimate, within: Estimate, betweenIfAlike: Double? = nil
    ) {
        self.index = index
        self.total = total
        self.between = between
        self.within = within
        self.betweenIfAlike = betweenIfAlike
    }

    /// The share of the inequality that lies between groups, or nil where there is no inequality.
    public var betweenShare: Double? {
        guard let total = total.value, let between = between.value, total > 0 else { return nil }
        return between / total
    }
}

/// Splits the inequality of benefits over groups; each group must have rows with a benefit.
struct EntropySplit {
    let groups: [Benefits]
    private let everybody: Benefits
    private let means: [Double]
    private let noise: MeanNoise

    /// Takes the benefits of two groups or more, and the tally of them all.
    init(groups: [Benefits], everybody: Benefits) {
        self.groups = groups
        self.everybody = everybody
        means = groups.map(\.mean)
        noise = MeanNoise(groups: groups, means: means)
    }

    /// Returns the parts of an additive index at critical value `z`.
    func decomposition(of index: EntropyIndex, z: Double, confidence: Double) -> EntropyDecomposition {
        let total = index.estimate(of: everybody, z: z)
        if let reason = total.undefinedReason {
            return EntropyDecomposition(
                index: index, total: total, between: .undefined(reason), within: .undefined(reason))
        }
        let mean = everybody.mean
        let (own, between) = (statistic(index, ofMeans: false), statistic(index, ofMeans: true))
        let within = LinearisedStatistic(
            value: max(0, own.value - between.value),
            kinds: zip(own.kinds, between.kinds).map { (mass: $0.mass, influence: $0.influence - $1.influence) })
        return EntropyDecomposition(
            index: index, total: total, between: estimate(between, mean: mean, z: z, confidence: confidence),
            within: within.estimate(z: z, bounds: Interval(0, .infinity)),
            betweenIfAlike: noise.expectation / (2 * mean * mean))
    }

    /// The index of the benefits themselves, or of the groups' means in their place.
    private func statistic(_ index: EntropyIndex, ofMeans: Bool) -> LinearisedStatistic {
        let mean = everybody.mean
        let weight = everybody.total.weight
        let term =
            ofMeans
            ? zip(groups, means).reduce(0.0) { $0 + $1.0.total.weight / weight * index.term($1.1) }
            : everybody.mean(index.term)
        let gradient = index.gradient(term: term, mean: mean)
        var kinds: [(mass: Mass, influence: Double)] = []
        for (group, centre) in zip(groups, means) {
            for (step, mass) in group.masses.enumerated() {
                let benefit = Double(step)
                // Kinds that nobody is of may have no finite term.
                let own = mass.count == 0 && index == .meanLogDeviation ? term : index.term(benefit)
                let value = ofMeans ? index.term(centre) + index.slope(centre) * (benefit - centre) : own
                kinds.append((mass, gradient.term * (value - term) + gradient.mean * (benefit - mean)))
            }
        }
        return LinearisedStatistic(value: index.value(term: term, mean: mean), kinds: kinds)
    }

    /// The part between groups: near 0 it is a sum of squares of the means' errors and not normal, so on the scale of
    /// √(2 GE), about ‖μ_g − μ‖ / μ, its interval reaches as far as the errors of all means can together, or the delta
    /// method if that is farther.
    private func estimate(
        _ statistic: LinearisedStatistic, mean: Double, z: Double, confidence: Double
    ) -> Estimate {
        let sampled = statistic.sampled(bounds: Interval(0, .infinity))
        let root = (2 * statistic.value).squareRoot()
        let together = noise.quantile(confidence: confidence).squareRoot() / mean
        let delta = root > 0 ? z * (sampled.standardError ?? 0) / root : 0
        let reach = max(together, delta)
        let low = max(0, root - reach)
        return .defined(
            Estimate.Value(
                value: statistic.value,
                interval: Interval(low * low / 2, (root + reach) * (root + reach) / 2), method: "norm_of_mean_errors",
                denominator: sampled.denominator?.weight, effectiveSize: sampled.effectiveSize,
                standardError: sampled.standardError))
    }
}

/// The squared distance Σ π_g (e_g − ē)² by which the means of groups would differ by chance, e_g the error of mean g.
private struct MeanNoise {
    /// Its mean and its variance, that of Σ λ_j χ²₁ with λ the eigenvalues of D^½ C V C' D^½.
    private(set) var expectation = 0.0
    private var variance = 0.0

    init(groups: [Benefits], means: [Double]) {
        let weight = groups.reduce(0) { $0 + $1.total.weight }
        let shares = groups.map { $0.total.weight / weight }
        // One more row of the rarer kind on each side, so that few rows do not pass for none that differ.
        let errors = zip(groups, means).map { group, mean -> Double in
            let kinds = group.masses.enumerated().map { (mass: $1, influence: Double($0) - mean) }
            let spread = LinearisedStatistic(value: mean, kinds: kinds).sampled(bounds: Interval(0, 2)).spread
            return spread * spread
        }
        for (share, error) in zip(shares, errors) { expectation += share * (1 - share) * error }
        // tr (D C V C')² with C = I − 1 π': entries of C V C' are V_ij − π_j V_jj − π_i V_ii + Σ π² V.
        let common = zip(shares, errors).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
        for i in shares.indices {
            for j in shares.indices {
                let covariance =
                    (i == j ? errors[i] : 0) - shares[j] * errors[j] - shares[i] * errors[i] + common
                variance += 2 * shares[i] * shares[j] * covariance * covariance
            }
        }
    }

    /// The quantile at `confidence` of the scaled chi-square with the same mean and variance (Satterthwaite 1946).
    func quantile(confidence: Double) -> Double {
        guard expectation > 0, variance > 0 else { return 0 }
        let freedom = 2 * expectation * expectation / variance
        return variance / (2 * expectation)
            * ChiSquareDistribution.quantile(upperTail: 1 - confidence, degreesOfFreedom: freedom)
    }
}
