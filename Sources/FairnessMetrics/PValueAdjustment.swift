/// Adjustments of p-values for testing several hypotheses at once.
public enum PValueAdjustment {
    /// Returns Holm's step-down adjusted p-values (1979), in the order given; controls the chance of any false finding.
    public static func holm(_ pValues: [Double]) -> [Double] {
        adjusted(pValues, ascending: true) { p, rank, total in p * Double(total - rank) }
    }

    /// Returns Benjamini and Hochberg's step-up adjusted p-values (1995), in the order given; controls the false discovery
    /// rate among independent or positively dependent tests.
    public static func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
        adjusted(pValues, ascending: false) { p, rank, total in p * Double(total) / Double(rank + 1) }
    }

    /// Returns Benjamini and Yekutieli's adjusted p-values (2001), in the order given; controls the false discovery rate
    /// whatever the dependence of the tests, at the price of a factor 1 + 1/2 + … + 1/m.
    public static func benjaminiYekutieli(_ pValues: [Double]) -> [Double] {
        let price = (0..<pValues.count).reduce(0.0) { $0 + 1 / Double($1 + 1) }
        return adjusted(pValues, ascending: false) { p, rank, total in p * price * Double(total) / Double(rank + 1) }
    }

    /// Walks the p-values in order of size and keeps the running maximum (ascending) or minimum (descending) of the
    /// scaled values, at most 1.
    private static func adjusted(
        _ pValues: [Double], ascending: Bool, scale: (_ p: Double, _ rank: Int, _ total: Int) -> Double
    ) -> [Double] {
        let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
        let ranked = Array(order.enumerated())
        var result = pValues
        var running = ascending ? 0.0 : 1.0
        for (rank, index) in ascending ? ranked : ranked.reversed() {
            let scaled = scale(pValues[index], rank, pValues.count)
            running = ascending ? max(running, scaled) : min(running, scaled)
            result[index] = min(1, running)
        }
        return result
    }
}
