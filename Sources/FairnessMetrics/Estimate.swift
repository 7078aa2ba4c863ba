/// A measured quantity: a value with its interval and how it came about, or the reason why there is none.
///
/// An undefined estimate never enters a minimum, a maximum or a comparison; whoever aggregates says how many were left
/// out.
public enum Estimate: Sendable, Equatable {
    /// The quantity could be estimated.
    case defined(Value)
    /// The quantity has no value on these data; the text says why, in words a reader can use.
    case undefined(String)

    /// What is known of a quantity that could be estimated.
    public struct Value: Sendable, Equatable {
        /// The point estimate.
        public var value: Double
        /// The confidence interval at the level of the assessment; contains `value`.
        public var interval: Interval
        /// How the interval was made: `wilson`, `delong_logit`, …
        public var method: String
        /// The (weighted) count above the line, for proportions.
        public var numerator: Double?
        /// The (weighted) count below the line, for proportions; for other quantities the (weighted) rows used.
        public var denominator: Double?
        /// The number of rows that carry the information: the denominator, or Kish's effective size under weights.
        public var effectiveSize: Double
        /// The standard error on the scale of `value`; nil for an exact count.
        public var standardError: Double?

        /// Makes an estimate from its parts.
        public init(
            value: Double, interval: Interval, method: String, numerator: Double? = nil, denominator: Double? = nil,
            effectiveSize: Double, standardError: Double? = nil
        ) {
            self.value = value
            self.interval = interval
            self.method = method
            self.numerator = numerator
            self.denominator = denominator
            self.effectiveSize = effectiveSize
            self.standardError = standardError
        }
    }

    /// The estimate's parts, or nil if it is undefined.
    public var defined: Value? {
        if case .defined(let value) = self { value } else { nil }
    }

    /// The point estimate, or nil if it is undefined.
    public var value: Double? { defined?.value }

    /// Why there is no value, or nil if there is one.
    public var undefinedReason: String? {
        if case .undefined(let reason) = self { reason } else { nil }
    }
}
