import Foundation
import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

struct AttentionKernelTests {
    /// Lengths around the vector width, and heads of a width that is none of its multiples.
    static let shapes: [(lengths: [Int], heads: Int, width: Int)] = [
        ([1], 1, 4), ([3, 1, 5], 2, 6), ([16, 17, 40], 2, 16), ([31, 8, 9], 3, 32),
    ]

    static func offsets(_ lengths: [Int]) -> [Int] { lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) } }

    /// The plain twin, in Double, without dropout.
    static func outputs(_ all: Matrix, _ offsets: [Int], heads: Int, width: Int) -> [[Double]] {
        let size = heads * width
        var result = [[Double]](repeating: [Double](repeating: 0, count: size), count: all.rows)
        for (start, end) in zip(offsets, offsets.dropFirst()) {
            for head in 0..<heads {
                for query in start..<end {
                    let scores = (start..<end).map { key in
                        exp(
                            (0..<width).reduce(0) {
                                $0 + all.at(query, head * width + $1) * all.at(key, size + head * width + $1)
                            } / Double(width).squareRoot())
                    }
                    let total = scores.reduce(0, +)
                    for column in head * width..<(head + 1) * width {
                        result[query][column] = (start..<end).reduce(0) {
                            $0 + scores[$1 - start] / total * all.at($1, 2 * size + column)
                        }
                    }
                }
            }
        }
        return result
    }

    @Test(arguments: AttentionKernelTests.shapes)
    func `outputs equal the formula in Double`(lengths: [Int], heads: Int, width: Int) {
        let offsets = AttentionKernelTests.offsets(lengths)
        let all = Matrix.draws(offsets.last ?? 0, 3 * heads * width, seed: 1)
        let kernel = AttentionKernel(
            offsets: offsets, queryOffsets: offsets, heads: heads, width: width, dropout: nil)
        let outputs = kernel.forward(AttentionKernel.Inputs(all: all))
        let expected = AttentionKernelTests.outputs(all, offsets, heads: heads, width: width)
        for row in 0..<all.rows {
            for column in 0..<heads * width { #expect(abs(outputs.at(row, column) - expected[row][column]) < 3e-6) }
        }
        for matrix in kernel.probabilities(AttentionKernel.Inputs(all: all)).flatMap(\.self) {
            for row in 0..<matrix.rows {
                #expect(abs((0..<matrix.columns).reduce(0) { $0 + matrix.at(row, $1) } - 1) < 1e-6)
            }
        }
    }

    @Test(arguments: AttentionKernelTests.shapes, [0, Float(0.4)])
    func `gradients equal central differences`(
        shape: (lengths: [Int], heads: Int, width: Int), probability: Float
    ) {
        let offsets = AttentionKernelTests.offsets(shape.lengths)
        let size = shape.heads * shape.width
        let all = Matrix.draws(offsets.last ?? 0, 3 * size, seed: 2)
        let weights = Matrix.draws(all.rows, size, seed: 3)
        let kernel = AttentionKernel(
            offsets: offsets, queryOffsets: offsets, heads: shape.heads, width: shape.width,
            dropout: DropoutMask(probability: probability, seed: 4, step: 5, site: 6))
        let gradients = kernel.backward(AttentionKernel.Inputs(all: all), gradients: weights)
        #expect(gradients.keysAndValues.count == 0)
        for seed in UInt64(10)..<14 {
            let direction = Matrix.draws(all.rows, 3 * size, seed: seed)
            let expected = derivative { step in
                kernel.forward(AttentionKernel.Inputs(all: all.moved(along: direction, by: step))).dot(weights)
            }
            #expect(agree(gradients.queries.dot(direction), expected, relative: 1e-3, absolute: 2e-3))
        }
    }

    @Test func `first queries alone give what they give among all`() {
        let (lengths, heads, width) = ([5, 1, 20], 2, 16)
        let (offsets, size) = (AttentionKernelTests.offsets(lengths), 32)
        let all = Matrix.draws(26, 3 * size, seed: 7)
        func columns(_ range: Range<Int>, of rows: [Int]) -> Matrix {
            Matrix(rows: rows.count, columns: range.count, rows.flatMap { row in range.map { all[row, $0] } })
        }
        let firsts = Array(offsets.dropLast())
        let inputs = AttentionKernel.Inputs(
            queries: columns(0..<size, of: firsts), keysAndValues: columns(size..<3 * size, of: Array(0..<26)))
        let some = AttentionKernel(
            offsets: offsets, queryOffsets: [0, 1, 2, 3], heads: heads, width: width, dropout: nil)
        let every = AttentionKernel(
            offsets: offsets, queryOffsets: offsets, heads: heads, width: width, dropout: nil)
        let whole = every.forward(AttentionKernel.Inputs(all: all))
        #expect(some.forward(inputs).distance(to: whole.rows(at: firsts)) < 1e-6)
        // A gradient that is 0 but for the first tokens' outputs.
        let weights = Matrix.draws(3, size, seed: 8)
        var spread = Matrix(rows: 26, columns: size)
        spread.add(weights, toRows: firsts)
        let expected = every.backward(AttentionKernel.Inputs(all: all), gradients: spread).queries
        let found = some.backward(inputs, gradients: weights)
        for (index, row) in firsts.enumerated() {
            for column in 0..<size { #expect(abs(found.queries[index, column] - expected[row, column]) < 1e-6) }
        }
        for row in 0..<26 {
            for column in 0..<2 * size {
                #expect(abs(found.keysAndValues[row, column] - expected[row, size + column]) < 1e-6)
            }
        }
    }

    @Test func `nothing depends on the number of threads or on the other sequences`() {
        let offsets = AttentionKernelTests.offsets([9, 30, 2, 17])
        let all = Matrix.draws(58, 96, seed: 9)
        let kernel = AttentionKernel(
            offsets: offsets, queryOffsets: offsets, heads: 2, width: 16,
            dropout: DropoutMask(probability: 0.2, seed: 1, step: 1, site: 1))
        let (one, three) = withEachWorkerCount {
            [
                kernel.forward(AttentionKernel.Inputs(all: all)),
                kernel.backward(AttentionKernel.Inputs(all: all), gradients: all.timesTransposed(all.rows(0..<32)))
                    .queries,
            ]
        }
        #expect(one == three)
        let alone = AttentionKernel(offsets: [0, 9], queryOffsets: [0, 9], heads: 2, width: 16, dropout: nil)
        let together = AttentionKernel(
            offsets: offsets, queryOffsets: offsets, heads: 2, width: 16, dropout: nil)
        #expect(
            alone.forward(AttentionKernel.Inputs(all: all.rows(0..<9)))
                == together.forward(AttentionKernel.Inputs(all: all)).rows(0..<9))
    }
}
