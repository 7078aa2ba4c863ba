import MatrixKernels
import TestSupport
import Testing

@testable import Mitigations
@testable import Transformers

struct ProjectionTests {
    static func objective(_ scope: GradientProjection.Scope, _ strength: Double) -> GradientProjection {
        GradientProjection(
            SmallRun.attribute, labels: SmallRun.labels, width: 2,
            settings: SmallRun.settings { ($0.input, $0.condition) = (.logits, .labelAsInput) },
            strength: .constant(strength), scope: scope, seed: 4)
    }

    /// A weight and a bias of a linear layer of two inputs and two outputs.
    static func parameters(_ weight: [Float], _ bias: [Float]) -> Parameters {
        var result = FeatureModel(features: 2, hidden: [], labels: 2, seed: 1).parameters
        result.matrices[0] = Matrix(rows: 2, columns: 2, weight)
        result.matrices[1] = Matrix(rows: 1, columns: 2, bias)
        return result
    }

    @Test func `the projection uses the sum of products of elements`() {
        // ⟨g, a⟩ = 5 + 3, ⟨a, a⟩ = 2 + 2. The sum over all inner products of rows would be 10 for the weight.
        let a = ProjectionTests.parameters([1, 0, 0, 1], [1, -1])
        var whole = ProjectionTests.parameters([1, 2, 3, 4], [3, 0])
        var each = whole, nothing = whole
        var objective = ProjectionTests.objective(.wholeVector, 0)
        objective.combine(a, into: &whole, progress: 0)
        #expect(whole.matrices[0].values == [-1, 2, 3, 2])
        #expect(whole.matrices[1].values == [1, 2])
        objective = ProjectionTests.objective(.eachTensor, 0.5)
        objective.combine(a, into: &each, progress: 0)
        #expect(each.matrices[0].values == [-2, 2, 3, 1])
        #expect(each.matrices[1].values == [1, 2])
        objective = ProjectionTests.objective(.nothing, 0.5)
        objective.combine(a, into: &nothing, progress: 0)
        #expect(nothing.matrices[0].values == [0.5, 2, 3, 3.5])
        #expect(nothing.matrices[1].values == [2.5, 0.5])
        // Without a gradient of the adversary's there is nothing to project on.
        var untouched = ProjectionTests.parameters([1, 2, 3, 4], [3, 0])
        objective.combine(ProjectionTests.parameters([0, 0, 0, 0], [0, 0]), into: &untouched, progress: 0)
        #expect(untouched.matrices[0].values == [1, 2, 3, 4])
    }

    @Test func `what is separate is the gradient of the adversary's loss in the model's weights`() throws {
        let model = FeatureModel(features: 4, hidden: [5], labels: 2, activation: .tanh, seed: 8)
        let examples = Array(0..<12)
        let rows = SmallRun.features.rows(at: examples)
        let objective = ProjectionTests.objective(.wholeVector, 0.3)
        func run(_ model: FeatureModel) throws -> (loss: Double, step: ObjectiveStep, pass: FeatureModel.Pass) {
            let pass = try model.forward(.features(rows), dropout: nil, recomputing: false)
            var step = GivenOutputs(states: pass.states, logits: pass.logits).step(examples)
            var copy = objective
            return (copy.add(to: &step) ?? .nan, step, pass)
        }
        let (_, step, pass) = try run(model)
        var found = Parameters(zeros: model.parameters.layout)
        model.backward(pass, logits: step.logits, states: step.states, into: &found)
        for index in found.matrices.indices {
            let direction = SmallRun.matrix(
                found.matrices[index].rows, found.matrices[index].columns, seed: UInt64(index))
            let expected = try derivative(at: 0.01) { distance in
                var moved = model
                moved.parameters.matrices[index].add(direction, scale: Float(distance))
                return try run(moved).loss
            }
            #expect(agree(SmallRun.dot(found.matrices[index], direction), expected, relative: 2e-3, absolute: 1e-5))
        }
        // Afterwards the model's gradient raises the adversary's loss by the strength, and does nothing else to it.
        var gradients = found
        for index in gradients.matrices.indices {
            gradients.matrices[index] = SmallRun.matrix(
                found.matrices[index].rows, found.matrices[index].columns, seed: UInt64(70 + index))
        }
        var combining = objective
        combining.combine(found, into: &gradients, progress: 0)
        let along = found.matrices.indices.reduce(0) { $0 + gradients.dot(found, at: $1) }
        #expect(agree(along, -0.3 * found.norm * found.norm, relative: 1e-4))
    }

    @Test func `without projection and strength the model learns as if alone`() throws {
        let plain = try SmallRun.finish(SmallRun.trainer([SmallRun.classification]))
        let alone = try SmallRun.finish(
            SmallRun.trainer([SmallRun.classification, ProjectionTests.objective(.nothing, 0)]))
        let projected = try SmallRun.finish(
            SmallRun.trainer([SmallRun.classification, ProjectionTests.objective(.wholeVector, 0)]))
        #expect(plain.model.parameters.matrices == alone.model.parameters.matrices)
        #expect(plain.model.parameters.matrices != projected.model.parameters.matrices)
    }

    @Test func `without projection it is gradient reversal`() throws {
        // Up to rounding: one passes back the sum of two gradients, the other the sum of what each comes to.
        let settings = SmallRun.settings { ($0.input, $0.condition) = (.logits, .labelAsInput) }
        let reversal = GradientReversal(
            SmallRun.attribute, labels: SmallRun.labels, width: 2, settings: settings, strength: .constant(0.8), seed: 4
        )
        let one = try SmallRun.finish(SmallRun.trainer([SmallRun.classification, reversal], epochs: 1))
        let two = try SmallRun.finish(
            SmallRun.trainer([SmallRun.classification, ProjectionTests.objective(.nothing, 0.8)], epochs: 1))
        for (first, second) in zip(one.model.parameters.matrices, two.model.parameters.matrices) {
            for (x, y) in zip(first.values, second.values) { #expect(abs(x - y) < 1e-4) }
        }
    }
}
