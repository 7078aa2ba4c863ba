import NumericalKernels
import Testing

@testable import MatrixKernels

struct DoubleMatrixTests {
    static func draws(_ rows: Int, _ columns: Int, seed: UInt64) -> DoubleMatrix {
        var generator = SeededGenerator(seed: seed)
        return DoubleMatrix(rows: rows, columns: columns, (0..<rows * columns).map { _ in generator.normal() })
    }

    static func distance(_ first: DoubleMatrix, _ second: DoubleMatrix) -> Double {
        zip(first.values, second.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test func `products equal sums written out`() {
        let (a, b) = (DoubleMatrixTests.draws(5, 3, seed: 1), DoubleMatrixTests.draws(3, 4, seed: 2))
        var expected = DoubleMatrix(rows: 5, columns: 4)
        for row in 0..<5 {
            for column in 0..<4 { for k in 0..<3 { expected[row, column] += a[row, k] * b[k, column] } }
        }
        #expect(DoubleMatrixTests.distance(a.times(b), expected) < 1e-14)
        #expect(DoubleMatrixTests.distance(a.timesTransposed(b.transposed), expected) < 1e-14)
        #expect(DoubleMatrixTests.distance(a.transposed.transposedTimes(b), expected) < 1e-14)
        let vector = [1.0, -2, 0.5]
        #expect(a.times(vector) == a.times(DoubleMatrix(rows: 3, columns: 1, vector)).values)
    }

    @Test func `sums, scalings and cuts do what they say`() {
        let a = DoubleMatrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
        #expect(a.columnSums() == [5, 7, 9])
        #expect(a.columnSums(weights: [2, 1]) == [6, 9, 12])
        #expect(a.scalingColumns([1, 0, 2]).values == [1, 0, 6, 4, 0, 12])
        #expect(a.scalingRows([2, -1]).values == [2, 4, 6, -4, -5, -6])
        #expect(a.columns(first: 2).values == [1, 2, 4, 5])
        #expect(a.rows(first: 1).values == [1, 2, 3])
        #expect(a.rows(at: [1, 1]).values == [4, 5, 6, 4, 5, 6])
        #expect(DoubleMatrix(joining: [a, a.columns(first: 1)]).values == [1, 2, 3, 1, 4, 5, 6, 4])
        #expect((a - 0.5 * a + a).values == [1.5, 3, 4.5, 6, 7.5, 9])
        var outer = DoubleMatrix(rows: 2, columns: 2)
        outer.addOuterProduct([1, 2], [3, 4], factor: 2)
        #expect(outer.values == [6, 8, 12, 16])
        #expect(outer.trace == 22 && outer.sumOfSquares == 36 + 64 + 144 + 256)
        outer.addToRows([1, -1], factor: 2)
        #expect(outer.values == [8, 6, 14, 14])
        #expect(DoubleMatrix(a.rounded) == a)
    }

    @Test func `eigenvalues of known matrices`() throws {
        // Only the lower triangle is read: 9 is not.
        let two = try #require(SymmetricEigen(DoubleMatrix(rows: 2, columns: 2, [2, 9, 1, 2])))
        #expect(abs(two.values[0] - 1) < 1e-14 && abs(two.values[1] - 3) < 1e-14)
        #expect(abs(two.vectors[1, 0] - two.vectors[1, 1]) < 1e-14)
        #expect(SymmetricEigen(DoubleMatrix(rows: 1, columns: 1, [.nan])) == nil)
        #expect(SymmetricEigen(DoubleMatrix(rows: 0, columns: 0))?.values == [])
    }

    @Test(arguments: [1, 3, 40]) func `eigenvectors are orthonormal and rebuild the matrix`(size: Int) throws {
        let draws = DoubleMatrixTests.draws(size, size, seed: 3)
        let matrix = draws + draws.transposed
        let eigen = try #require(SymmetricEigen(matrix))
        #expect(eigen.values == eigen.values.sorted())
        let identity = DoubleMatrix(identity: size)
        #expect(DoubleMatrixTests.distance(eigen.vectors.timesTransposed(eigen.vectors), identity) < 1e-13)
        #expect(DoubleMatrixTests.distance(eigen.mapping { $0 }, matrix) < 1e-12)
        #expect(DoubleMatrixTests.distance(eigen.mapping { $0 * $0 }, matrix.times(matrix)) < 1e-11)
    }

    @Test(arguments: [(1, 1), (6, 3), (3, 6), (50, 20)])
    func `singular vectors are orthonormal and rebuild the matrix`(rows: Int, columns: Int) throws {
        let matrix = DoubleMatrixTests.draws(rows, columns, seed: 4)
        let singular = try #require(SingularValues(matrix))
        let count = min(rows, columns)
        let identity = DoubleMatrix(identity: count)
        #expect(singular.values == singular.values.sorted(by: >) && singular.rank(tolerance: 1e-12) == count)
        #expect(DoubleMatrixTests.distance(singular.left.transposedTimes(singular.left), identity) < 1e-13)
        #expect(DoubleMatrixTests.distance(singular.right.timesTransposed(singular.right), identity) < 1e-13)
        let rebuilt = singular.left.scalingColumns(singular.values).times(singular.right)
        #expect(DoubleMatrixTests.distance(rebuilt, matrix) < 1e-12)
        let eigen = try #require(SymmetricEigen(matrix.timesTransposed(matrix)))
        #expect(abs((eigen.values.last ?? 0) - singular.values[0] * singular.values[0]) < 1e-11)
        #expect(SingularValues(DoubleMatrix(rows: 1, columns: 1, [.infinity])) == nil)
    }

    @Test func `the rank of a product is that of its thinnest factor`() throws {
        let matrix = DoubleMatrixTests.draws(9, 2, seed: 5).times(DoubleMatrixTests.draws(2, 7, seed: 6))
        #expect(try #require(SingularValues(matrix)).rank(tolerance: 1e-12) == 2)
        #expect(SingularValues(DoubleMatrix(rows: 3, columns: 2))?.rank(tolerance: 1e-12) == 0)
    }

    @Test func `a positive definite system is solved and no other`() throws {
        let draws = DoubleMatrixTests.draws(8, 8, seed: 7)
        let matrix = draws.timesTransposed(draws)
        let right = DoubleMatrixTests.draws(8, 1, seed: 8).values
        let solution = try #require(matrix.solvingPositiveDefinite(right))
        #expect(zip(matrix.times(solution), right).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(DoubleMatrix(rows: 2, columns: 2, [1, 2, 2, 1]).solvingPositiveDefinite([1, 1]) == nil)
    }

    @Test func `a positive definite matrix is inverted and no other`() throws {
        let draws = DoubleMatrixTests.draws(8, 8, seed: 7)
        let matrix = draws.timesTransposed(draws)
        let inverse = try #require(matrix.invertingPositiveDefinite())
        let product = matrix.times(inverse) - DoubleMatrix(identity: 8)
        #expect(product.values.allSatisfy { abs($0) < 1e-8 })
        #expect(inverse == inverse.transposed)
        #expect(DoubleMatrix(rows: 2, columns: 2, [1, 2, 2, 1]).invertingPositiveDefinite() == nil)
        #expect(DoubleMatrix(rows: 0, columns: 0).invertingPositiveDefinite()?.rows == 0)
    }

    @Test func `an affine map moves rows, and one map behind another is their product`() {
        let first = AffineMap(matrix: DoubleMatrix(rows: 2, columns: 2, [0, 1, -1, 0]), shift: [1, 2])
        let second = AffineMap(matrix: DoubleMatrix(rows: 2, columns: 2, [2, 0, 0, 3]), about: [1, 1])
        let rows = Matrix(rows: 2, columns: 2, [1, 0, 3, -2])
        #expect(first(rows).values == [1, 1, -1, -1])
        #expect(second(Matrix(rows: 1, columns: 2, [1, 1])).values == [1, 1])
        #expect(second.after(first)(rows) == second(first(rows)))
        let many = Matrix.draws(2500, 3, seed: 9)
        let map = AffineMap(matrix: DoubleMatrixTests.draws(3, 3, seed: 10), shift: [1, 2, 3])
        let (one, three) = withEachWorkerCount { map(many) }
        #expect(one == three)
        #expect(map(many.rows(2040..<2060)) == one.rows(2040..<2060))
        #expect(map(Matrix(rows: 0, columns: 3)).rows == 0)
    }
}
