import NumericalKernels
import Testing

struct GaussLegendreTests {
    @Test(arguments: [1, 2, 3, 5, 16, 50])
    func `powers up to twice the nodes are integrated exactly, and the next even one is not`(_ count: Int) {
        let rule = GaussLegendre(count: count)
        func integral(_ power: Int) -> Double {
            zip(rule.nodes, rule.weights).reduce(0) { sum, point in
                sum + point.1 * (0..<power).reduce(1.0) { product, _ in product * point.0 }
            }
        }
        for power in 0..<2 * count {
            #expect(abs(integral(power) - (power % 2 == 0 ? 2 / Double(power + 1) : 0)) < 1e-13)
        }
        if count <= 5 { #expect(abs(integral(2 * count) - 2 / Double(2 * count + 1)) > 1e-6) }
        #expect(rule.nodes == rule.nodes.sorted())
    }

    @Test func `three nodes are known in closed form`() {
        let rule = GaussLegendre(count: 3)
        #expect(abs(rule.nodes[2] - 0.6.squareRoot()) < 1e-15)
        #expect(abs(rule.weights[1] - 8.0 / 9) < 1e-15)
    }
}
