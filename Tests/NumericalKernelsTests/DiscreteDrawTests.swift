import Glibc
import NumericalKernels
import Testing

/// Draws of counts against the exact probabilities.
struct DiscreteDrawTests {
    private func choose(_ n: Int, _ k: Int) -> Double {
        k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }

    private func check(_ draw: DiscreteDraw, _ probabilities: [Double]) {
        var generator = SeededGenerator(seed: 2)
        let count = 40_000
        var found = Array(repeating: 0, count: probabilities.count)
        for _ in 0..<count { found[draw.draw(&generator)] += 1 }
        for (value, probability) in probabilities.enumerated() {
            let error = (Double(count) * probability * (1 - probability)).squareRoot()
            #expect(abs(Double(found[value]) - Double(count) * probability) <= 4.5 * error + 1e-6, "\(value)")
        }
    }

    @Test(arguments: [(9, 0.3), (1, 0.5), (12, 0.01), (12, 0.99), (7, 0.0), (7, 1.0), (0, 0.5)])
    func `binomial`(trials: Int, probability: Double) {
        check(
            DiscreteDraw(trials: trials, probability: probability),
            (0...trials).map {
                choose(trials, $0) * pow(probability, Double($0)) * pow(1 - probability, Double(trials - $0))
            })
    }

    @Test(arguments: [(20, 8, 5), (20, 18, 15), (10, 0, 4), (10, 10, 4), (10, 4, 0), (10, 4, 10), (3, 1, 1)])
    func `hypergeometric`(population: Int, successes: Int, drawn: Int) {
        check(
            DiscreteDraw(population: population, successes: successes, drawn: drawn),
            (0...drawn).map {
                choose(successes, $0) * choose(population - successes, drawn - $0) / choose(population, drawn)
            })
    }

    @Test func `large counts stay near their mean`() {
        var generator = SeededGenerator(seed: 4)
        let draws = (0..<2_000).map { _ in
            Double(DiscreteDraw(trials: 1_000_000, probability: 0.3).draw(&generator))
        }
        let mean = draws.reduce(0, +) / 2_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1_999
        #expect(abs(mean - 300_000) < 4 * (210_000.0 / 2_000).squareRoot())
        #expect((0.85...1.15).contains(variance / 210_000))
    }
}
