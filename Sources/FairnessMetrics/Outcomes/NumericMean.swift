internal import Glibc

extension Tally {
    /// Measures the mean of a column of numbers over the rows that have it, with Student's interval.
    func mean(of column: NumericColumn, otherwise reason: String) -> Measurement {
        guard let numbers else { return .undefined(reason) }
        let parts = numbers.values(of: column).map { (list: $0, label: Outcome.missing) }
        return ScoreMean.measure(
            parts, bounds: Interval(-.infinity, .infinity), imagined: ScoreSample.extremes(of: parts),
            noun: "value", otherwise: reason
        ) { value, _ in value }
    }

    /// Measures the mean of a quantity of the error that is never negative, such as its square.
    ///
    /// Errors are skewed: the interval reaches further up than down, see `SamplingModel.positive`.
    func meanOfError(_ quantity: (Double) -> Double) -> Measurement {
        guard let numbers else { return .undefined(Tally.noPair) }
        let parts = numbers.values(of: .error).map { (list: $0, label: Outcome.missing) }
        let measured = ScoreMean.measure(
            parts, bounds: Interval(0, .infinity), noun: "error", otherwise: Tally.noPair
        ) { error, _ in quantity(error) }
        guard case .sampled(var sampled) = measured,
            case .mean(let error, let degreesOfFreedom, _, _) = sampled.model
        else { return measured }
        var largest = 0.0
        for score in parts.flatMap(\.list.scores) { largest = max(largest, quantity(score)) }
        sampled.model = .positive(
            standardError: error, degreesOfFreedom: degreesOfFreedom, imagined: largest, isComplement: false)
        return .sampled(sampled)
    }

    static let noPair = "no row has both a label and a prediction"
}
