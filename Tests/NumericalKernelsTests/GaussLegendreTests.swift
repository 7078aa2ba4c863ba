import NumericalKernels
import Testing

struct GaussLegendreTests {
    @Test func `two nodes are those of Gauss`() {
        let rule = GaussLegendre.rule(2)
        let half = 0.5 / 3.0.squareRoot()
        #expect(abs(rule.nodes[0] - (0.5 - half)) < 1e-15 && abs(rule.nodes[1] - (0.5 + half)) < 1e-15)
        #expect(abs(rule.weights[0] - 0.5) < 1e-15)
    }

    @Test(arguments: [1, 3, 8, 50, 200])
    func `powers up to twice the nodes less one are integrated exactly`(_ count: Int) {
        let rule = GaussLegendre.rule(count)
        #expect(abs(rule.weights.reduce(0, +) - 1) < 1e-13)
        #expect(zip(rule.nodes, rule.nodes.dropFirst()).allSatisfy { $0 < $1 })
        for power in [1, 2, count, 2 * count - 1] where power < 2 * count {
            var sum = 0.0
            for (node, weight) in zip(rule.nodes, rule.weights) {
                var term = weight
                for _ in 0..<power { term *= node }
                sum += term
            }
            #expect(abs(sum - 1 / Double(power + 1)) < 1e-13)
        }
    }
}
