/// Metrics that count some rows among others, so that one row tells all that it adds.
extension GroupMetric {
    /// What a row with a given label and prediction adds to a proportion.
    enum Contribution: UInt8, Sendable {
        /// Below the line only.
        case failure = 0
        /// Above and below the line.
        case success = 1
        /// Nothing.
        case outside = 2
    }

    /// Whether the metric is a share of rows: a numerator counted among a denominator.
    public var isProportion: Bool { contributions.contains { $0 != .outside } }

    /// What rows add, `[9]`, at `3 × label + prediction`; nothing at all for a metric that is no proportion.
    var contributions: [Contribution] {
        Outcome.allCases.flatMap { label in
            Outcome.allCases.map { prediction in
                var tally = Tally()
                tally.add(Mass(count: 1), label: label, prediction: prediction)
                guard case .sampled(let sampled) = measure(tally), case .proportion = sampled.model,
                    let numerator = sampled.numerator, let denominator = sampled.denominator, denominator.count == 1
                else { return .outside }
                return numerator.count == 1 ? .success : .failure
            }
        }
    }

    /// The metric that a search takes unless one is named: accuracy, else the selection rate, else the base rate.
    public static func searched(with inputs: Set<Input>) -> GroupMetric? {
        [accuracy, selectionRate, baseRate].first { $0.inputs.isSubset(of: inputs) }
    }
}
