/// A quantity that is measured in each group: a value in the registry, not a type of its own.
public struct GroupMetric: Sendable {
    /// What a metric reads of a row.
    public enum Input: String, Sendable, CaseIterable {
        case label, prediction, score
    }

    /// The id in `results.json` and on the command line, such as `false_positive_rate`.
    public let id: String
    /// The name in a report, such as `False positive rate`.
    public let name: String
    /// The formula in the field's notation, such as `FP / (FP + TN)`.
    public let formula: String
    /// What it asks, in a sentence for a reader who is not a statistician.
    public let question: String
    /// The columns it needs.
    public let inputs: Set<Input>
    /// The values it can take.
    public let range: Interval
    /// Whether a higher value is better for those who decide; nil where it is neither.
    public let isHigherBetter: Bool?
    /// Whether its values are shares between 0 and 1 that a report shows in percent.
    public let isShare: Bool
    /// The metric that is 1 minus this one and so tests the same hypothesis, if an earlier one of the registry does.
    public let complement: String?
    /// Measures it in a cell.
    let measure: @Sendable (Tally) -> Measurement

    init(
        id: String, name: String, formula: String, question: String, inputs: Set<Input>,
        range: Interval = Interval(0, 1), isHigherBetter: Bool? = nil, isShare: Bool = true, complement: String? = nil,
        measure: @escaping @Sendable (Tally) -> Measurement
    ) {
        self.id = id
        self.name = name
        self.formula = formula
        self.question = question
        self.inputs = inputs
        self.range = range
        self.isHigherBetter = isHigherBetter
        self.isShare = isShare
        self.complement = complement
        self.measure = measure
    }

    /// Returns the metric's value in a cell.
    ///
    /// - Parameters:
    ///   - tally: The cell.
    ///   - confidence: The level of the interval, between 0 and 1.
    public func estimate(in tally: Tally, confidence: Double = 0.95) -> Estimate {
        measure(tally).estimate(z: CriticalValue.single(confidence: confidence))
    }
}
