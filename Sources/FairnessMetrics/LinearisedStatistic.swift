/// A statistic of weighted rows, known by its value and by how much a row of each kind moves it.
///
/// The influence of a row is the statistic's derivative in the row's share of the weight; weighted over all rows it sums
/// to 0.
struct LinearisedStatistic {
    var value: Double
    /// Rows that move the value alike.
    var kinds: [(mass: Mass, influence: Double)]

    /// The statistic as a mean: its value and the influences about it.
    ///
    /// Variance Σ w² I² / (Σ w)² · n / (n − 1) with Kish's n. Each end of the interval allows for one more row of the kind
    /// that moves the value farthest, so that it has a length even where no row of that kind was seen.
    ///
    /// - Parameter bounds: What the quantity cannot leave.
    func sampled(bounds: Interval) -> Sampled {
        var total = Mass.zero
        var squares = 0.0
        var reach = Interval(0, 0)
        for (mass, influence) in kinds {
            total += mass
            squares += mass.squaredWeight * influence * influence
            reach = Interval(min(reach.lower, influence), max(reach.upper, influence))
        }
        let size = total.effectiveSize
        let error = size > 1 ? (squares / (size - 1) * size).squareRoot() / total.weight : 0
        return Sampled(
            value: value, effectiveSize: size,
            model: .mean(
                standardError: error, degreesOfFreedom: size - 1, bounds: bounds,
                imagined: Interval(value + reach.lower, value + reach.upper)), denominator: total)
    }

    /// The statistic with its interval at critical value `z`.
    func estimate(z: Double, bounds: Interval) -> Estimate { sampled(bounds: bounds).estimate(z: z, "linearised_t") }
}

extension Sampled {
    /// The estimate with its interval at critical value `z`, the method under a name of its own.
    func estimate(z: Double, _ method: String) -> Estimate {
        .defined(
            Estimate.Value(
                value: value, interval: interval(z: z), method: method, numerator: numerator?.weight,
                denominator: denominator?.weight, effectiveSize: effectiveSize, standardError: standardError))
    }
}
