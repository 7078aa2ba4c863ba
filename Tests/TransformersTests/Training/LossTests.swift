import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import TransformerFixtures
import Transformers

struct LossTests {
    @Test func `cross-entropy is that of PyTorch with smoothing, weights and ignored targets`() {
        let fixture = ParityFixture.shared.losses
        let logits = ParityFixture.matrix(fixture.logits)
        for item in fixture.cases {
            let loss = CrossEntropy(labelSmoothing: item.smoothing, classWeights: item.weights)(logits, fixture.targets)
            #expect(agree(loss.value ?? .nan, item.loss, relative: 1e-6))
            #expect(distance(loss.gradients, ParityFixture.matrix(item.gradients)) < 1e-7)
        }
    }

    @Test func `a batch in which nothing counts has no loss and no gradient`() {
        let loss = CrossEntropy()(Matrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6]), [-100, -100])
        #expect(loss.value == nil)
        #expect(loss.gradients == Matrix(rows: 2, columns: 3))
    }

    @Test func `a row of weight two counts as two rows`() {
        let logits = Matrix(rows: 3, columns: 2, [0.5, -1, 2, 0.25, -0.5, 3])
        let weighted = CrossEntropy(labelSmoothing: 0.1)(logits, [0, 1, 1], rowWeights: [2, 1, 1])
        let doubled = CrossEntropy(labelSmoothing: 0.1)(logits.rows(at: [0, 0, 1, 2]), [0, 0, 1, 1])
        #expect(agree(weighted.value ?? .nan, doubled.value ?? .nan, relative: 1e-12))
        #expect(abs(weighted.gradients[0, 0] - 2 * doubled.gradients[0, 0]) < 1e-7)
    }

    @Test func `large logits neither overflow nor vanish`() {
        let sure = CrossEntropy()(Matrix(rows: 1, columns: 2, [1_000, -1_000]), [1])
        #expect(sure.value == 2_000)
        let binary = BinaryCrossEntropy()(
            Matrix(rows: 1, columns: 2, [1_000, -1_000]), Matrix(rows: 1, columns: 2, [0, 0]))
        #expect(binary.value == 500)
    }

    @Test func `each loss falls along its gradient as the gradient says`() {
        let logits = Matrix(rows: 3, columns: 2, [0.5, -1, 2, 0.25, -0.5, 3])
        let goals = Matrix(rows: 3, columns: 2, [1, 0, 0.25, 1, 1, 0])
        let losses: [(Matrix) -> Loss] = [
            { CrossEntropy(labelSmoothing: 0.2, classWeights: [1, 3])($0, [1, 0, 1]) },
            { BinaryCrossEntropy()($0, goals) }, { MeanSquaredError()($0, goals) },
        ]
        for loss in losses {
            let gradients = loss(logits).gradients
            for row in 0..<3 {
                for column in 0..<2 {
                    var (up, down) = (logits, logits)
                    up[row, column] += 0.0078125
                    down[row, column] -= 0.0078125
                    let slope = ((loss(up).value ?? .nan) - (loss(down).value ?? .nan)) / 0.015625
                    // The third derivative times the squared step bounds the difference.
                    #expect(abs(slope - Double(gradients[row, column])) < 1e-4)
                }
            }
        }
    }
}
