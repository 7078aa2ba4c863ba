/// How far two lists order the same things alike.
public enum RankCorrelation {
    /// Returns Kendall's τ-b: agreeing less disagreeing pairs, over the geometric mean of the pairs that either list orders.
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
}
