internal import MatrixKernels

/// What the last steps say of a smooth objective's curvature (L-BFGS; Liu, Nocedal 1989).
package struct LimitedMemory {
    private var pairs: [(step: [Double], change: [Double], product: Double)] = []
    private var last: (point: [Double], slope: [Double])?
    private let capacity = 20

    /// Begins without a memory.
    package init() {}

    /// Takes in a point with its gradient, and returns a direction in which the objective falls.
    package mutating func direction(at point: [Double], slope: [Double]) -> [Double] {
        if let last {
            let step = zip(point, last.point).map { $0 - $1 }
            let change = zip(slope, last.slope).map { $0 - $1 }
            let product = step.dot(change)
            // Rounding may turn the sign where next to nothing changed.
            if product > 1e-14 * change.dot(change).squareRoot() * step.dot(step).squareRoot() {
                pairs.append((step, change, product))
            }
            if pairs.count > capacity { pairs.removeFirst() }
        }
        last = (point, slope)
        var result = slope.map { -$0 }
        var shares: [Double] = []
        for pair in pairs.reversed() {
            let share = pair.step.dot(result) / pair.product
            result = zip(result, pair.change).map { $0 - share * $1 }
            shares.append(share)
        }
        if let newest = pairs.last {
            let scale = newest.product / newest.change.dot(newest.change)
            result = result.map { scale * $0 }
        } else {
            // The first step goes no further than 1.
            let length = slope.dot(slope).squareRoot()
            if length > 1 { result = result.map { $0 / length } }
        }
        for (pair, share) in zip(pairs, shares.reversed()) {
            let rest = share - pair.change.dot(result) / pair.product
            result = zip(result, pair.step).map { $0 + rest * $1 }
        }
        return result
    }
}

extension [Double] {
    /// Σ a b.
    func dot(_ other: [Double]) -> Double {
        var sum = 0.0
        for index in indices { sum += self[index] * other[index] }
        return sum
    }
}
