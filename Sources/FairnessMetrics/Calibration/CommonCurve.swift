internal import Glibc

/// The chance of a positive label as one curve of the score, common to all groups: log odds that are a chain of
/// straight lines, with a value of their own for scores of exactly 0 and 1.
struct CommonCurve {
    /// Where each entry lies: before which knot, and how far on the way to the next, 0 to 1.
    private(set) var piece: [Int] = []
    private(set) var part: [Double] = []
    /// The number of coefficients: one for each knot, and one each for 0 and 1.
    let width: Int
    /// The fitted chance of each entry.
    private(set) var chances: [Double] = []

    /// The precision of the weak prior about 0 that keeps a stretch without positives from running to minus infinity.
    private static let ridge = 1e-9

    /// Fits the curve by Newton's method to entries at `positions`, infinite for scores of 0 and 1.
    ///
    /// - Parameter knots: Ascending; the first and the last are the lowest and the highest finite position.
    init(positions: [Double], labels: [Double], weights: [Double], knots: [Double]) {
        width = max(1, knots.count) + 2
        for position in positions {
            guard position.isFinite, knots.count > 1 else {
                piece.append(position.isFinite ? 0 : position < 0 ? width - 2 : width - 1)
                part.append(0)
                continue
            }
            var index = 0
            while index < knots.count - 2, position > knots[index + 1] { index += 1 }
            piece.append(index)
            part.append((position - knots[index]) / (knots[index + 1] - knots[index]))
        }
        fit(labels, weights)
    }

    /// The knots among `candidates`: the ends, and no more between them than one for ten of the rarer label.
    static func knots(among candidates: [Double], positions: [Double], rarer: Double) -> [Double] {
        let finite = positions.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max(), high - low > 1e-9 * max(1, abs(low), abs(high)) else {
            return finite.first.map { [$0] } ?? []
        }
        let reach = 1e-6 * (high - low)
        var inner: [Double] = []
        for candidate in candidates where candidate > low + reach && candidate < high - reach {
            if candidate - (inner.last ?? low) > reach { inner.append(candidate) }
        }
        let allowed = max(0, min(inner.count, Int(rarer / 10) - 2))
        let chosen = (0..<allowed).map { inner[(2 * $0 + 1) * inner.count / (2 * allowed)] }
        return [low] + chosen + [high]
    }

    /// Calls `body` for the one or two coefficients that entry `index` has.
    @inline(__always)
    func forEachCoefficient(of index: Int, _ body: (Int, Double) -> Void) {
        let share = part[index]
        if share < 1 { body(piece[index], 1 - share) }
        if share > 0 { body(piece[index] + 1, share) }
    }

    /// Σ factor b bᵀ over all entries, `[width, width]`, b being an entry's coefficients.
    func crossProduct(_ factor: (Int) -> Double) -> [Double] {
        var matrix = Array(repeating: 0.0, count: width * width)
        for index in piece.indices {
            let value = factor(index)
            forEachCoefficient(of: index) { i, a in
                forEachCoefficient(of: index) { j, b in matrix[i * width + j] += value * a * b }
            }
        }
        return matrix
    }

    /// The factored information of the coefficients, the prior's included.
    func information(_ weights: [Double]) -> SemidefiniteFactor {
        var matrix = crossProduct { weights[$0] * chances[$0] * (1 - chances[$0]) }
        for index in 0..<width { matrix[index * width + index] += CommonCurve.ridge }
        return SemidefiniteFactor(matrix, scale: Array(repeating: 0, count: width))
    }

    private mutating func fit(_ labels: [Double], _ weights: [Double]) {
        let total = weights.reduce(0, +)
        let positives = zip(labels, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let base = (positives + 0.5) / (total + 1)
        var coefficients = Array(repeating: log(base / (1 - base)), count: width)
        var step = Array(repeating: 0.0, count: width)
        var previous = Double.infinity
        for _ in 0..<200 {
            chances = piece.indices.map { index in
                var odds = 0.0
                forEachCoefficient(of: index) { odds += coefficients[$0] * $1 }
                return 1 / (1 + exp(-odds))
            }
            var score = coefficients.map { -CommonCurve.ridge * $0 }
            for index in piece.indices {
                let residual = weights[index] * (labels[index] - chances[index])
                forEachCoefficient(of: index) { score[$0] += residual * $1 }
            }
            let next = information(weights).solve(score)
            let gain = zip(next, score).reduce(0) { $0 + $1.0 * $1.1 }
            if gain < 1e-16 * total { return }
            if gain <= previous {
                previous = gain
                step = next
            } else {
                // Too far: the likelihood is concave, so that half the step gains again.
                for index in coefficients.indices { coefficients[index] -= step[index] }
                step = step.map { $0 / 2 }
            }
            for index in coefficients.indices { coefficients[index] += step[index] }
        }
    }
}
