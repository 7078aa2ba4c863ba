import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations
@testable import Transformers

struct LinearAdversaryTests {
    static let count = 40
    static let groups = (0..<count).map { Int32($0 % 4 == 3 ? -1 : $0 % 3) }
    static let attribute = ProtectedAttribute(name: "a", groups: groups, groupCount: 3)
    static let labels = (0..<count).map { Int32($0 / 2 % 2) }
    static let weights = (0..<count).map { Double(1 + $0 % 3) / 2 }

    static func adversary(
        _ condition: AdversaryCondition, strength: Double = 1, memory: Double = 0, shrinks: Bool = false
    ) -> LinearAdversary {
        var settings = AdversarySettings()
        (settings.condition, settings.rowWeights) = (condition, weights)
        return LinearAdversary(
            attribute, labels: labels, width: 4, settings: settings, strength: .constant(strength), memory: memory,
            shrinks: shrinks)
    }

    @Test(arguments: [AdversaryCondition.none, .label(1), .headPerLabel])
    func `the gradients equal central differences of the share explained`(condition: AdversaryCondition) throws {
        let states = SmallRun.matrix(Self.count, 4, seed: 1)
        func share(_ states: Matrix) -> Double {
            var objective = Self.adversary(condition)
            var step = GivenOutputs(states: states).step(Array(0..<Self.count))
            return objective.add(to: &step) ?? .nan
        }
        var objective = Self.adversary(condition, strength: 1.5)
        var step = GivenOutputs(states: states).step(Array(0..<Self.count))
        let value = objective.add(to: &step) ?? .nan
        #expect(value > 0.01 && value < 1)
        let found = try #require(step.states)
        // The rows' weights average 1, but those of known groups under the condition make up the covariance.
        let known = (0..<Self.count).filter { Self.groups[$0] >= 0 && (condition != .label(1) || Self.labels[$0] == 1) }
        let factor = known.reduce(0) { $0 + Self.weights[$1] } / Double(Self.count)
        for row in 0..<8 {
            let direction = SmallRun.matrix(1, 4, seed: UInt64(row))
            let expected = derivative(at: 0.01) { distance in
                var moved = states
                for column in 0..<4 { moved[row, column] += Float(distance) * direction[0, column] }
                return 1.5 * factor * share(moved)
            }
            #expect(
                agree(SmallRun.dot(found.rows(row..<row + 1), direction), expected, relative: 2e-3, absolute: 1e-5))
        }
        #expect(found.rows(3..<4) == Matrix(rows: 1, columns: 4))
    }

    @Test func `the share explained is that of a regression on the rows of the window`() throws {
        // Two groups in one dimension: the share is the squared correlation.
        let attribute = ProtectedAttribute(name: "a", groups: [0, 0, 1, 1])
        var objective = LinearAdversary(
            attribute, labels: [], width: 1, settings: AdversarySettings(), strength: .constant(0), memory: 0.5,
            shrinks: false)
        func add(_ states: [Float], _ rows: [Int]) -> Double? {
            var step = GivenOutputs(states: Matrix(rows: states.count, columns: 1, states)).step(rows)
            let value = objective.add(to: &step)
            #expect(step.states == nil)
            return value
        }
        let first = try #require(add([0, 1, 2, 5], [0, 1, 2, 3]))
        // Σ x = 8, mean 2; groups' means 0.5 and 3.5; variance of x 3.5; 1.5² / 3.5.
        #expect(agree(first, 2.25 / 3.5, relative: 1e-6))
        // A second batch of four rows counts twice the first one.
        let second = try #require(add([1, 1, 2, 2], [0, 1, 2, 3]))
        let x = [0.0, 1, 2, 5, 1, 1, 2, 2], w = [1.0, 1, 1, 1, 2, 2, 2, 2].map { $0 / 12 }
        let z = [0.0, 0, 1, 1, 0, 0, 1, 1]
        func mean(_ values: [Double]) -> Double { zip(values, w).reduce(0) { $0 + $1.0 * $1.1 } }
        let covariance = mean(zip(x, z).map { $0 * $1 }) - mean(x) * mean(z)
        let share = covariance * covariance / ((mean(x.map { $0 * $0 }) - mean(x) * mean(x)) * 0.25)
        #expect(agree(second, share, relative: 1e-6))
        // What it knows goes through its state.
        var other = objective
        other.state = objective.state
        #expect(other.state == objective.state)
    }

    @Test func `a model that learns beside it keeps less of the group, and one of strength 0 is left as it is`() throws
    {
        var settings = AdversarySettings()
        settings.condition = .headPerLabel
        func run(_ strength: Double) throws -> (model: FeatureModel, reports: [TrainingReport]) {
            let adversary = LinearAdversary(
                SmallRun.attribute, labels: SmallRun.labels, width: 8, settings: settings,
                strength: .constant(strength), memory: 0.9)
            return try SmallRun.finish(SmallRun.trainer([SmallRun.classification, adversary], epochs: 40))
        }
        let plain = try SmallRun.finish(SmallRun.trainer([SmallRun.classification], epochs: 40))
        let (none, strong) = (try run(0), try run(5))
        #expect(none.model.parameters.matrices == plain.model.parameters.matrices)
        func share(_ model: FeatureModel) -> Double {
            var probe = LinearAdversary(
                SmallRun.attribute, labels: SmallRun.labels, width: 8, settings: settings, strength: .constant(0),
                memory: 0, shrinks: false)
            let states = model.hiddenStates(SmallRun.features)
            var step = GivenOutputs(states: states).step(Array(0..<SmallRun.count))
            return probe.add(to: &step) ?? .nan
        }
        let (before, after) = (share(plain.model), share(strong.model))
        #expect(before > 0.2)
        #expect(after < 0.3 * before, "\(before) → \(after)")
    }

    @Test func `the controller raises the strength while much is explained`() throws {
        var controller = AdversaryController()
        controller.initial = 2
        var objective = LinearAdversary(
            Self.attribute, labels: Self.labels, width: 4, settings: AdversarySettings(),
            strength: .controlled(controller), memory: 0)
        func strength(after states: Matrix) -> Double {
            for _ in 0..<5 {
                var step = GivenOutputs(states: states).step(Array(0..<Self.count))
                _ = objective.add(to: &step)
            }
            return objective.state[0]
        }
        let noise = SmallRun.matrix(Self.count, 4, seed: 1)
        let low = strength(after: noise)
        #expect(low < 2)
        var told = noise
        for row in 0..<Self.count { told[row, 0] = Float(Self.groups[row]) }
        #expect(strength(after: told) > low)
    }
}
