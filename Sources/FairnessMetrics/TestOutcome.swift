/// A test's statistic and what it says.
public struct TestOutcome: Sendable, Equatable {
    /// The statistic, chi-square distributed under the hypothesis.
    public var statistic: Double
    /// Its degrees of freedom.
    public var degreesOfFreedom: Int
    /// The probability of a statistic at least as large if the hypothesis holds.
    public var pValue: Double
    /// Holm's p-value over the family of tests that ask the same, if it has more than one member.
    public var adjustedPValue: Double?

    /// Makes a test's outcome.
    public init(statistic: Double, degreesOfFreedom: Int, pValue: Double, adjustedPValue: Double? = nil) {
        self.statistic = statistic
        self.degreesOfFreedom = degreesOfFreedom
        self.pValue = pValue
        self.adjustedPValue = adjustedPValue
    }
}
