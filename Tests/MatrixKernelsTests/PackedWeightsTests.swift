import Testing

import NumericalKernels

@testable import MatrixKernels

struct PackedWeightsTests {
    // Around the kernel's strips of 14, groups of six strips, panels of 32, tiles of 16 and blocks of 1,536.
    @Test(
        .enabled(if: PackedWeights.canRun),
        arguments: [
            (1, 1, 1), (13, 15, 31), (14, 16, 32), (15, 17, 33), (29, 384, 40), (30, 385, 70), (170, 50, 96),
            (3, 1_537, 5),
        ])
    func `products equal sums in Double`(rows: Int, depth: Int, width: Int) {
        let (x, weights) = (Matrix.draws(rows, depth, seed: 1), Matrix.draws(width, depth, seed: 2))
        let product = x.timesTransposed(PackedWeights(packing: weights))
        for row in 0..<rows {
            for column in 0..<width {
                let expected = (0..<depth).reduce(0.0) { $0 + x.at(row, $1) * weights.at(column, $1) }
                // The rounding of a sum in Float grows with the depth.
                #expect(abs(product.at(row, column) - expected) < max(5e-5, 1e-7 * Double(depth)))
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

    @Test(
        .enabled(if: PackedWeights.canRun),
        arguments: [(1, 1, 1), (13, 15, 31), (15, 17, 33), (29, 385, 40), (180, 50, 96), (17, 641, 5)])
    func `gradients of inputs and of weights equal sums in Double`(rows: Int, depth: Int, width: Int) {
        let (x, right) = (Matrix.draws(rows, depth, seed: 5), Matrix.draws(depth, width, seed: 6))
        let back = x.times(right, by: .packed)
        // x is the transpose of `first`, and the sums begin at 1, in the second row.
        let first = Matrix(rows: depth, columns: rows, (0..<depth * rows).map { x[$0 % rows, $0 / rows] })
        var sums = Matrix(rows: rows + 1, columns: width)
        sums.fill(1)
        sums.addProduct(transposed: first, right, atRow: 1, by: .packed)
        for row in 0..<rows {
            for column in 0..<width {
                let expected = (0..<depth).reduce(0.0) { $0 + x.at(row, $1) * right.at($1, column) }
                #expect(abs(back.at(row, column) - expected) < 5e-5)
                #expect(abs(sums.at(row + 1, column) - expected - 1) < 5e-5)
            }
        }
        #expect((0..<width).allSatisfy { sums[0, $0] == 1 })
    }

    @Test(.enabled(if: PackedWeights.canRun), arguments: 1...14)
    func `a last strip of any height has the bits of a full one`(height: Int) {
        let (x, weights) = (Matrix.draws(28, 40, seed: 9), Matrix.draws(33, 40, seed: 10))
        let packed = PackedWeights(packing: weights)
        let part = x.rows(0..<14 + height).timesTransposed(packed)
        #expect(part == x.timesTransposed(packed).rows(0..<14 + height))
        let (first, right) = (Matrix.draws(40, 14 + height, seed: 11), Matrix.draws(40, 33, seed: 12))
        var (sums, expected) = (Matrix(rows: 14 + height, columns: 33), Matrix(rows: 14 + height, columns: 33))
        sums.addProduct(transposed: first, right, by: .packed)
        expected.addProduct(transposed: first, right, by: .openBLAS)
        for row in 0..<sums.rows {
            for column in 0..<33 { #expect(abs(sums[row, column] - expected[row, column]) < 2e-5) }
        }
    }

    @Test(.enabled(if: PackedWeights.canRun))
    func `no product depends on the number of threads`() {
        let (x, weights) = (Matrix.draws(700, 40, seed: 7), Matrix.draws(300, 40, seed: 8))
        let (one, three) = withEachWorkerCount {
            let forward = x.timesTransposed(weights, by: .packed)
            var sums = Matrix(rows: 300, columns: 40)
            sums.addProduct(transposed: forward, x, by: .packed)
            return [forward, forward.times(weights, by: .packed), sums]
        }
        #expect(one == three)
    }

    @Test(.enabled(if: PackedWeights.canRun))
    func `products of no columns are zeros`() {
        let product = Matrix(rows: 3, columns: 0).times(Matrix(rows: 0, columns: 5), by: .packed)
        #expect(product == Matrix(rows: 3, columns: 5))
    }
}
