/// Order statistics and quantiles without sorting everything.
public enum OrderStatistics {
    /// Returns the quantile at `probability` with straight lines between the order statistics (type 7 of Hyndman, Fan 1996).
    ///
    /// - Parameters:
    ///   - probability: 0 to 1; what lies outside counts as the nearer end.
    ///   - values: At least one, none NaN; their order is changed. O(n) on average.
    public static func quantile(_ probability: Double, of values: inout [Double]) -> Double {
        precondition(!values.isEmpty, "a quantile of nothing")
        return between(min(max(probability, 0), 1) * Double(values.count - 1), &values)
    }

    /// Returns the quantiles of the same type at two probabilities, fast where they lie in the tails.
    ///
    /// - Parameters:
    ///   - first: The first probability, 0 to 1.
    ///   - second: The second probability, 0 to 1; the order of the two is free.
    ///   - values: At least one, none NaN. O(n), about two comparisons for each.
    public static func quantiles(_ first: Double, _ second: Double, of values: [Double]) -> (Double, Double) {
        precondition(!values.isEmpty, "a quantile of nothing")
        // A few of the values show roughly where a tail begins.
        let stride = max(1, values.count / 128)
        var (sum, squares, count) = (0.0, 0.0, 0.0)
        for index in Swift.stride(from: 0, to: values.count, by: stride) {
            sum += values[index]
            squares += values[index] * values[index]
            count += 1
        }
        let mean = sum / count
        let deviation = max(0, squares / count - mean * mean).squareRoot()
        func quantile(_ probability: Double) -> Double {
            let place = min(max(probability, 0), 1) * Double(values.count - 1)
            let isLow = probability < 0.5
            let reach = isLow ? min(0.5, probability + 0.03) : max(0.5, probability - 0.03)
            let cut = mean + NormalDistribution.quantile(min(max(reach, 0.03), 0.97)) * deviation
            var tail = values.filter { isLow ? $0 <= cut : $0 >= cut }
            // How many values lie before the tail.
            let before = isLow ? 0 : values.count - tail.count
            let index = Int(place) - before
            // The value next to the place has to be in the tail, too.
            guard index >= 0, index + 1 < tail.count || before + tail.count == values.count && index < tail.count else {
                tail = values
                return Self.quantile(probability, of: &tail)
            }
            return between(place - Double(before), &tail)
        }
        return (quantile(first), quantile(second))
    }

    /// The value at a place that need not be whole.
    private static func between(_ place: Double, _ values: inout [Double]) -> Double {
        let index = Int(place)
        let low = select(index, in: &values)
        guard index + 1 < values.count, place > Double(index) else { return low }
        // Everything behind the place is no smaller, so that its least is the next.
        let high = values[(index + 1)...].min() ?? low
        return low + (place - Double(index)) * (high - low)
    }

    /// Returns the value that would stand at `index` if all were sorted, and moves it there with no larger one before it and
    /// no smaller one behind it (Hoare 1961).
    public static func select(_ index: Int, in values: inout [Double]) -> Double {
        precondition(values.indices.contains(index), "place \(index) of \(values.count)")
        var (low, high) = (0, values.count - 1)
        var span = values.mutableSpan
        while low < high {
            // The median of three, so that sorted values do not take quadratic time.
            let (a, b, c) = (span[low], span[(low + high) / 2], span[high])
            let pivot = max(min(a, b), min(max(a, b), c))
            var (i, j) = (low, high)
            while i <= j {
                while span[i] < pivot { i += 1 }
                while span[j] > pivot { j -= 1 }
                if i <= j {
                    span.swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if index <= j { high = j } else if index >= i { low = i } else { break }
        }
        return span[index]
    }
}
