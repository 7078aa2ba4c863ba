import Foundation
import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

struct ActivationTests {
    /// The plain twin, in Double.
    static func value(_ activation: Activation, _ x: Double) -> Double {
        switch activation {
        case .gelu: x * 0.5 * erfc(-x / 2.0.squareRoot())
        case .geluTanh: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        case .relu: max(0, x)
        case .tanh: tanh(x)
        }
    }

    @Test(arguments: Activation.allCases)
    func `values and slopes equal the formula`(activation: Activation) {
        // From -12 to 12 in steps that no vector length divides; the bias shifts by a power of two and is exact.
        let points = (0..<2_403).map { Float(Double($0) / 100 - 12) }
        let bias = Matrix(rows: 1, columns: 3, [0, 0.25, -0.5])
        let inputs = Matrix(rows: 801, columns: 3, points)
        var sums = inputs
        let outputs = activation.forward(&sums, bias: bias)
        var gradients = Matrix(rows: 801, columns: 3)
        gradients.fill(2)
        activation.backward(sums: sums, outputs: outputs, gradients: &gradients)
        var inPlace = inputs
        activation.apply(to: &inPlace, bias: bias)
        #expect(inPlace == outputs)
        #expect(activation.values(sums) == outputs)
        for row in 0..<801 {
            for column in 0..<3 {
                let x = Double(inputs[row, column] + bias[0, column])
                #expect(sums[row, column] == Float(x))
                let expected = ActivationTests.value(activation, x)
                // A few units in the last place of Float, relative to x where the function follows it.
                #expect(abs(outputs.at(row, column) - expected) < 3e-7 * max(1, abs(x)))
                guard activation != .relu || abs(x) > 0.05 else { continue }
                let slope = derivative(at: 0.005) { ActivationTests.value(activation, x + $0) }
                // 1 - tanh² keeps fewer digits where tanh is near 1.
                #expect(abs(gradients.at(row, column) - 2 * slope) < 5e-6)
            }
        }
    }

    @Test(arguments: Activation.allCases)
    func `a number that is none stays none`(activation: Activation) {
        var sums = Matrix(rows: 1, columns: 2, [.nan, 1])
        let outputs = activation.forward(&sums, bias: Matrix(rows: 1, columns: 2))
        #expect(outputs[0, 0].isNaN)
        #expect(!outputs[0, 1].isNaN)
    }
}
