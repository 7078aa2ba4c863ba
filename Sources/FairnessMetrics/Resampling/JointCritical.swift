internal import Glibc
internal import NumericalKernels

/// The critical value at which several intervals hold at once, from the largest studentized deviation of each draw.
///
/// Max-T over joint draws accounts for every dependence between the comparisons: shared groups, nested attributes, metrics
/// made of the same counts (Westfall, Young 1993). What cannot be resampled (a rate of 0 or 1, a metric of scores) enters
/// as if it were independent, with its own tail; the product errs to the safe side.
struct JointCritical {
    private let squaredMaxima: [Double]
    private let tails: [@Sendable (Double) -> Double]
    private let floor: Double
    private let ceiling: Double

    /// - Parameters:
    ///   - squaredMaxima: The square of the largest deviation of each draw; none where nothing is resampled.
    ///   - tails: For each part apart, the probability that it exceeds a critical value.
    ///   - floor: The critical value of a single comparison, below which none may fall.
    init(squaredMaxima: [Double], tails: [@Sendable (Double) -> Double], floor: Double) {
        self.squaredMaxima = squaredMaxima
        self.tails = tails
        self.floor = floor
        ceiling = max((squaredMaxima.max() ?? 0).squareRoot(), 40)
    }

    /// The least critical value, not below the floor, at which all hold with this confidence.
    func value(confidence: Double) -> Double {
        // The share of draws below has to reach the confidence, so that only the largest need to be in order.
        let count = squaredMaxima.count
        let before = max(0, Int(confidence * Double(count)) - 1)
        var sorted: [Double] = []
        if count > 0 {
            var values = squaredMaxima
            _ = OrderStatistics.select(before, in: &values)
            sorted = values[before...].map { $0.squareRoot() }.sorted()
        }
        func level(_ critical: Double) -> Double {
            let share = count == 0 ? 1 : Double(before + Self.count(of: sorted, upTo: critical)) / Double(count)
            return tails.reduce(share) { $0 * (1 - $1(critical)) }
        }
        var (low, high) = (floor, ceiling)
        if level(low) >= confidence { return low }
        while high - low > 1e-7 {
            let middle = 0.5 * (low + high)
            if level(middle) >= confidence { high = middle } else { low = middle }
        }
        return high
    }

    /// How many of the sorted values are at most `critical`.
    private static func count(of sorted: [Double], upTo critical: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= critical { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
