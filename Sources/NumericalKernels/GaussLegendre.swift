internal import Glibc

/// The nodes and weights of Gauss's quadrature on −1…1.
///
/// Σ wᵢ f(xᵢ) is ∫ f for every polynomial of a degree below twice the number of nodes.
public struct GaussLegendre: Sendable {
    /// The roots of the Legendre polynomial, ascending.
    public let nodes: [Double]
    /// Positive; they add up to 2.
    public let weights: [Double]

    /// Makes the rule of `count` nodes, at least 1, by Newton's method on the three-term recurrence. Costs O(count²).
    public init(count: Int) {
        precondition(count >= 1, "a rule of \(count) nodes")
        let order = Double(count)
        var rule = [(node: Double, weight: Double)]()
        for index in 0..<count {
            var x = -cos(Double.pi * (Double(index) + 0.75) / (order + 0.5))
            var slope = 0.0
            for _ in 0..<100 {
                var (value, before) = (x, 1.0)
                for degree in stride(from: 2.0, through: order, by: 1) {
                    (value, before) = (((2 * degree - 1) * x * value - (degree - 1) * before) / degree, value)
                }
                slope = order * (x * value - before) / (x * x - 1)
                let step = value / slope
                x -= step
                if abs(step) < 1e-15 { break }
            }
            rule.append((x, 2 / ((1 - x * x) * slope * slope)))
        }
        nodes = rule.map(\.node)
        weights = rule.map(\.weight)
    }
}
