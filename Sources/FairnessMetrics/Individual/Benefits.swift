/// The benefits b = 1 + ŷ − y that decisions gave (Speicher et al. 2018): 0 for a false negative, 1 for a decision that
/// is right, 2 for a false positive.
///
/// Additive like the tallies they come from. Rows without a label or a prediction have no benefit.
struct Benefits {
    /// The mass of rows with benefit 0, 1 and 2.
    let masses: [Mass]

    init(_ tally: Tally) {
        masses = [tally.falseNegatives, tally.truePositives + tally.trueNegatives, tally.falsePositives]
    }

    /// All rows that have a benefit.
    var total: Mass { masses.reduce(.zero, +) }

    /// Why nothing can be said of these benefits, or nil.
    var fault: String? { total.fault(ifEmpty: "no row has both a label and a prediction") }

    /// The weighted mean of `quantity` over the rows; kinds that no row has do not count, whatever their quantity is.
    func mean(_ quantity: (Double) -> Double) -> Double {
        let sum = masses.enumerated().reduce(0.0) { sum, kind in
            kind.element.weight > 0 ? sum + kind.element.weight * quantity(Double(kind.offset)) : sum
        }
        return sum / total.weight
    }

    /// μ, the mean benefit.
    var mean: Double { mean { $0 } }

    /// The mean benefit with its linearised interval within 0…2.
    func meanEstimate(z: Double) -> Estimate {
        if let fault { return .undefined(fault) }
        let mean = mean
        let kinds = masses.enumerated().map { (mass: $1, influence: Double($0) - mean) }
        return LinearisedStatistic(value: mean, kinds: kinds).estimate(z: z, bounds: Interval(0, 2))
    }
}
