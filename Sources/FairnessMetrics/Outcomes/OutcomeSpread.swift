/// How far a numeric outcome spreads over everybody: the yardstick of margins in a regression audit.
public struct OutcomeSpread: Sendable, Equatable {
    /// The column measured: the label, or the prediction where there is no label.
    public var column: NumericColumn
    /// √(Σ w (x − mean)² / Σ w) over the rows that have a value.
    public var deviation: Double

    /// Makes a spread that is known.
    public init(column: NumericColumn, deviation: Double) {
        self.column = column
        self.deviation = deviation
    }

    /// Measures the spread among the rows of a tally; nil if there is no numeric outcome, or no two different values.
    init?(_ tally: Tally) {
        guard let numbers = tally.numbers else { return nil }
        for column in [NumericColumn.label, .prediction] {
            guard numbers.values(of: column).contains(where: { $0.count > 0 }) else { continue }
            guard let deviation = numbers.deviation(of: column) else { return nil }
            self.init(column: column, deviation: deviation)
            return
        }
        return nil
    }

    /// Returns the margin of a metric, in its unit.
    ///
    /// - Parameters:
    ///   - margin: The margin in standard deviations, or in variances for a squared unit.
    ///   - metric: Whose unit is meant; a rate has none, and its margin stays as it is.
    public func margin(_ margin: Double, of metric: GroupMetric) -> Double {
        margin * (MarginScale(metric.scale, of: self, margin)?.unit ?? 1)
    }
}

/// What the margin of a difference counts, where it is not the metric's plain unit.
struct MarginScale: Sendable {
    /// The size of one of these units.
    var unit: Double
    /// The margin in words, such as `0.05 standard deviations of the label (0.1616)`.
    var words: String

    init?(_ scale: GroupMetric.Scale, of outcome: OutcomeSpread, _ margin: Double) {
        let name: String
        switch scale {
        case .plain: return nil
        case .outcome: (unit, name) = (outcome.deviation, "standard deviations")
        case .squaredOutcome: (unit, name) = (outcome.deviation * outcome.deviation, "variances")
        }
        let size = NumberText.significant(margin * unit)
        words = "\(NumberText.short(margin)) \(name) of the \(outcome.column.rawValue) (\(size))"
    }
}
