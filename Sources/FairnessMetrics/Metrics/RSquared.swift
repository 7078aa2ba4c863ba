extension GroupMetric {
    /// 1 − Σ (ŷ − y)² / Σ (y − mean y)², with the mean of the group itself: the share of the label's variance within the
    /// group that the prediction explains; below 0 where the group's mean would predict better.
    ///
    /// Undefined where all labels are the same or all predictions right. The unexplained share A / B, with A = mean
    /// (ŷ − y)² and B the variance of y, moves by (e² / A − (y − mean y)² / B) A / B for a row; the interval takes the
    /// spread of that (linearised).
    ///
    /// Wright's coefficient of determination (1921), in the first of the forms that Kvålseth (1985) tells apart.
    public static let rSquared = GroupMetric(
        id: "r_squared", name: "R squared", formula: "1 − Σ (ŷ − y)² / Σ (y − ȳ)²",
        question: "How much of the differences between people of the group does the prediction explain?",
        source: "Wright 1921; of the forms the first of Kvålseth 1985",
        inputs: [.label, .prediction], tasks: [.regression], range: Interval(-.infinity, 1), isHigherBetter: true,
        isShare: false, hasRatio: false
    ) { tally in
        let pairs = tally.numbers?.pairs ?? []
        var mass = Mass.zero
        var sum = 0.0
        for pair in pairs {
            mass += Mass(count: 1, weight: pair.weight, squaredWeight: pair.weight * pair.weight)
            sum += pair.weight * pair.label
        }
        if let fault = mass.fault(ifEmpty: Tally.noPair) { return .undefined(fault) }
        let size = mass.effectiveSize
        guard size - 1 >= ScoreMean.fewestDegreesOfFreedom else { return .undefined("one row alone does not vary") }
        let mean = sum / mass.weight
        var (residual, total) = (0.0, 0.0)
        for pair in pairs {
            residual += pair.weight * pair.error * pair.error
            total += pair.weight * (pair.label - mean) * (pair.label - mean)
        }
        guard total.squareRoot() > 1e-14 * abs(mean) * mass.weight.squareRoot() else {
            return .undefined("every row has the same label, so there is nothing to explain")
        }
        guard residual > 0 else { return .undefined("every prediction is right, which does not show its spread") }
        guard residual < 1e140, total < 1e140 else { return .undefined("the values are too large to be squared") }
        let share = residual / total
        var squares = 0.0
        for pair in pairs {
            let deviation = pair.label - mean
            let influence = pair.weight * (pair.error * pair.error / residual - deviation * deviation / total)
            squares += influence * influence
        }
        return .sampled(
            Sampled(
                value: 1 - share, effectiveSize: size,
                model: .positive(
                    standardError: share * (squares * size / (size - 1)).squareRoot(), degreesOfFreedom: size - 1,
                    imagined: nil, isComplement: true),
                denominator: mass))
    }
}
