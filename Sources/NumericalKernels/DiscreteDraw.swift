internal import Glibc

/// Draws from distributions of counts with one peak, by inversion that begins at the peak: exact, in O(1 + standard
/// deviation).
public struct DiscreteDraw: Sendable {
    private let mode: Int
    private let peak: Double
    /// P(k + 1) / P(k) = (a − k) (b − k) / ((k + 1) (c + k + 1)) · factor.
    private let a: Double
    private let b: Double
    private let c: Double
    private let isHypergeometric: Bool
    private let factor: Double

    /// The number of successes among `trials` that each succeed with `probability`.
    public init(trials: Int, probability: Double) {
        precondition(trials >= 0 && (0...1).contains(probability), "\(trials) trials of probability \(probability)")
        let n = Double(trials)
        isHypergeometric = false
        (a, b, c) = (n, 0, 0)
        guard probability > 0, probability < 1 else {
            mode = probability > 0 ? trials : 0
            peak = 1
            factor = 0
            return
        }
        mode = min(trials, Int((n + 1) * probability))
        factor = probability / (1 - probability)
        let k = Double(mode)
        peak = exp(
            DiscreteDraw.logChoose(n, k) + k * log(probability) + (n - k) * log1p(-probability))
    }

    /// The number of successes among `drawn` members taken without replacement from `population`, `successes` of which
    /// succeed.
    public init(population: Int, successes: Int, drawn: Int) {
        precondition(
            (0...population).contains(successes) && (0...population).contains(drawn),
            "\(drawn) drawn of \(population) with \(successes) successes")
        isHypergeometric = true
        factor = 1
        (a, b, c) = (Double(successes), Double(drawn), Double(population - successes - drawn))
        let lowest = max(0, drawn - (population - successes))
        let highest = min(drawn, successes)
        let centre = Int((Double(drawn) + 1) * (Double(successes) + 1) / (Double(population) + 2))
        mode = min(max(centre, lowest), highest)
        let k = Double(mode)
        peak = exp(
            DiscreteDraw.logChoose(a, k) + DiscreteDraw.logChoose(Double(population) - a, b - k)
                - DiscreteDraw.logChoose(Double(population), b))
    }

    /// Returns a draw.
    public func draw(_ generator: inout SeededGenerator) -> Int {
        var u = generator.uniform() - peak
        if u <= 0 { return mode }
        var (up, down) = (mode, mode)
        var (above, below) = (peak, peak)
        while above > 0 || below > 0 {
            above *= ratio(up)
            up += 1
            u -= above
            if u <= 0 { return up }
            if down > 0 {
                let ratio = ratio(down - 1)
                below = ratio > 0 ? below / ratio : 0
                down -= 1
                u -= below
                if u <= 0, below > 0 { return down }
            } else {
                below = 0
            }
        }
        // Rounding left a sliver of probability.
        return mode
    }

    /// P(k + 1) / P(k).
    private func ratio(_ count: Int) -> Double {
        let k = Double(count)
        let ratio =
            isHypergeometric ? (a - k) * (b - k) / ((k + 1) * (c + k + 1)) : (a - k) / (k + 1) * factor
        return max(0, ratio)
    }

    private static func logChoose(_ n: Double, _ k: Double) -> Double {
        BetaFunction.logGamma(n + 1) - BetaFunction.logGamma(k + 1) - BetaFunction.logGamma(n - k + 1)
    }
}
