import Testing

import NumericalKernels

@testable import MatrixKernels

struct PackedWeightsTests {
    // Around the kernel's strips of 14, panels of 32, tiles of 16 and blocks of 384.
    @Test(
        .enabled(if: PackedWeights.canRun),
        arguments: [
            (1, 1, 1), (13, 15, 31), (14, 16, 32), (15, 17, 33), (29, 384, 40), (30, 385, 70), (170, 50, 96),
            (3, 800, 5),
        ])
    func `products equal sums in Double`(rows: Int, depth: Int, width: Int) {
        let (x, weights) = (Matrix.draws(rows, depth, seed: 1), Matrix.draws(width, depth, seed: 2))
        let product = x.timesTransposed(PackedWeights(packing: weights))
        for row in 0..<rows {
            for column in 0..<width {
                let expected = (0..<depth).reduce(0.0) { $0 + x.at(row, $1) * weights.at(column, $1) }
                #expect(abs(product.at(row, column) - expected) < 5e-5)
            }
        }
    }

    @Test(.enabled(if: PackedWeights.canRun))
    func `parts of the weights and of the rows give the same bits as the whole`() {
        let (x, weights) = (Matrix.draws(60, 40, seed: 3), Matrix.draws(100, 40, seed: 4))
        let packed = PackedWeights(packing: weights)
        let whole = x.timesTransposed(packed)
        let part = x.timesTransposed(packed, rows: 32..<90)
        for row in 0..<60 { for column in 0..<58 { #expect(part[row, column] == whole[row, column + 32]) } }
        #expect(x.rows(7..<30).timesTransposed(packed) == whole.rows(7..<30))
        let (one, three) = withEachWorkerCount { x.timesTransposed(PackedWeights(packing: weights)) }
        #expect(one == three)
    }
}
