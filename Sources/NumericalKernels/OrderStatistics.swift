/// Order statistics and quantiles without sorting everything.
public enum OrderStatistics {
    /// Returns the quantile at `probability` with straight lines between the order statistics (type 7 of Hyndman, Fan 1996).
    ///
    /// - Parameter values: At least one, none NaN; their order is changed. O(n) on average.
    public static func quantile(_ probability: Double, of values: inout [Double]) -> Double {
        precondition(!values.isEmpty, "a quantile of nothing")
        let place = min(max(probability, 0), 1) * Double(values.count - 1)
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
