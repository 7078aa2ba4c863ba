/// How far two lists of numbers agree in their order.
public enum RankCorrelation {
    /// Returns the correlation of the ranks (Spearman 1904), from −1 to 1; equal numbers share the mean of their ranks. Nil if
    /// one of the lists has no two different numbers, or if there is one that is not a number.
    public static func spearman(_ first: [Double], _ second: [Double]) -> Double? {
        precondition(first.count == second.count, "\(first.count) numbers beside \(second.count)")
        guard !first.contains(where: \.isNaN) && !second.contains(where: \.isNaN) else { return nil }
        let (a, b) = (ranks(first), ranks(second))
        let mean = Double(first.count - 1) / 2
        var (both, ofFirst, ofSecond) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            both += (x - mean) * (y - mean)
            ofFirst += (x - mean) * (x - mean)
            ofSecond += (y - mean) * (y - mean)
        }
        guard ofFirst > 0 && ofSecond > 0 else { return nil }
        return max(-1, min(1, both / (ofFirst * ofSecond).squareRoot()))
    }

    /// Returns Kendall's τ-b: agreeing less disagreeing pairs, over the geometric mean of the pairs that either list orders
    /// (Kendall 1945).
    ///
    /// - Returns: −1…1, or nil if a list has no two different values. Costs O(n²).
    public static func kendall(_ first: [Double], _ second: [Double]) -> Double? {
        precondition(first.count == second.count, "\(first.count) values against \(second.count)")
        var (agreeing, ordered, orderedToo) = (0, 0, 0)
        for index in first.indices {
            for other in 0..<index {
                let a = (first[index] > first[other] ? 1 : 0) - (first[index] < first[other] ? 1 : 0)
                let b = (second[index] > second[other] ? 1 : 0) - (second[index] < second[other] ? 1 : 0)
                agreeing += a * b
                ordered += a * a
                orderedToo += b * b
            }
        }
        guard ordered > 0, orderedToo > 0 else { return nil }
        return Double(agreeing) / (Double(ordered) * Double(orderedToo)).squareRoot()
    }

    /// Returns the place of each number in ascending order, from 0; equal numbers share their mean place.
    public static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var result = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count && values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { result[order[place]] = Double(start + end - 1) / 2 }
            start = end
        }
        return result
    }
}
