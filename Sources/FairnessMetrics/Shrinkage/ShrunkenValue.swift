/// A rate of a small cell drawn towards what the other cells lead one to expect.
///
/// The plain rate of a cell of five people says more about chance than about the cell; this one has the smaller error
/// over all cells together (Morris 1983), and is what cells should be ranked by.
public struct ShrunkenValue: Sendable, Equatable {
    /// The posterior mean of the cell's rate.
    public var value: Double
    /// The central posterior interval at the confidence of the assessment.
    public var interval: Interval
    /// How it was made: `beta_binomial_logit` or `beta_binomial`.
    public var method: String
    /// The share of the value that comes from the cell's own rows, n / (n + r) averaged over r; the rest is expectation.
    public var weightOnOwnData: Double

    /// Makes a value from its parts.
    public init(value: Double, interval: Interval, method: String, weightOnOwnData: Double) {
        self.value = value
        self.interval = interval
        self.method = method
        self.weightOnOwnData = weightOnOwnData
    }

    /// The same of the rate that is 1 minus this one.
    var complement: ShrunkenValue {
        ShrunkenValue(
            value: 1 - value, interval: Interval(1 - interval.upper, 1 - interval.lower), method: method,
            weightOnOwnData: weightOnOwnData)
    }
}
