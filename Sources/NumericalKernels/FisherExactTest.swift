/// Fisher's exact test of two proportions.
public enum FisherExactTest {
    /// Returns the two-sided p-value: the probability of all tables with these margins that are no likelier than this one.
    ///
    /// The table is `[[a, n1 − a], [b, n2 − b]]`. Probabilities come from the ratio of neighbours, outward from the mode,
    /// and are divided by their sum, so that no factorial is needed. A relative slack of 1e-7 counts ties as ties, as R and
    /// scipy do. Costs O(min(n1, n2, a + b)).
    public static func twoSided(successes a: Int, of n1: Int, against b: Int, of n2: Int) -> Double {
        precondition(0 <= a && a <= n1 && 0 <= b && b <= n2, "successes exceed trials: \(a) of \(n1), \(b) of \(n2)")
        let total = a + b
        let lowest = max(0, total - n2)
        let highest = min(total, n1)
        if lowest == highest { return 1 }
        let exact = Double(n1 + 1) * Double(total + 1) / Double(n1 + n2 + 2)
        let mode = min(max(Int(exact), lowest), highest)
        // Ratio p(x + 1) / p(x) of the hypergeometric distribution.
        func rise(_ x: Int) -> Double {
            Double(n1 - x) * Double(total - x) / (Double(x + 1) * Double(n2 - total + x + 1))
        }
        var probabilities = [Double](repeating: 0, count: highest - lowest + 1)
        probabilities[mode - lowest] = 1
        for x in stride(from: mode, to: highest, by: 1) {
            probabilities[x + 1 - lowest] = probabilities[x - lowest] * rise(x)
        }
        for x in stride(from: mode, to: lowest, by: -1) {
            probabilities[x - 1 - lowest] = probabilities[x - lowest] / rise(x - 1)
        }
        let limit = probabilities[a - lowest] * (1 + 1e-7)
        var all = 0.0
        var extreme = 0.0
        // Ascending order keeps the small terms.
        for probability in probabilities.sorted() {
            all += probability
            if probability <= limit { extreme += probability }
        }
        return min(1, extreme / all)
    }
}
