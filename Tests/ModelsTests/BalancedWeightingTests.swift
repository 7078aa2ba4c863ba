import Models
import Testing

struct BalancedWeightingTests {
    private let labels: [Int32] = [0, 0, 0, 1, 1, 1, 1, 1]
    private let groups: [Int?] = [0, 0, 1, 0, 1, 1, 1, nil]

    @Test(arguments: BalancedWeighting.allCases)
    func `the weights of the texts that have a group and a label average 1`(_ balance: BalancedWeighting) {
        let weights = balance.weights(labels: labels, groups: groups) ?? labels.map { _ in 1 }
        #expect(abs(weights.reduce(0, +) - 8) < 1e-12)
    }

    @Test func `within a label every group weighs as much as another`() throws {
        let weights = try #require(BalancedWeighting.groupWithinLabel.weights(labels: labels, groups: groups))
        func sum(_ label: Int32, _ group: Int) -> Double {
            zip(weights, zip(labels, groups)).filter { $0.1.0 == label && $0.1.1 == group }.reduce(0) { $0 + $1.0 }
        }
        for label: Int32 in [0, 1] { #expect(abs(sum(label, 0) - sum(label, 1)) < 1e-12) }
        #expect(abs(sum(0, 0) - 1.5) < 1e-12)
        #expect(abs(sum(1, 1) - 2) < 1e-12)
    }

    @Test func `nothing is balanced unless it is asked for`() {
        #expect(BalancedWeighting.unweighted.weights(labels: labels, groups: groups) == nil)
    }

    /// Cells: (0, 0) 2, (0, 1) 1, (1, 0) 1, (1, 1) 3; seven texts whose group is known.
    @Test func `weights are those of the formulas`() throws {
        func weights(_ weighting: BalancedWeighting) throws -> [Double] {
            try #require(weighting.weights(labels: labels, groups: groups))
        }
        #expect(try weights(.joint) == [0.875, 0.875, 1.75, 1.75, 7.0 / 12, 7.0 / 12, 7.0 / 12, 1])
        #expect(try weights(.group) == [7.0 / 6, 7.0 / 6, 0.875, 7.0 / 6, 0.875, 0.875, 0.875, 1])
        #expect(try weights(.label) == [4.0 / 3, 4.0 / 3, 4.0 / 3, 0.8, 0.8, 0.8, 0.8, 0.8])
    }
}
