internal import Glibc

/// Draws how many of some members taken without replacement are of a kind, by inversion that begins at the peak: exact, in
/// O(1 + standard deviation).
public struct HypergeometricDraw: Sendable {
    private let mode: Int
    private let peak: Double
    /// P(k + 1) / P(k) = (a − k) (b − k) / ((k + 1) (c + k + 1)).
    private let a: Double
    private let b: Double
    private let c: Double

    /// The number of successes among `drawn` members taken without replacement from `population`, `successes` of which
    /// succeed.
    public init(population: Int, successes: Int, drawn: Int) {
        precondition(
            (0...population).contains(successes) && (0...population).contains(drawn),
            "\(drawn) drawn of \(population) with \(successes) successes")
        (a, b, c) = (Double(successes), Double(drawn), Double(population - successes - drawn))
        let lowest = max(0, drawn - (population - successes))
        let highest = min(drawn, successes)
        let centre = Int((Double(drawn) + 1) * (Double(successes) + 1) / (Double(population) + 2))
        mode = min(max(centre, lowest), highest)
        let k = Double(mode)
        peak = exp(
            HypergeometricDraw.logChoose(a, k) + HypergeometricDraw.logChoose(Double(population) - a, b - k)
                - HypergeometricDraw.logChoose(Double(population), b))
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
        return max(0, (a - k) * (b - k) / ((k + 1) * (c + k + 1)))
    }

    private static func logChoose(_ n: Double, _ k: Double) -> Double {
        BetaFunction.logGamma(n + 1) - BetaFunction.logGamma(k + 1) - BetaFunction.logGamma(n - k + 1)
    }
}
