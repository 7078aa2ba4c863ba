internal import FairnessMetrics
internal import Glibc
internal import NumericalKernels
internal import Reports

/// One comparison before it is known how many there are.
struct Contrast: Sendable {
    /// A count of rows that have a property among those that could.
    struct Share: Sendable {
        var hits: Int
        var rows: Int
        var value: Double { Double(hits) / Double(rows) }

        func interval(_ z: Double) -> Interval { WilsonInterval.interval(value, n: Double(rows), z: z) }
    }

    /// An estimate with its standard error and the rows behind it.
    struct Measured: Sendable {
        var value: Double
        var error: Double
        var rows: Int
    }

    /// Units that have a property in part, each beside its counterpart.
    struct Pairs: Sendable {
        private(set) var count = 0
        /// Sums over the units of their own value, of the counterpart's, and of the squared difference.
        private(set) var own = 0.0, others = 0.0, squares = 0.0
        /// Units above and below their counterpart.
        private(set) var above = 0, below = 0

        mutating func add(_ value: Double, _ counterpart: Double) {
            count += 1
            own += value
            others += counterpart
            squares += (value - counterpart) * (value - counterpart)
            if value > counterpart { above += 1 }
            if value < counterpart { below += 1 }
        }

        /// The exact sign test, for two texts each McNemar's exact test; 1 if no pair differs.
        var pValue: Double { SharesTest.pValue(above, of: above + below, expecting: 0.5) ?? 1 }
    }

    /// What was counted or estimated.
    enum Evidence: Sendable {
        /// A share in the group and in the others, on separate rows.
        case shares(Share, Share)
        /// An area under a curve and what it would be of no use at; its standard error, that without any relation, and
        /// the rows of the smaller side.
        case area(Double, error: Double, nullError: Double, rows: Int, pValue: Double? = nil)
        /// Two estimates from separate rows with their standard errors.
        case values(Measured, Measured)
        /// The same of shares, which have the margin of shares.
        case excess(Measured, Measured)
        /// A share against that of counterparts, on the same units.
        case pairs(Pairs)
        /// A count of all against the share that the population has.
        case population(count: Int, of: Int, share: Double)
        /// How far two distributions are apart, with a standard error and a test's p-value.
        case divergence(Double, error: Double, pValue: Double, rows: Int, method: String)
        /// Nothing can be said.
        case undefined(String)
    }

    var column: String?
    var detail: String?
    var group: GroupKey
    var evidence: Evidence
    var extra: Estimate?

    /// The test's p-value; nil where there is none.
    var pValue: Double? {
        switch evidence {
        case .shares(let own, let others):
            return SharesTest.pValue(own.hits, of: own.rows, against: others.hits, of: others.rows)
        case .area(let area, _, let nullError, _, let pValue):
            // Two-sided: where all folds learn the same, a held-out area is above 0.5 whichever way they agree.
            return pValue ?? (nullError > 0 ? NormalDistribution.twoSidedTail((area - 0.5) / nullError) : nil)
        case .values(let own, let others), .excess(let own, let others):
            let error = (own.error * own.error + others.error * others.error).squareRoot()
            return error > 0 ? NormalDistribution.twoSidedTail((own.value - others.value) / error) : nil
        case .pairs(let pairs): return pairs.pValue
        case .population(let count, let rows, let share): return SharesTest.pValue(count, of: rows, expecting: share)
        case .divergence(_, _, let pValue, _, _): return pValue
        case .undefined: return nil
        }
    }

    /// The finding, once the critical value of its interval and its adjusted p-value are known.
    func finding(
        critical z: Double, pValue: Double?, adjusted: Double?, level: Double, margins: DataAuditMargins
    ) -> DataFinding {
        var finding = DataFinding(
            column: column, detail: detail, group: group, value: .undefined("nothing could be measured"),
            gap: .undefined("nothing could be measured"), extra: extra, pValue: pValue, adjustedPValue: adjusted,
            verdict: .cannotTell)
        var zone = Interval(-margins.share, margins.share)
        switch evidence {
        case .shares(let own, let others):
            finding.value = .share(own, z)
            finding.rest = .share(others, z)
            finding.gap = .defined(
                Estimate.Value(
                    value: own.value - others.value,
                    interval: RecoveredInterval.difference(
                        own.value, own.interval(z), others.value, others.interval(z)), method: "newcombe",
                    effectiveSize: Double(own.rows + others.rows)))
            finding.people = (own.value - others.value) * Double(own.rows)
        case .area(let area, let error, _, let rows, _):
            finding.value = .normal(area, error, z, rows: rows, method: "delong", in: 0...1)
            finding.gap = .normal(area - 0.5, error, z, rows: rows, method: "delong", in: -0.5...0.5)
            zone = Interval(-0.5, margins.auc)
        case .values(let own, let others), .excess(let own, let others):
            var method = "normal_excess"
            if case .values = evidence { method = "delong_somers" }
            finding.value = .normal(own.value, own.error, z, rows: own.rows, method: method, in: -1...1)
            finding.rest = .normal(others.value, others.error, z, rows: others.rows, method: method, in: -1...1)
            finding.gap = .normal(
                own.value - others.value, (own.error * own.error + others.error * others.error).squareRoot(), z,
                rows: own.rows + others.rows, method: method, in: -2...2)
            if case .values = evidence {
                zone = Interval(-margins.correlation, margins.correlation)
            } else {
                zone = Interval(-margins.noise, margins.noise)
                finding.people = (own.value - others.value) * Double(own.rows)
            }
        case .pairs(let pairs):
            let n = Double(pairs.count)
            let sum = pairs.own - pairs.others
            finding.value = .share(pairs.own, of: n, z)
            finding.rest = .share(pairs.others, of: n, z)
            finding.gap = .defined(
                Estimate.Value(
                    value: sum / n,
                    interval: PairedEstimates.shareInterval(sum: sum, squares: pairs.squares, n: n, z: z),
                    method: "agresti_min", effectiveSize: n))
        case .population(let count, let rows, let share):
            let own = Share(hits: count, rows: rows)
            let interval = own.interval(z)
            finding.value = .share(own, z)
            finding.rest = .defined(
                Estimate.Value(
                    value: share, interval: Interval(share, share), method: "known", effectiveSize: Double(rows)))
            finding.people = Double(count) - share * Double(rows)
            guard share > 0 else { return finding }
            finding.gap = .defined(
                Estimate.Value(
                    value: own.value / share, interval: Interval(interval.lower / share, interval.upper / share),
                    method: "wilson", effectiveSize: Double(rows)))
            zone = Interval(margins.ratio, 1 / margins.ratio)
        case .divergence(let value, let error, _, let rows, let method):
            finding.value = .normal(value, error, z, rows: rows, method: method, in: 0...Double.infinity)
            finding.gap = finding.value
            zone = Interval(0, margins.stability)
        case .undefined(let reason):
            finding.value = .undefined(reason)
            finding.gap = .undefined(reason)
        }
        if let interval = finding.gap.defined?.interval {
            if interval.lower > zone.upper || interval.upper < zone.lower {
                finding.verdict = adjusted.map { $0 <= 1 - level } ?? true ? .disparityShown : .cannotTell
            } else if interval.lower >= zone.lower && interval.upper <= zone.upper {
                finding.verdict = .noMaterialDisparity
            }
        }
        return finding
    }
}

extension Estimate {
    /// A share with its interval.
    static func share(_ share: Contrast.Share, _ z: Double) -> Estimate {
        .share(Double(share.hits), of: Double(share.rows), z)
    }

    /// A share of units, which may count in part, with its interval.
    static func share(_ sum: Double, of n: Double, _ z: Double) -> Estimate {
        .defined(
            Value(
                value: sum / n, interval: WilsonInterval.interval(sum / n, n: n, z: z), method: "wilson",
                numerator: sum, denominator: n, effectiveSize: n))
    }

    /// A value whose error is normal, its interval kept in `range`.
    static func normal(
        _ value: Double, _ error: Double, _ z: Double, rows: Int, method: String, in range: ClosedRange<Double>
    ) -> Estimate {
        .defined(
            Value(
                value: value, interval: Interval(value - z * error, value + z * error).clamped(to: range),
                method: method, effectiveSize: Double(rows), standardError: error))
    }
}

/// Tests of shares: exact as long as that is cheap, the score test where thousands of rows make it as good.
enum SharesTest {
    /// The largest count of the rarer side for which the exact test is made.
    private static let exactLimit = 20_000

    /// Returns the two-sided p-value of two shares being equal: Fisher's exact test, or Pearson's score test.
    static func pValue(_ hits: Int, of rows: Int, against otherHits: Int, of otherRows: Int) -> Double? {
        let (all, total) = (hits + otherHits, rows + otherRows)
        guard rows > 0, otherRows > 0, all > 0, all < total else { return nil }
        // Seen from the rarer side, which the cost follows.
        let isTurned = all > total - all
        let (a, b) = isTurned ? (rows - hits, otherRows - otherHits) : (hits, otherHits)
        if min(a + b, rows, otherRows) <= exactLimit {
            return FisherExactTest.twoSided(successes: a, of: rows, against: b, of: otherRows)
        }
        let pooled = Double(all) / Double(total)
        let error = (pooled * (1 - pooled) * (1 / Double(rows) + 1 / Double(otherRows))).squareRoot()
        let gap = Double(hits) / Double(rows) - Double(otherHits) / Double(otherRows)
        return NormalDistribution.twoSidedTail(gap / error)
    }

    /// Returns the two-sided p-value of a count having this expected share: twice the smaller exact binomial tail.
    static func pValue(_ count: Int, of rows: Int, expecting share: Double) -> Double? {
        guard rows > 0, share > 0, share < 1 else { return nil }
        let (k, n) = (Double(count), Double(rows))
        // P(X ≤ k) = 1 − I_share(k + 1, n − k), P(X ≥ k) = I_share(k, n − k + 1).
        let above = count == 0 ? 1 : BetaFunction.regularised(share, a: k, b: n - k + 1)
        let below = count == rows ? 1 : BetaFunction.regularised(1 - share, a: n - k, b: k + 1)
        return min(1, 2 * min(above, below))
    }
}
