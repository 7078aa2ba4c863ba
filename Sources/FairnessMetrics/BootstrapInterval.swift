/// An interval by resampling the counts, beside the analytic one.
public struct BootstrapInterval: Sendable, Equatable {
    /// How the draws became an interval.
    public enum Method: String, Sendable, CaseIterable {
        /// Bias-corrected and accelerated (Efron 1987).
        case bca
        /// The quantiles of the draws, where the jackknife that BCa needs is undefined (Efron 1979).
        case percentile
        /// The analytic intervals of all pairs at the critical value of the largest studentized draw, which contain the
        /// estimate of a range as no quantile of resampled ranges does (Westfall, Young
        /// 1993).
        case maxT = "max_t"

        /// How it is made, in a sentence.
        public var explanation: String {
            switch self {
            case .bca: "Of a rate: quantiles of the draws, corrected for bias and skewness (Efron 1987)."
            case .percentile: "Of a rate whose jackknife is undefined: the plain quantiles of the draws (Efron 1979)."
            case .maxT:
                "Of a gap: the intervals of all pairs at the critical value that the joint draws give (Westfall, Young 1993)."
            }
        }
    }

    /// The interval; contains the estimate for `maxT`.
    public var interval: Interval
    /// How it was made.
    public var method: Method
    /// The draws in which the quantity was defined.
    public var draws: Int

    /// Makes an interval from its parts.
    public init(interval: Interval, method: Method, draws: Int) {
        self.interval = interval
        self.method = method
        self.draws = draws
    }
}
