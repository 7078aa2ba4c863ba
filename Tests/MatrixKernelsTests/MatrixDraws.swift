import Synchronization
import MatrixKernels
import NumericalKernels

extension Matrix {
    /// Normal draws, `[rows, columns]`.
    static func draws(_ rows: Int, _ columns: Int, seed: UInt64, deviation: Double = 1) -> Matrix {
        var generator = SeededGenerator(seed: seed)
        return Matrix(
            rows: rows, columns: columns, (0..<rows * columns).map { _ in Float(deviation * generator.normal()) })
    }

    /// This matrix plus `step` times another.
    func moved(along direction: Matrix, by step: Double) -> Matrix {
        Matrix(
            rows: rows, columns: columns,
            zip(values, direction.values).map { Float(Double($0) + step * Double($1)) })
    }

    /// Σ a b in Double.
    func dot(_ other: Matrix) -> Double { zip(values, other.values).reduce(0) { $0 + Double($1.0) * Double($1.1) } }

    /// The largest difference.
    func distance(to other: Matrix) -> Double {
        guard rows == other.rows && columns == other.columns else { return .infinity }
        return zip(values, other.values).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
    }

    /// An element in Double.
    func at(_ row: Int, _ column: Int) -> Double { Double(self[row, column]) }
}

/// Calls `body` with one worker, then with three, and puts the number back.
func withEachWorkerCount<Result>(_ body: () throws -> Result) rethrows -> (one: Result, three: Result) {
    let before = ParallelLoop.workers.load(ordering: .relaxed)
    defer { ParallelLoop.workers.store(before, ordering: .relaxed) }
    ParallelLoop.workers.store(1, ordering: .relaxed)
    let one = try body()
    ParallelLoop.workers.store(3, ordering: .relaxed)
    return (one, try body())
}
