import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

struct OptimizerTests {
    @Test(arguments: ParityFixture.shared.schedules.indices)
    func `the schedules are those of PyTorch`(index: Int) throws {
        let fixture = ParityFixture.shared.schedules[index]
        let shapes: [String: LearningRate.Shape] = [
            "constant_with_warmup": .constant, "linear": .linear, "cosine": .cosine, "one_cycle": .oneCycle,
        ]
        let schedule = LearningRate(
            try #require(shapes[fixture.shape]), warmUp: fixture.warm_up, total: fixture.total)
        for (step, expected) in fixture.shares.enumerated() {
            #expect(agree(schedule.share(at: step), expected, relative: 1e-9, absolute: 1e-12), "step \(step)")
        }
    }

    @Test(arguments: ParityFixture.shared.optimisers.cases.indices)
    func `seven steps end where PyTorch's do`(index: Int) throws {
        let fixture = ParityFixture.shared.optimisers
        let rules: [String: OptimizerRule] = [
            "adamw": .adamW(firstDecay: 0.8, secondDecay: 0.95, epsilon: 1e-6), "sgd": .gradientDescent(),
            "sgd momentum": .gradientDescent(momentum: 0.9),
        ]
        var layout = ParameterLayout()
        let id = layout.add(["only"], .weight, rows: 2, columns: 3)
        var parameters = Parameters(zeros: layout)
        parameters[id] = Matrix(rows: 2, columns: 3, fixture.start)
        var gradients = Parameters(zeros: layout)
        var optimizer = Optimizer(
            try #require(rules[fixture.cases[index].rule]), for: gradients, learningRate: 0.1, weightDecay: 0.1,
            maximumNorm: 2)
        for _ in 0..<7 {
            for element in 0..<6 {
                gradients[id][element / 3, element % 3] =
                    2 * (parameters[id][element / 3, element % 3] - fixture.target[element])
            }
            optimizer.update(&parameters, gradients: &gradients)
        }
        let expected = Matrix(rows: 2, columns: 3, fixture.cases[index].result)
        #expect(distance(parameters[id], expected) < 1e-6)
        #expect(gradients.norm == 0)
    }

    @Test func `parameters without gradients stay, and vectors do not decay`() {
        var layout = ParameterLayout()
        let frozen = layout.add(["frozen"], .weight, rows: 1, columns: 2)
        let matrix = layout.add(["matrix"], .weight, rows: 1, columns: 2)
        let bias = layout.add(["bias"], .bias, count: 2)
        var parameters = Parameters(zeros: layout)
        for id in [frozen, matrix, bias] { parameters[id].fill(1) }
        var gradients = Parameters(zeros: layout) { $0.names != ["frozen"] }
        var optimizer = Optimizer(.adamW(), for: gradients, learningRate: 0.5, weightDecay: 0.5)
        optimizer.update(&parameters, gradients: &gradients)
        #expect(parameters[frozen].values == [1, 1])
        #expect(parameters[matrix].values == [0.75, 0.75])
        #expect(parameters[bias].values == [1, 1])
        #expect(optimizer.first.count == 4)
    }
}
