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

extension LimitedMemory {
    /// Where a walk down came to.
    package struct Minimum: Sendable {
        /// The point.
        package let point: [Double]
        /// What was made small, there.
        package let value: Double
        /// The steps taken.
        package let steps: Int
        /// Whether the last direction promised next to nothing.
        package let isConverged: Bool
    }

    /// Walks down a smooth function, each step halved until it falls by enough of what its slope promises (Armijo).
    ///
    /// - Parameters:
    ///   - start: Where to begin.
    ///   - maximumSteps: The most steps.
    ///   - tolerance: What a step must promise to be taken, relative to the function's value or to 1 if that is more.
    ///   - evaluate: The function at a point, with its gradient.
    /// - Returns: The lowest point that the walk came to: a local minimum, if it ended of itself.
    package static func minimum(
        from start: [Double], maximumSteps: Int, tolerance: Double = 1e-9,
        of evaluate: ([Double]) throws -> (value: Double, slope: [Double])
    ) rethrows -> Minimum {
        var (point, current) = (start, try evaluate(start))
        var memory = LimitedMemory()
        for step in 0..<maximumSteps {
            let direction = memory.direction(at: point, slope: current.slope)
            let fall = -direction.dot(current.slope)
            guard fall > tolerance * max(1, abs(current.value)) else {
                return Minimum(point: point, value: current.value, steps: step, isConverged: true)
            }
            var (share, moved, next) = (1.0, point, current)
            repeat {
                moved = zip(point, direction).map { $0 + share * $1 }
                next = try evaluate(moved)
                if next.value <= current.value - 1e-4 * share * fall { break }
                share /= 2
            } while share > 1e-8
            guard share > 1e-8 else {
                return Minimum(point: point, value: current.value, steps: step, isConverged: false)
            }
            (point, current) = (moved, next)
        }
        return Minimum(point: point, value: current.value, steps: maximumSteps, isConverged: false)
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
