internal import NumericalKernels

/// A quantity of the same units before and after something was done to a model, and how much it changed.
///
/// The change is judged by the units' own differences, so that its interval knows that they are the same units.
public struct PairedEstimates: Sendable, Equatable {
    /// The quantity in the first model and in the second.
    public let before: Estimate, after: Estimate
    /// After − before.
    public let change: Estimate

    /// Takes a quantity before and after with its change, as a record holds them.
    public init(before: Estimate, after: Estimate, change: Estimate) {
        self.before = before
        self.after = after
        self.change = change
    }

    /// Fewer units than this are no basis for an interval.
    public static let fewest = 8

    /// Estimates a mean; each interval is Student's t (1908) over the units, within the range.
    ///
    /// - Parameters:
    ///   - before: The value of each unit, `[units]`, in units of the quantity.
    ///   - after: The same, `[units]`.
    ///   - range: What the values can be.
    ///   - confidence: The level of the intervals.
    ///   - what: What a unit is, for the reason why fewer than `fewest` units leave all undefined.
    public static func means(
        before: [Double], after: [Double], in range: ClosedRange<Double>, confidence: Double = 0.95, of what: String
    ) -> PairedEstimates {
        precondition(before.count == after.count, "\(before.count) and \(after.count) units")
        if let few = tooFew(before.count, what) { return few }
        let width = range.upperBound - range.lowerBound
        return PairedEstimates(
            before: mean(before, range, confidence), after: mean(after, range, confidence),
            change: mean(zip(before, after).map { $1 - $0 }, -width...width, confidence))
    }

    /// Estimates a share; before and after have Wilson's interval (1927), and the change that of Agresti and Min (2005).
    ///
    /// A unit may count in part, as where several decisions were made of it. With n units, m = n + 2 and Σd² the sum of the
    /// squared differences, the change is Σd / m ± z √((Σd² + 1) / m − (Σd / m)²) / √m: half a unit is added to those that
    /// gained and to those that lost, and one to those that stayed.
    ///
    /// - Parameters:
    ///   - before: The part of each unit that counts, `[units]`, 0 to 1.
    ///   - after: The same, `[units]`.
    ///   - confidence: The level of the intervals.
    ///   - what: What a unit is, for the reason why fewer than `fewest` units leave all undefined.
    public static func shares(
        before: [Double], after: [Double], confidence: Double = 0.95, of what: String
    ) -> PairedEstimates {
        precondition(before.count == after.count, "\(before.count) and \(after.count) units")
        if let few = tooFew(before.count, what) { return few }
        let n = Double(before.count)
        let z = NormalDistribution.twoSidedCritical(tail: 1 - confidence)
        func share(_ values: [Double]) -> Estimate {
            let sum = values.reduce(0, +)
            return .defined(
                Estimate.Value(
                    value: sum / n, interval: WilsonInterval.interval(sum / n, n: n, z: z), method: "wilson",
                    numerator: sum, denominator: n, effectiveSize: n))
        }
        let differences = zip(before, after).map { $1 - $0 }
        let sum = differences.reduce(0, +)
        let interval = shareInterval(sum: sum, squares: differences.reduce(0) { $0 + $1 * $1 }, n: n, z: z)
        return PairedEstimates(
            before: share(before), after: share(after),
            change: .defined(
                Estimate.Value(
                    value: sum / n, interval: interval, method: "agresti_min", denominator: n, effectiveSize: n)))
    }

    /// Agresti and Min's interval of the change of a share, within −1 and 1; see `shares`.
    ///
    /// - Parameters:
    ///   - sum: The sum of the units' differences.
    ///   - squares: The sum of their squares.
    ///   - n: How many units there are, or as many as would vary as much.
    ///   - z: The critical value.
    public static func shareInterval(sum: Double, squares: Double, n: Double, z: Double) -> Interval {
        let m = n + 2
        let half = z * (max(0, (squares + 1) / m - sum * sum / (m * m)) / m).squareRoot()
        return Interval(max(-1, min(sum / n, sum / m - half)), min(1, max(sum / n, sum / m + half)))
    }

    private static func tooFew(_ count: Int, _ what: String) -> PairedEstimates? {
        guard count < fewest else { return nil }
        let none = Estimate.undefined("\(count) \(what), where an interval needs at least \(fewest)")
        return PairedEstimates(before: none, after: none, change: none)
    }

    private static func mean(_ values: [Double], _ range: ClosedRange<Double>, _ confidence: Double) -> Estimate {
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
        let error = (variance / n).squareRoot()
        guard mean.isFinite, error.isFinite else { return .undefined("a value is not finite") }
        let half = error * StudentTDistribution.twoSidedCritical(tail: 1 - confidence, degreesOfFreedom: n - 1)
        return .defined(
            Estimate.Value(
                value: mean, interval: Interval(mean - half, mean + half).clamped(to: range), method: "student_t",
                denominator: n, effectiveSize: n, standardError: error))
    }
}

extension PairedEstimates {
    /// What became of a quantity that is better small.
    public enum Outcome: String, Sendable, CaseIterable {
        /// The interval of the change lies below 0.
        case shrank
        /// It lies above 0.
        case grew
        /// Nothing changed in any unit.
        case same
        /// The interval reaches both sides, or there is none.
        case cannotTell = "cannot_tell"
    }

    /// What became of it.
    public var outcome: Outcome {
        guard let change = change.defined else { return .cannotTell }
        if change.interval.upper < 0 { return .shrank }
        if change.interval.lower > 0 { return .grew }
        return change.interval.lower == 0 && change.interval.upper == 0 ? .same : .cannotTell
    }
}
