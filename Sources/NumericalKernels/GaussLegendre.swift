internal import Glibc

/// Nodes and weights that integrate polynomials exactly (Gauss 1814; Legendre's polynomials).
public enum GaussLegendre {
    /// Returns the rule with `count` nodes on [0, 1], exact for polynomials of degree `2 · count − 1`; O(count²).
    ///
    /// - Returns: `nodes`, ascending, and `weights`, positive, which add up to 1, `[count]` each.
    public static func rule(_ count: Int) -> (nodes: [Double], weights: [Double]) {
        precondition(count >= 1, "\(count) nodes")
        var nodes = [Double](repeating: 0, count: count)
        var weights = nodes
        for index in 0..<(count + 1) / 2 {
            // Newton's method from a guess near the root; roots come in pairs around 0.
            var root = cos(Double.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
            var slope = 0.0
            for _ in 0..<100 {
                var (value, before) = (1.0, 0.0)
                for degree in 1...count {
                    let next = (Double(2 * degree - 1) * root * value - Double(degree - 1) * before) / Double(degree)
                    (before, value) = (value, next)
                }
                slope = Double(count) * (root * value - before) / (root * root - 1)
                let step = value / slope
                root -= step
                if abs(step) <= 1e-15 { break }
            }
            if 2 * index + 1 == count { root = 0 }
            let weight = 1 / ((1 - root * root) * slope * slope)
            (nodes[index], weights[index]) = ((1 - root) / 2, weight)
            (nodes[count - 1 - index], weights[count - 1 - index]) = ((1 + root) / 2, weight)
        }
        return (nodes, weights)
    }
}
