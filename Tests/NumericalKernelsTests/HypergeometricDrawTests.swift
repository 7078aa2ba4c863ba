import NumericalKernels
import Testing

/// Draws without replacement against the exact probabilities.
struct HypergeometricDrawTests {
    private func choose(_ n: Int, _ k: Int) -> Double {
        k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }

    private func check(_ draw: HypergeometricDraw, _ probabilities: [Double]) {
        var generator = SeededGenerator(seed: 2)
        let count = 40_000
        var found = Array(repeating: 0, count: probabilities.count)
        for _ in 0..<count { found[draw.draw(&generator)] += 1 }
        for (value, probability) in probabilities.enumerated() {
            let error = (Double(count) * probability * (1 - probability)).squareRoot()
            #expect(abs(Double(found[value]) - Double(count) * probability) <= 4.5 * error + 1e-6, "\(value)")
        }
    }

    @Test(arguments: [(20, 8, 5), (20, 18, 15), (10, 0, 4), (10, 10, 4), (10, 4, 0), (10, 4, 10), (3, 1, 1)])
    func `each count comes as often as its probability says`(population: Int, successes: Int, drawn: Int) {
        check(
            HypergeometricDraw(population: population, successes: successes, drawn: drawn),
            (0...drawn).map {
                choose(successes, $0) * choose(population - successes, drawn - $0) / choose(population, drawn)
            })
    }

    @Test func `large counts stay near their mean`() {
        var generator = SeededGenerator(seed: 4)
        let draw = HypergeometricDraw(population: 2_000_000, successes: 600_000, drawn: 1_000_000)
        let draws = (0..<2_000).map { _ in Double(draw.draw(&generator)) }
        let mean = draws.reduce(0, +) / 2_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1_999
        // n K/N (1 − K/N) (N − n) / (N − 1), half of what drawing with replacement would have.
        #expect(abs(mean - 300_000) < 4 * (105_000.0 / 2_000).squareRoot())
        #expect((0.85...1.15).contains(variance / 105_000))
    }
}
