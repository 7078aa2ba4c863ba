/// A quantity that is measured in each group: a value in the registry, not a type of its own.
public struct GroupMetric: Sendable {
    /// What a metric reads of a row.
    public enum Input: String, Sendable, CaseIterable {
        case label, prediction, score
    }

    /// The unit of a metric's values.
    public enum Scale: Sendable {
        /// None, or one of its own: the margin is taken as it is.
        case plain
        /// That of a numeric label: the margin counts its standard deviations.
        case outcome
        /// The square of that: the margin counts variances.
        case squaredOutcome
    }

    /// The id in `results.json` and on the command line, such as `false_positive_rate`.
    public let id: String
    /// The name in a report, such as `False positive rate`.
    public let name: String
    /// The formula in the field's notation, such as `FP / (FP + TN)`.
    public let formula: String
    /// What it asks, in a sentence for a reader who is not a statistician.
    public let question: String
    /// Who defined it, and who the interval or the comparison between groups where that is somebody else: names and years.
    public let source: String
    /// The columns it needs.
    public let inputs: Set<Input>
    /// The kinds of outcome that it is defined for.
    public let tasks: Set<AuditTask>
    /// The values it can take.
    public let range: Interval
    /// Whether a higher value is better for those who decide; nil where it is neither.
    public let isHigherBetter: Bool?
    /// Whether its values are shares between 0 and 1 that a report shows in percent.
    public let isShare: Bool
    /// An earlier metric of the registry that tests the same hypothesis: 1 minus this one, or its square.
    public let complement: String?
    /// The unit of its values, in which the margin is measured.
    public let scale: Scale
    /// Whether a ratio of two values means something.
    public let hasRatio: Bool
    /// Measures it in a cell.
    let measure: @Sendable (Tally) -> Measurement

    init(
        id: String, name: String, formula: String, question: String, source: String, inputs: Set<Input>,
        tasks: Set<AuditTask> = [.binary], range: Interval = Interval(0, 1), isHigherBetter: Bool? = nil,
        isShare: Bool = true, complement: String? = nil, scale: Scale = .plain, hasRatio: Bool = true,
        measure: @escaping @Sendable (Tally) -> Measurement
    ) {
        self.id = id
        self.name = name
        self.formula = formula
        self.question = question
        self.source = source
        self.inputs = inputs
        self.tasks = tasks
        self.range = range
        self.isHigherBetter = isHigherBetter
        self.isShare = isShare
        self.complement = complement
        self.scale = scale
        self.hasRatio = hasRatio
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
