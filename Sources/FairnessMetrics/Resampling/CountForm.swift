/// A metric as a function of the nine weights of a cell: the mean of one or more ratios of sums.
///
/// What resampling evaluates a hundred thousand times: no tally, no interval, no reason is made.
struct CountForm: Sendable {
    /// A sum of weights above the line over a sum below it; an index is `3 × label + prediction`, twice for a factor 2.
    struct Ratio: Sendable {
        var numerator: [Int]
        var denominator: [Int]
    }

    var ratios: [Ratio]

    /// The value at `weights[start..<start + 9]`; NaN where a ratio has nothing below the line.
    func value(_ weights: Span<Double>, at start: Int) -> Double {
        var sum = 0.0
        for ratio in ratios {
            var (above, below) = (0.0, 0.0)
            for index in ratio.numerator { above += weights[start + index] }
            for index in ratio.denominator { below += weights[start + index] }
            // Noise of weights may take a numerator past its denominator by rounding.
            sum += below > 0 ? min(1, above / below) : .nan
        }
        return ratios.count == 1 ? sum : sum / Double(ratios.count)
    }

    /// The value in each of eight draws at `weights[start..<start + 9]`.
    func value(_ weights: Span<SIMD8<Double>>, at start: Int) -> SIMD8<Double> {
        var sum = SIMD8<Double>.zero
        for ratio in ratios {
            var (above, below) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
            for index in ratio.numerator { above += weights[start + index] }
            for index in ratio.denominator { below += weights[start + index] }
            var share = above / below
            share.replace(with: 1, where: share .> 1)
            share.replace(with: .nan, where: .!(below .> 0))
            sum += share
        }
        return ratios.count == 1 ? sum : sum / Double(ratios.count)
    }

    /// Whether resampling these rows says too little: a ratio of 0 or 1, which every draw repeats, or fewer than three rows
    /// below the line, which one draw in twenty lacks.
    func isSteady(_ tally: Tally) -> Bool {
        ratios.contains { ratio in
            let above = Set(ratio.numerator).reduce(0) { $0 + tally.masses[$1].count }
            let below = Set(ratio.denominator).reduce(0) { $0 + tally.masses[$1].count }
            return below < 3 || above == 0 || above == below
        }
    }
}

extension GroupMetric {
    /// The metric as a function of counts, or nil for one that needs scores or is no share.
    var countForm: CountForm? {
        switch id {
        case GroupMetric.f1.id:
            // TP at 4, FP at 1, FN at 3.
            CountForm(ratios: [.init(numerator: [4, 4], denominator: [4, 4, 1, 3])])
        case GroupMetric.balancedAccuracy.id:
            CountForm(ratios: [GroupMetric.truePositiveRate, .trueNegativeRate].flatMap { $0.countForm?.ratios ?? [] })
        default:
            isProportion ? CountForm(ratios: [contributions.ratio]) : nil
        }
    }

    /// The mean of the true and the false positive rate, which the average odds compare.
    static let averageOdds = CountForm(
        ratios: [truePositiveRate, falsePositiveRate].flatMap { $0.countForm?.ratios ?? [] })
}

extension [GroupMetric.Contribution] {
    fileprivate var ratio: CountForm.Ratio {
        .init(numerator: indices.filter { self[$0] == .success }, denominator: indices.filter { self[$0] != .outside })
    }
}
