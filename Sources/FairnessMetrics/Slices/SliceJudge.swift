/// Tests the slices that a search chose, and says what the evidence supports.
struct SliceJudge {
    let table: SliceTable
    /// The rows that were searched.
    let searched: SliceRows
    /// The rows that test what was found: others, or the same.
    let testing: SliceRows
    let confidence: Double
    let margin: Double
    /// The largest z² of each permutation, ascending; empty where held-out rows test.
    var largest: [Double] = []

    /// Returns a finding for each slice, the surest first and else in the order given.
    func findings(_ chosen: [SliceCandidate]) -> [SliceFinding] {
        let contrasts = chosen.map { contrast(testing, $0.terms) }
        let tests = contrasts.map { slice, rest -> (p: Double, method: PairwiseTest.Method) in
            guard case .sampled(let first) = SliceJudge.share(slice), case .sampled(let second) = SliceJudge.share(rest)
            else { return (1, .z) }
            return PairwiseTest.pValue(first, second)
        }
        let adjusted =
            largest.isEmpty ? PValueAdjustment.holm(tests.map(\.p)) : chosen.map { permutationPValue($0.squaredZ) }
        let z = criticalValue(slices: chosen.count)
        let surest = chosen.indices.sorted { (adjusted[$0], $0) < (adjusted[$1], $1) }
        return surest.map { index in
            finding(chosen[index], contrasts[index], tests[index], adjusted[index], z: z)
        }
    }

    /// (1 + permutations that reach z²) / (1 + permutations); never 0 (Phipson, Smyth 2010).
    private func permutationPValue(_ squaredZ: Double) -> Double {
        // A tie that rounding broke is still a tie.
        let reaching = largest.count { $0 >= squaredZ * (1 - 1e-9) }
        return Double(1 + reaching) / Double(1 + largest.count)
    }

    /// z at which the intervals of all slices hold at once: Šidák's for those that held-out rows test, the permutations'
    /// quantile of the largest |z| for those that were searched in the same rows.
    private func criticalValue(slices: Int) -> Double {
        guard !largest.isEmpty else { return CriticalValue.several(comparisons: slices, confidence: confidence) }
        return largest[SlicePermutation.rank(confidence: confidence, draws: largest.count) - 1].squareRoot()
    }

    static func share(_ counts: SliceCounts) -> Measurement {
        .proportion(
            Mass(count: counts.numerator), of: Mass(count: counts.denominator),
            otherwise: "none of the rows that test it")
    }

    private func contrast(_ rows: SliceRows, _ terms: [SliceCandidate.Term]) -> (slice: SliceCounts, rest: SliceCounts)
    {
        let (numerator, denominator) = rows.count(terms)
        return (
            SliceCounts(numerator: numerator, denominator: denominator),
            SliceCounts(numerator: rows.positiveCount - numerator, denominator: rows.outcomes.count - denominator)
        )
    }

    private func finding(
        _ candidate: SliceCandidate, _ contrast: (slice: SliceCounts, rest: SliceCounts),
        _ test: (p: Double, method: PairwiseTest.Method), _ adjusted: Double, z: Double
    ) -> SliceFinding {
        let whole = searched.outcomes.count
        let all = searched.positiveCount
        var finding = SliceFinding(
            key: GroupKey(candidate.terms.map { table.columns[$0.column].values[$0.code] }),
            rows: SliceRows.count(candidate.terms, in: table),
            found: SliceCounts(numerator: candidate.numerator, denominator: candidate.denominator),
            foundRest: SliceCounts(
                numerator: all - candidate.numerator, denominator: whole - candidate.denominator),
            z: 0, rate: SliceJudge.share(contrast.slice).estimate(z: CriticalValue.single(confidence: confidence)),
            rest: SliceJudge.share(contrast.rest).estimate(z: CriticalValue.single(confidence: confidence)),
            difference: .undefined("none of the rows that test it are in the slice"), peopleCount: nil,
            pValue: test.p, test: test.method.rawValue, adjustedPValue: adjusted, verdict: .cannotTell,
            reason: "None of the rows that test it are in the slice.")
        let isHigher = (finding.found.share ?? 0) > (finding.foundRest.share ?? 0)
        finding.z = candidate.squaredZ.squareRoot() * (isHigher ? 1 : -1)
        guard case .sampled(let slice) = SliceJudge.share(contrast.slice),
            case .sampled(let rest) = SliceJudge.share(contrast.rest)
        else { return finding }
        let interval = RecoveredInterval.difference(
            slice.value, slice.interval(z: z), rest.value, rest.interval(z: z))
        finding.difference = .defined(
            Estimate.Value(
                value: slice.value - rest.value, interval: interval,
                method: largest.isEmpty ? "newcombe_sidak" : "newcombe_max_t", effectiveSize: slice.effectiveSize))
        finding.peopleCount = (slice.value - rest.value) * slice.effectiveSize
        let judgement = Judgement(interval: interval, isRatio: false, margin: margin, compared: 2, notEstimable: 0)
        finding.verdict = judgement.verdict
        finding.reason = judgement.reason
        return finding
    }
}
