import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

struct LayerNormKernelTests {
    static let mask = DropoutMask(probability: 0.3, seed: 5, step: 2, site: 9)

    /// Runs the kernel on five matrices: values, bias, residual, gain, shift.
    static func outputs(_ inputs: [Matrix], _ dropout: DropoutMask?) -> (outputs: Matrix, saved: LayerNormKernel.Saved)
    {
        LayerNormKernel.forward(
            inputs[0], bias: inputs[1], residual: inputs[2], dropout: dropout, gain: inputs[3], shift: inputs[4],
            epsilon: 1e-5)
    }

    static func inputs(_ rows: Int, _ columns: Int) -> [Matrix] {
        [(rows, 1.0), (1, 1), (rows, 1), (1, 1), (1, 1)].enumerated().map {
            Matrix.draws($1.0, columns, seed: UInt64($0), deviation: $1.1)
        }
    }

    @Test(arguments: [(1, 1), (3, 16), (5, 37), (600, 100)])
    func `outputs equal the formula in Double`(rows: Int, columns: Int) {
        let inputs = LayerNormKernelTests.inputs(rows, columns)
        let (outputs, _) = LayerNormKernelTests.outputs(inputs, nil)
        for row in 0..<rows {
            let x = (0..<columns).map { inputs[0].at(row, $0) + inputs[1].at(0, $0) + inputs[2].at(row, $0) }
            let mean = x.reduce(0, +) / Double(columns)
            let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
            for column in 0..<columns {
                let standardized = (x[column] - mean) / (variance + 1e-5).squareRoot()
                let expected = standardized * inputs[3].at(0, column) + inputs[4].at(0, column)
                #expect(abs(outputs.at(row, column) - expected) < 5e-6)
            }
        }
    }

    @Test func `a large mean costs few digits`() {
        let values = (0..<64).map { Float($0 % 2) + 10_000 }
        let (outputs, _) = LayerNormKernel.forward(
            Matrix(rows: 1, columns: 64, values), bias: nil, residual: nil, dropout: nil,
            gain: Matrix(rows: 1, columns: 64, [Float](repeating: 1, count: 64)), shift: Matrix(rows: 1, columns: 64),
            epsilon: 0)
        #expect(outputs.values.allSatisfy { abs(abs($0) - 1) < 1e-3 })
    }

    @Test(arguments: [nil, LayerNormKernelTests.mask])
    func `gradients equal central differences`(dropout: DropoutMask?) {
        let inputs = LayerNormKernelTests.inputs(300, 70)
        let weights = Matrix.draws(300, 70, seed: 20)
        var sum = weights
        let saved = LayerNormKernelTests.outputs(inputs, dropout).saved
        let vectors = LayerNormKernel.backward(saved, gain: inputs[3], gradients: &sum)
        var branch = sum
        dropout?.apply(to: &branch)
        var bias = Matrix(rows: 1, columns: 70)
        bias.addColumnSums(branch)
        let gradients = [
            branch, bias, sum, Matrix(rows: 1, columns: 70, vectors.gain.map { Float($0) }),
            Matrix(rows: 1, columns: 70, vectors.shift.map { Float($0) }),
        ]
        for (index, gradient) in gradients.enumerated() {
            let direction = Matrix.draws(inputs[index].rows, 70, seed: UInt64(30 + index))
            let expected = derivative { step in
                var moved = inputs
                moved[index] = inputs[index].moved(along: direction, by: step)
                return LayerNormKernelTests.outputs(moved, dropout).outputs.dot(weights)
            }
            // About 20,000 rounded terms divided by the step.
            #expect(agree(gradient.dot(direction), expected, relative: 1e-3, absolute: 5e-3), "input \(index)")
        }
    }

    @Test func `nothing depends on the number of threads`() {
        let inputs = LayerNormKernelTests.inputs(900, 200)
        let (one, three) = withEachWorkerCount {
            let (outputs, saved) = LayerNormKernelTests.outputs(inputs, LayerNormKernelTests.mask)
            var gradients = inputs[2]
            let sums = LayerNormKernel.backward(saved, gain: inputs[3], gradients: &gradients)
            return ([outputs, gradients], sums.gain, sums.shift)
        }
        #expect(one.0 == three.0)
        #expect(one.1 == three.1)
        #expect(one.2 == three.2)
    }
}
