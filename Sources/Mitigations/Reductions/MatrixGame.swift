/// The value of a two-player zero-sum game in matrix form, with an optimal mixture of each player.
///
/// The player of rows wants the payoff small, the player of columns wants it large. With all payoffs raised above 0, the
/// least value v is 1 / max Σ x over x ≥ 0 with Aᵀ x ≤ 1, whose duals are the other player's mixture (Dantzig 1951): a
/// linear programme that starts from a feasible corner and is solved by the simplex method.
struct MatrixGame {
    /// How often each row is played, `[rows]`, and each column, `[columns]`; each sums to 1.
    let rowShares: [Double], columnShares: [Double]
    /// The payoff that neither player can better alone.
    let value: Double

    /// Solves a game; costs O(columns · (rows + columns)) a pivot, of which there are a few times the columns.
    ///
    /// - Parameter payoffs: `[rows][columns]`, at least one of each, finite.
    init(_ payoffs: [[Double]]) {
        let (rows, columns) = (payoffs.count, payoffs.first?.count ?? 0)
        precondition(rows > 0 && columns > 0 && payoffs.allSatisfy { $0.count == columns }, "a game without moves")
        let least = payoffs.reduce(Double.infinity) { min($0, $1.min() ?? 0) }
        let shift = 1 - least
        // One constraint for each column of the game; its variables, its slacks and its right side.
        let width = rows + columns + 1
        var tableau = (0..<columns).map { column -> [Double] in
            var line = payoffs.map { $0[column] + shift }
            line += (0..<columns).map { $0 == column ? 1 : 0 }
            return line + [1]
        }
        var objective = [Double](repeating: 1, count: rows) + [Double](repeating: 0, count: columns + 1)
        var basis = (0..<columns).map { rows + $0 }
        var pivots = 0
        while true {
            pivots += 1
            let improving = (0..<width - 1).filter { objective[$0] > 1e-12 }
            // The steepest column is fast; after very many pivots the first one cannot go round in circles (Bland 1977).
            guard let entering = pivots < 2000 ? improving.max(by: { objective[$0] < objective[$1] }) : improving.first
            else { break }
            var leaving: Int?
            var best = Double.infinity
            for line in tableau.indices where tableau[line][entering] > 1e-11 {
                let ratio = tableau[line][width - 1] / tableau[line][entering]
                let isTie = ratio <= best + 1e-15 && leaving.map { basis[line] < basis[$0] } ?? false
                if ratio < best - 1e-15 || isTie { (best, leaving) = (ratio, line) }
            }
            guard let leaving, pivots < 20_000 else { break }
            let divisor = tableau[leaving][entering]
            for place in 0..<width { tableau[leaving][place] /= divisor }
            let pivot = tableau[leaving]
            for line in tableau.indices where line != leaving && tableau[line][entering] != 0 {
                let factor = tableau[line][entering]
                for place in 0..<width { tableau[line][place] -= factor * pivot[place] }
            }
            let factor = objective[entering]
            for place in 0..<width { objective[place] -= factor * pivot[place] }
            basis[leaving] = entering
        }
        var mixture = [Double](repeating: 0, count: rows)
        for (line, variable) in basis.enumerated() where variable < rows {
            mixture[variable] = max(0, tableau[line][width - 1])
        }
        let duals = (0..<columns).map { max(0, -objective[rows + $0]) }
        let (sum, dualSum) = (mixture.reduce(0, +), duals.reduce(0, +))
        rowShares = mixture.map { $0 / sum }
        columnShares = duals.map { $0 / dualSum }
        value = 1 / sum - shift
    }
}
