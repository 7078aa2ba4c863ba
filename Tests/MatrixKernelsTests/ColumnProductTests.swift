import Testing

@testable import MatrixKernels

struct ColumnProductTests {
    static func drawn(_ rows: Int, _ columns: Int, _ start: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, (0..<rows * columns).map { Float(($0 * 37 + start) % 23 - 11) })
    }

    // Small whole numbers, so that every sum is exact.
    @Test(arguments: [1, 7, 300])
    func `products with some columns are those of loops`(rows: Int) {
        let inputs = ColumnProductTests.drawn(rows, 9, 1)
        let weights = ColumnProductTests.drawn(8, 3, 2)
        let before = ColumnProductTests.drawn(rows, 10, 3)
        var (first, second) = (before, before)
        first.addProduct(inputs, columns: 4..<7, transposed: weights, rows: 2..<6, scale: 0.5, atColumn: 5)
        second.addProduct(inputs, columns: 4..<8, weights, rows: 2..<6, scale: 2, atColumn: 1)
        let slopes = ColumnProductTests.drawn(8, 3, 5)
        var third = slopes
        third.addProduct(transposed: inputs, columns: 2..<6, before, columns: 3..<6, scale: 0.25, atRow: 3)
        for row in 0..<rows {
            for column in 0..<10 {
                var (one, two) = (before[row, column], before[row, column])
                if (5..<9).contains(column) {
                    for k in 0..<3 { one += 0.5 * inputs[row, 4 + k] * weights[2 + column - 5, k] }
                }
                if (1..<4).contains(column) {
                    for k in 0..<4 { two += 2 * inputs[row, 4 + k] * weights[2 + k, column - 1] }
                }
                #expect(first[row, column] == one)
                #expect(second[row, column] == two)
            }
        }
        for row in 0..<8 {
            for column in 0..<3 {
                var wanted = slopes[row, column]
                if (3..<7).contains(row) {
                    for k in 0..<rows { wanted += 0.25 * inputs[k, 2 + row - 3] * before[k, 3 + column] }
                }
                #expect(third[row, column] == wanted)
            }
        }
    }
}
