/// A range of groups' values freed of the part that chance alone adds to it.
///
/// The highest of several noisy values lies above the highest true one, so that max − min overstates the gap: the more so
/// the more groups and the fewer rows (Lum, Zhang, Bower 2022).
public struct CorrectedRange: Sendable, Equatable {
    /// The range less its expected excess, never below 0.
    public var value: Double
    /// The interval of the true range, widened where needed so that it holds `value`.
    public var interval: Interval
    /// The standard deviation of the groups' true values: the root of the double-corrected variance.
    public var standardDeviation: Double
    /// The interval of the standard deviation.
    public var standardDeviationInterval: Interval

    /// Makes a correction from its parts.
    public init(value: Double, interval: Interval, standardDeviation: Double, standardDeviationInterval: Interval) {
        self.value = value
        self.interval = interval
        self.standardDeviation = standardDeviation
        self.standardDeviationInterval = standardDeviationInterval
    }
}
