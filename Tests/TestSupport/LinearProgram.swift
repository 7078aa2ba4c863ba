/// The largest value of a linear function over x ≥ 0 with A x = b and upper bounds, by the simplex method.
///
/// Dense, two phases, Bland's rule: for the small problems of tests.
public struct LinearProgram {
    private var rows: [[Double]] = []
    private var right: [Double] = []
    private let variables: Int
    private var slacks = 0

    /// Begins a program with this many variables and no constraint.
    public init(variables: Int) { self.variables = variables }

    /// Demands Σ coefficientᵢ xᵢ = `value`.
    public mutating func equal(_ coefficients: [(index: Int, value: Double)], _ value: Double) {
        var row = [Double](repeating: 0, count: variables + slacks)
        for (index, coefficient) in coefficients { row[index] += coefficient }
        rows.append(row)
        right.append(value)
    }

    /// Demands Σ coefficientᵢ xᵢ ≤ `value`.
    public mutating func atMost(_ coefficients: [(index: Int, value: Double)], _ value: Double) {
        equal(coefficients, value)
        slacks += 1
        for index in rows.indices { rows[index] += Array(repeating: 0, count: variables + slacks - rows[index].count) }
        rows[rows.count - 1][variables + slacks - 1] = 1
    }

    /// Returns the largest value of Σ coefficientᵢ xᵢ, infinity if there is none, or nil if no x meets the constraints.
    public func maximum(_ coefficients: [(index: Int, value: Double)]) -> Double? {
        let columns = variables + slacks
        var tableau = zip(rows, right).enumerated().map { place, row -> [Double] in
            var padded = row.0 + Array(repeating: 0, count: columns - row.0.count)
            let sign: Double = row.1 < 0 ? -1 : 1
            padded = padded.map { $0 * sign }
            var artificial = [Double](repeating: 0, count: rows.count)
            artificial[place] = 1
            return padded + artificial + [row.1 * sign]
        }
        var basis = rows.indices.map { columns + $0 }
        var phaseOne = [Double](repeating: 0, count: columns + rows.count)
        for index in columns..<columns + rows.count { phaseOne[index] = -1 }
        guard let least = Self.solve(&tableau, &basis, phaseOne, usable: columns + rows.count), least > -1e-6 else {
            return nil
        }
        var objective = [Double](repeating: 0, count: columns + rows.count)
        for (index, value) in coefficients { objective[index] += value }
        // Artificial variables may stay in the basis at 0 but never come back.
        for row in tableau.indices where basis[row] >= columns {
            guard let column = (0..<columns).first(where: { abs(tableau[row][$0]) > 1e-7 }) else { continue }
            Self.pivot(&tableau, &basis, row, column)
        }
        return Self.solve(&tableau, &basis, objective, usable: columns) ?? .infinity
    }

    /// Maximises; nil if unbounded.
    private static func solve(
        _ tableau: inout [[Double]], _ basis: inout [Int], _ objective: [Double], usable: Int
    ) -> Double? {
        let last = objective.count
        var reduced = objective + [0]
        for (row, column) in basis.enumerated() where objective[column] != 0 {
            for index in 0...last { reduced[index] -= objective[column] * tableau[row][index] }
        }
        while true {
            guard let entering = (0..<usable).first(where: { reduced[$0] > 1e-9 }) else { return -reduced[last] }
            var leaving: Int?
            var best = Double.infinity
            for row in tableau.indices where tableau[row][entering] > 1e-9 {
                let ratio = tableau[row][last] / tableau[row][entering]
                let isTie = abs(ratio - best) <= 1e-12 && basis[row] < basis[leaving ?? row]
                if ratio < best - 1e-12 || isTie { (best, leaving) = (ratio, row) }
            }
            guard let leaving else { return nil }
            pivot(&tableau, &basis, leaving, entering)
            let factor = reduced[entering]
            for index in 0...last { reduced[index] -= factor * tableau[leaving][index] }
        }
    }

    private static func pivot(_ tableau: inout [[Double]], _ basis: inout [Int], _ row: Int, _ column: Int) {
        let divisor = tableau[row][column]
        tableau[row] = tableau[row].map { $0 / divisor }
        let pivot = tableau[row]
        for other in tableau.indices where other != row && tableau[other][column] != 0 {
            let factor = tableau[other][column]
            for index in pivot.indices { tableau[other][index] -= factor * pivot[index] }
        }
        basis[row] = column
    }
}
