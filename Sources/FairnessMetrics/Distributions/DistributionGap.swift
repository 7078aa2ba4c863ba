internal import Glibc
internal import NumericalKernels

/// How the values of a group are spread, compared with a reference group or with everybody else.
public struct DistributionGap: Sendable, Equatable {
    /// The shares at which quantiles are compared.
    public static let quantileShares = [0.1, 0.5, 0.9]

    /// How the intervals of gaps of quantiles are made.
    public static let quantileMethod = "recovered_order_statistics"

    /// The group.
    public var group: GroupKey
    /// The group compared with; nil stands for everybody who is not in the group.
    public var reference: GroupKey?
    /// D = sup |F − G|, between 0 and 1.
    ///
    /// The interval: D + z / (2 √(n m / (n + m))) bounds the truth from above, since at the value where the truth is
    /// largest the estimate errs by no more; and D minus Kolmogorov's critical value from below, since it errs by no more
    /// anywhere. Holds for ties too, and under weights on effective sizes.
    public var kolmogorovSmirnov: Estimate
    /// The probability of such a D if both were drawn from one distribution: exact for small samples without weights, else
    /// from Kolmogorov's limit; with ties not too small.
    public var pValue: Double?
    /// `pValue` after Holm's adjustment over all comparisons with a baseline of this kind.
    public var adjustedPValue: Double?
    /// The test behind `pValue`.
    public var test: String?
    /// W₁ = ∫ |F − G|, in the column's unit.
    ///
    /// Chance alone makes it positive. With ε the error of F − G, ∫ ± ε is normal with at most the variance of the
    /// difference of means, which bounds the truth from above; and ∫ |ε| exceeds its mean by more than z times that
    /// standard deviation as rarely as a normal variable does (Borell 1975), which bounds it from below.
    public var wasserstein: Estimate
    /// W₁ in standard deviations of the column over everybody; nil where there is no W₁ or no two values differ.
    public var standardisedWasserstein: Double?
    /// The group's quantiles minus the other's, at `quantileShares`.
    public var quantiles: [Estimate]
    /// What the interval of D says, given the margin of shares.
    public var verdict: Verdict
    /// One sentence that says why.
    public var reason: String

    /// Makes a gap from its parts.
    public init(
        group: GroupKey, reference: GroupKey?, kolmogorovSmirnov: Estimate, pValue: Double?, adjustedPValue: Double?,
        test: String?, wasserstein: Estimate, standardisedWasserstein: Double?, quantiles: [Estimate],
        verdict: Verdict, reason: String
    ) {
        self.group = group
        self.reference = reference
        self.kolmogorovSmirnov = kolmogorovSmirnov
        self.pValue = pValue
        self.adjustedPValue = adjustedPValue
        self.test = test
        self.wasserstein = wasserstein
        self.standardisedWasserstein = standardisedWasserstein
        self.quantiles = quantiles
        self.verdict = verdict
        self.reason = reason
    }

    /// Compares a pair of samples.
    ///
    /// - Parameters:
    ///   - z: The critical value of the intervals, simultaneous over the groups compared.
    ///   - deviation: The standard deviation of the column over everybody.
    init(
        _ pair: DistributionPair, group: GroupKey, reference: GroupKey?, z: Double, deviation: Double?,
        settings: AssessmentSettings
    ) {
        self.group = group
        self.reference = reference
        if let fault = pair.fault {
            kolmogorovSmirnov = .undefined(fault)
            wasserstein = .undefined(fault)
            quantiles = Self.quantileShares.map { _ in .undefined(fault) }
            (verdict, reason) = (.cannotTell, fault.capitalisedSentence)
            return
        }
        let distance = pair.kolmogorovSmirnov
        let root = pair.harmonicSize.squareRoot()
        let tail = NormalDistribution.twoSidedTail(z)
        let interval = Interval(
            max(0, distance - KolmogorovDistribution.critical(tail: tail / 2) / root), min(1, distance + z / (2 * root))
        )
        let size = min(pair.first.mass.effectiveSize, pair.second.mass.effectiveSize)
        kolmogorovSmirnov = .defined(
            Estimate.Value(value: distance, interval: interval, method: "kolmogorov_band", effectiveSize: size))
        (pValue, test) = Self.test(pair, distance)
        let moved = pair.wasserstein
        let error = (pair.first.meanVariance + pair.second.meanVariance).squareRoot()
        let bounds = Interval(max(0, moved - pair.wassersteinNoise - z * error), moved + z * error)
        wasserstein = .defined(
            Estimate.Value(
                value: moved, interval: bounds, method: "borell_band", effectiveSize: size))
        standardisedWasserstein = deviation.map { moved / $0 }
        quantiles = Self.quantileShares.map { share in
            let (own, other) = (
                SampleQuantile.estimate(share, pair.values, pair.first, z: z),
                SampleQuantile.estimate(share, pair.values, pair.second, z: z)
            )
            return .defined(
                Estimate.Value(
                    value: own.value - other.value,
                    interval: RecoveredInterval.difference(own.value, own.interval, other.value, other.interval),
                    method: Self.quantileMethod, effectiveSize: size))
        }
        let judgement = Judgement(
            interval: interval, isRatio: false, margin: settings.margin, compared: 2, notEstimable: 0)
        (verdict, reason) = (judgement.verdict, judgement.reason)
        if verdict == .disparityShown, let pValue, pValue > 1 - settings.confidence {
            verdict = .cannotTell
            reason = "The interval lies beyond the margin, but on so few rows chance alone may give such a gap."
        }
    }

    /// The largest product of two sizes for which the exact test is worth its time.
    private static let largestExact = 1_000_000

    private static func test(_ pair: DistributionPair, _ distance: Double) -> (Double, String) {
        let (n, m) = (pair.first.mass, pair.second.mass)
        let isPlain =
            n.weight == Double(n.count) && m.weight == Double(m.count)
            && n.squaredWeight == n.weight && m.squaredWeight == m.weight
        if isPlain, n.count <= largestExact / m.count {
            let steps = Int((distance * Double(n.count) * Double(m.count)).rounded())
            return (
                KolmogorovDistribution.exactUpperTail(distance: steps, n.count, m.count), "kolmogorov_smirnov_exact"
            )
        }
        return (
            KolmogorovDistribution.upperTail(distance * pair.harmonicSize.squareRoot()), "kolmogorov_smirnov_asymptotic"
        )
    }
}
