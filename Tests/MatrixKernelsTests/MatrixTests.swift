import MatrixKernels
import NumericalKernels
import Testing

struct MatrixTests {
    @Test func `a copy does not see later changes`() {
        var matrix = Matrix(rows: 2, columns: 2, [1, 2, 3, 4])
        let copy = matrix
        matrix[1, 0] = 9
        var span = matrix.mutableSpan
        span[0] = 7
        #expect(copy.values == [1, 2, 3, 4])
        #expect(matrix.values == [7, 2, 9, 4])
        #expect(matrix != copy)
    }

    @Test func `rows are taken, repeated and replaced`() {
        var matrix = Matrix(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6])
        #expect(matrix.rows(1..<3).values == [3, 4, 5, 6])
        #expect(matrix.rows(at: [2, 0, 2]).values == [5, 6, 1, 2, 5, 6])
        matrix.replaceRows(from: 1, with: Matrix(rows: 1, columns: 2, [8, 9]))
        #expect(matrix.values == [1, 2, 8, 9, 5, 6])
        matrix.add(Matrix(rows: 2, columns: 2, [1, 1, 2, 2]), toRows: [2, 2])
        #expect(matrix.values == [1, 2, 8, 9, 8, 9])
    }

    // 1, odd sizes, one part and several, widths of no whole vector.
    @Test(arguments: [(1, 1, 1), (7, 5, 3), (33, 16, 48), (300, 37, 70), (2_100, 24, 20)])
    func `products equal sums in Double`(rows: Int, depth: Int, width: Int) {
        let x = Matrix.draws(rows, depth, seed: 1)
        let weights = Matrix.draws(width, depth, seed: 2)
        let back = Matrix.draws(rows, width, seed: 3)
        let start = Matrix.draws(width, depth, seed: 4)
        // Each of `depth` products is rounded once, so errors grow as its square root.
        let forward = x.timesTransposed(weights)
        let backward = back.times(weights)
        var sum = start
        sum.addProduct(transposed: back, x)
        for row in stride(from: 0, to: rows, by: 1 + rows / 40) {
            for column in 0..<width {
                let expected = (0..<depth).reduce(0.0) { $0 + x.at(row, $1) * weights.at(column, $1) }
                #expect(abs(forward.at(row, column) - expected) < 2e-5)
            }
            for column in 0..<depth {
                let expected = (0..<width).reduce(0.0) { $0 + back.at(row, $1) * weights.at($1, column) }
                #expect(abs(backward.at(row, column) - expected) < 2e-5)
            }
        }
        for row in 0..<width {
            for column in 0..<depth {
                let expected = (0..<rows).reduce(start.at(row, column)) { $0 + back.at($1, row) * x.at($1, column) }
                #expect(abs(sum.at(row, column) - expected) < 3e-4)
            }
        }
    }

    @Test func `products with some rows of the weights are parts of the whole`() {
        let x = Matrix.draws(40, 12, seed: 5)
        let weights = Matrix.draws(30, 12, seed: 6)
        let whole = x.timesTransposed(weights)
        let part = x.timesTransposed(weights, rows: 10..<25)
        for row in 0..<40 { for column in 0..<15 { #expect(abs(part[row, column] - whole[row, column + 10]) < 1e-5) } }
        let back = Matrix.draws(40, 15, seed: 7)
        #expect(back.times(weights, rows: 10..<25).distance(to: back.times(weights.rows(10..<25))) < 1e-5)
        var sum = Matrix(rows: 30, columns: 12)
        sum.addProduct(transposed: back, x, atRow: 10)
        var expected = Matrix(rows: 15, columns: 12)
        expected.addProduct(transposed: back, x)
        #expect(sum.rows(10..<25) == expected)
        #expect(sum.rows(0..<10) == Matrix(rows: 10, columns: 12))
    }

    @Test func `an empty product is all zeros or empty`() {
        var sum = Matrix(rows: 3, columns: 2, [1, 2, 3, 4, 5, 6])
        sum.addProduct(transposed: Matrix(rows: 0, columns: 3), Matrix(rows: 0, columns: 2))
        #expect(sum.values == [1, 2, 3, 4, 5, 6])
        #expect(Matrix(rows: 0, columns: 4).timesTransposed(Matrix(rows: 3, columns: 4)).count == 0)
    }

    @Test(arguments: [1, 63, 64, 65, 1_500])
    func `column sums and sums of squares equal sums in Double`(rows: Int) {
        let x = Matrix.draws(rows, 130, seed: 8)
        var sums = Matrix(rows: 1, columns: 140)
        sums.addColumnSums(x, at: 10)
        for column in 0..<130 {
            let expected = (0..<rows).reduce(0.0) { $0 + x.at($1, column) }
            #expect(abs(sums.at(0, column + 10) - expected) < 1e-4)
        }
        #expect(sums.values.prefix(10).allSatisfy { $0 == 0 })
        let squares = x.values.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(x.sumOfSquares / squares - 1) < 1e-6)
    }

    @Test func `looked-up rows are summed, and gradients go back to them`() {
        let (word, position) = (Matrix.draws(9, 20, seed: 9), Matrix.draws(4, 20, seed: 10))
        let words: [Int32] = [3, 8, 3, 0, 3]
        let positions: [Int32] = [0, 1, 2, 0, 3]
        let sum = Matrix.sumOfRows([word, position], at: [words, positions])
        for row in 0..<5 {
            for column in 0..<20 {
                #expect(sum[row, column] == word[Int(words[row]), column] + position[Int(positions[row]), column])
            }
        }
        let gradients = Matrix.draws(5, 20, seed: 11)
        var table = Matrix(rows: 9, columns: 20)
        table.scatterAdd(gradients, to: words)
        for column in 0..<20 {
            let expected = gradients.at(0, column) + gradients.at(2, column) + gradients.at(4, column)
            #expect(table[3, column] == Float(expected))
            #expect(table[8, column] == gradients[1, column])
            #expect(table[1, column] == 0)
        }
    }

    @Test func `means of segments and their gradients`() {
        let x = Matrix.draws(7, 3, seed: 12)
        let means = x.segmentMeans([0, 1, 5, 7])
        #expect(means.rows(0..<1) == x.rows(0..<1))
        #expect(abs(means.at(1, 2) - (1...4).reduce(0) { $0 + x.at($1, 2) } / 4) < 1e-6)
        let gradients = Matrix.segmentMeansBackward(Matrix(rows: 3, columns: 1, [1, 2, 3]), [0, 1, 5, 7])
        #expect(gradients.values == [1, 0.5, 0.5, 0.5, 0.5, 1.5, 1.5])
    }

    @Test func `nothing depends on the number of threads`() {
        let (x, weights) = (Matrix.draws(900, 96, seed: 13), Matrix.draws(160, 96, seed: 14))
        let back = Matrix.draws(900, 160, seed: 15)
        let ids = (0..<900).map { Int32($0 * 7 % 160) }
        let (one, three) = withEachWorkerCount {
            var sum = weights
            sum.addProduct(transposed: back, x)
            sum.scatterAdd(x, to: ids)
            var bias = Matrix(rows: 1, columns: 160)
            bias.addColumnSums(back)
            return ([x.timesTransposed(weights), back.times(weights), sum, bias], sum.sumOfSquares)
        }
        #expect(one.0 == three.0)
        #expect(one.1 == three.1)
    }
}
