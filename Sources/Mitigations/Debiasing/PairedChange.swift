internal import FairnessMetrics

/// How much a rate of the same rows changed from one model to another, with an interval that knows they are the same rows.
///
/// Of n rows, b are right in the second model alone and c in the first alone; the change is (b − c) / n. The interval adds half
/// a row to each of the four cells (Agresti, Min 2005): with m = n + 2 and b, c each half a row larger it is
/// (b − c) / m ± z √(b + c − (b − c)² / m) / m, cut to −1 and 1.
public struct PairedChange: Sendable, Hashable {
    /// The rate in the first model and in the second.
    public let before: Double, after: Double
    /// The rows.
    public let rows: Int
    /// The rows that changed to right and to wrong.
    public let gained: Int, lost: Int

    /// Compares two judgements of the same rows; nil if there are none.
    public init?(before: [Bool], after: [Bool]) {
        precondition(before.count == after.count, "\(before.count) and \(after.count) rows")
        guard !before.isEmpty else { return nil }
        rows = before.count
        self.before = Double(before.count { $0 }) / Double(rows)
        self.after = Double(after.count { $0 }) / Double(rows)
        gained = zip(before, after).count { !$0 && $1 }
        lost = zip(before, after).count { $0 && !$1 }
    }

    /// The change.
    public var value: Double { Double(gained - lost) / Double(rows) }

    /// Its interval at a critical value of the normal distribution, such as 1.96.
    public func interval(z: Double) -> (lower: Double, upper: Double) {
        let interval = PairedEstimates.shareInterval(
            sum: Double(gained - lost), squares: Double(gained + lost), n: Double(rows), z: z)
        return (interval.lower, interval.upper)
    }
}
