import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations
@testable import Transformers

struct AdversaryTests {
    static let conditions: [AdversaryCondition] = [.none, .label(1), .headPerLabel, .labelAsInput]
    static let attribute = ProtectedAttribute(name: "a", groups: [0, 1, 2, -1, 1, 0, 2, 2, 1, 0], groupCount: 3)
    static let labels: [Int32] = [0, 1, 1, 1, 0, 1, 0, 1, 1, 0]
    static let weights = [1, 2, 0.5, 4, 1, 1, 3, 1, 0, 2]

    static func adversary(_ condition: AdversaryCondition, diversity: Double = 0.7) -> Adversary {
        Adversary(
            attribute, labels: labels, width: 4,
            settings: SmallRun.settings {
                ($0.condition, $0.count, $0.diversity, $0.rowWeights) = (condition, 3, diversity, weights)
            }, seed: 3)
    }

    @Test(arguments: conditions)
    func `the adversary's gradients equal central differences`(condition: AdversaryCondition) throws {
        let adversary = AdversaryTests.adversary(condition)
        let inputs = SmallRun.matrix(10, 4, seed: 1)
        let found = try #require(adversary.outcome(inputs, examples: Array(0..<10)))
        #expect(found.diversity > 0)
        for (index, entry) in adversary.parameters.layout.entries.enumerated() {
            let direction = SmallRun.matrix(
                found.own.matrices[index].rows, found.own.matrices[index].columns, seed: UInt64(50 + index))
            let expected = derivative(at: 0.01) { step in
                var moved = adversary
                moved.parameters.matrices[index].add(direction, scale: Float(step))
                // Each of the three adversaries minimises its own loss.
                return moved.outcome(inputs, examples: Array(0..<10)).map { 3 * $0.loss + 0.7 * $0.diversity } ?? .nan
            }
            #expect(
                agree(
                    SmallRun.dot(found.own.matrices[index], direction), expected, relative: 1e-3, absolute: 1e-4),
                "\(entry.names)")
        }
    }

    @Test func `an adversary of the head reads and changes what the output layer reads`() {
        func objective() -> GradientReversal {
            GradientReversal(
                AdversaryTests.attribute, labels: AdversaryTests.labels, width: 4,
                settings: SmallRun.settings { $0.input = .head }, strength: .constant(1.5), seed: 3)
        }
        let (states, head) = (SmallRun.matrix(10, 4, seed: 1), SmallRun.matrix(10, 4, seed: 2))
        var (both, alone) = (objective(), objective())
        var step = GivenOutputs(states: states, headStates: head).step(Array(0..<10))
        let loss = both.add(to: &step)
        #expect(loss != nil && step.states == nil && step.logits == nil)
        // Where the output layer reads the states themselves, these are meant.
        var other = GivenOutputs(states: head).step(Array(0..<10))
        let same = alone.add(to: &other)
        #expect(same == loss)
        #expect(other.states != nil && other.states == step.head && other.head == nil)
    }

    @Test(arguments: conditions)
    func `what reaches the states is minus the strength times the gradient`(condition: AdversaryCondition) throws {
        var objective = GradientReversal(
            AdversaryTests.attribute, labels: AdversaryTests.labels, width: 4,
            settings: SmallRun.settings {
                ($0.condition, $0.count, $0.rowWeights) = (condition, 2, AdversaryTests.weights)
            },
            strength: .constant(1.5), seed: 3)
        let states = SmallRun.matrix(10, 4, seed: 1)
        func loss(_ states: Matrix) -> Double {
            var step = GivenOutputs(states: states).step(Array(0..<10))
            return objective.add(to: &step) ?? .nan
        }
        var step = GivenOutputs(states: states).step(Array(0..<10))
        _ = objective.add(to: &step)
        let found = try #require(step.states)
        for row in 0..<10 {
            let direction = SmallRun.matrix(1, 4, seed: UInt64(row))
            let expected = derivative(at: 0.01) { distance in
                var moved = states
                for column in 0..<4 { moved[row, column] += Float(distance) * direction[0, column] }
                return -1.5 * loss(moved)
            }
            #expect(
                agree(SmallRun.dot(found.rows(row..<row + 1), direction), expected, relative: 1e-3, absolute: 1e-5))
        }
        // The group of row 3 is not known, and row 8 weighs nothing.
        #expect(found.rows(3..<4) == Matrix(rows: 1, columns: 4))
        #expect(found.rows(8..<9) == Matrix(rows: 1, columns: 4))
        #expect(found.rows(1..<2) != Matrix(rows: 1, columns: 4))
        // Under equal opportunity, label 0 is not seen.
        #expect((found.rows(0..<1) == Matrix(rows: 1, columns: 4)) == (condition == .label(1)))
    }

    @Test func `the diversity penalty is the mean squared cosine of all pairs of rows`() {
        let (first, second) = (SmallRun.matrix(6, 3, seed: 1), SmallRun.matrix(6, 3, seed: 2))
        func value(_ first: Matrix, _ second: Matrix) -> Double {
            var sum = 0.0
            for one in 0..<6 {
                for two in 0..<6 {
                    let (u, v) = (first.rows(one..<one + 1), second.rows(two..<two + 1))
                    let cosine = SmallRun.dot(u, v) / (SmallRun.dot(u, u) * SmallRun.dot(v, v)).squareRoot()
                    sum += cosine * cosine / 36
                }
            }
            return sum
        }
        let penalty = DiversityPenalty(first, second)
        #expect(agree(penalty.value, value(first, second), relative: 1e-5))
        let direction = SmallRun.matrix(6, 3, seed: 3)
        func moved(_ matrix: Matrix, _ step: Double) -> Matrix {
            var result = matrix
            result.add(direction, scale: Float(step))
            return result
        }
        #expect(
            agree(
                SmallRun.dot(penalty.first, direction), derivative { value(moved(first, $0), second) },
                relative: 1e-3, absolute: 1e-4))
        #expect(
            agree(
                SmallRun.dot(penalty.second, direction), derivative { value(first, moved(second, $0)) },
                relative: 1e-3, absolute: 1e-4))
        let zeros = DiversityPenalty(Matrix(rows: 6, columns: 3), second)
        #expect(zeros.value == 0 && zeros.first == Matrix(rows: 6, columns: 3))
    }

    @Test func `chance is the best guess without the model, and its cross-entropy`() {
        // Known groups by weight: label 0: 0 has 3, 1 has 1, 2 has 3; label 1: 0 has 1, 1 has 2, 2 has 1.5.
        #expect(agree(AdversaryTests.adversary(.none).chance, 4.5 / 11.5, relative: 1e-12))
        #expect(agree(AdversaryTests.adversary(.headPerLabel).chance, 5 / 11.5, relative: 1e-12))
        #expect(agree(AdversaryTests.adversary(.label(1)).chance, 2 / 4.5, relative: 1e-12))
        let shares = [4 / 11.5, 3 / 11.5, 4.5 / 11.5]
        let entropy = -shares.reduce(0) { $0 + $1 * logarithm($1) }
        #expect(agree(AdversaryTests.adversary(.none).entropy, entropy, relative: 1e-9))
        #expect(AdversaryTests.adversary(.headPerLabel).entropy < entropy)
    }

    private func logarithm(_ x: Double) -> Double {
        // By the integral of 1/t, Simpson's rule on 2,000 intervals.
        let width = (x - 1) / 2_000
        return (0...2_000).reduce(0) { sum, index in
            let factor = index == 0 || index == 2_000 ? 1.0 : index % 2 == 1 ? 4 : 2
            return sum + factor * width / 3 / (1 + Double(index) * width)
        }
    }

    @Test func `a batch without a known group counts for nothing`() {
        let adversary = AdversaryTests.adversary(.none)
        #expect(adversary.outcome(SmallRun.matrix(2, 4, seed: 1), examples: [3, 3]) == nil)
        var objective = GradientReversal(
            AdversaryTests.attribute, labels: [], width: 4, settings: SmallRun.settings(), strength: .constant(1),
            seed: 1)
        var step = GivenOutputs(states: SmallRun.matrix(1, 4, seed: 1)).step([3])
        #expect(objective.add(to: &step) == nil)
        #expect(step.states == nil)
    }

    @Test func `strengths follow their schedules`() {
        func value(_ strength: AdversaryStrength, _ progress: Double) -> Double {
            strength.value(progress: progress, controlled: 7)
        }
        #expect(value(.constant(2), 0) == 2)
        #expect(value(.ganin(maximum: 1), 0) == 0)
        #expect(agree(value(.ganin(maximum: 3), 0.5), 3 * 0.986614298151430, relative: 1e-12))
        #expect(value(.warmUp(maximum: 4, share: 0.5), 0.25) == 2)
        #expect(value(.warmUp(maximum: 4, share: 0.5), 0.75) == 4)
        #expect(value(.controlled(AdversaryController()), 0.3) == 7)
        var controller = AdversaryController()
        (controller.memory, controller.rate, controller.target) = (0.5, 0.2, 0.1)
        var (strength, average) = (1.0, 0.0)
        controller.update(&strength, &average, excess: 0.6)
        #expect(average == 0.3)
        #expect(agree(strength, 1.040810774192388, relative: 1e-12))
        controller.update(&strength, &average, excess: -0.5)
        #expect(strength < 1.0408)
        for _ in 0..<1_000 { controller.update(&strength, &average, excess: -1) }
        #expect(strength == 0.01)
    }
}
