internal import MatrixKernels

/// Weighted means and covariances of states and concepts over the last rows of a run, the older the less.
///
/// A row that came t batches ago counts `memory`ᵗ times its weight.
struct DecayedMoments: Sendable {
    /// Σ ω and Σ ω² over rows.
    private(set) var mass = 0.0, squares = 0.0
    /// Σ ω x, `[width]`, and Σ ω z, `[concepts]`.
    private var states: [Double], concepts: [Double]
    /// Σ ω x xᵀ, `[width, width]`, and Σ ω x zᵀ, `[width, concepts]`.
    private var products: DoubleMatrix, crosses: DoubleMatrix

    init(width: Int, concepts count: Int) {
        states = Array(repeating: 0, count: width)
        concepts = Array(repeating: 0, count: count)
        products = DoubleMatrix(rows: width, columns: width)
        crosses = DoubleMatrix(rows: width, columns: count)
    }

    /// As many rows of equal weight would know the means as well: (Σ ω)² / Σ ω².
    var effectiveRows: Double { squares > 0 ? mass * mass / squares : 0 }
    /// The means of the states, `[width]`.
    var stateMeans: [Double] { states.map { $0 / mass } }
    /// The means of the concepts, `[concepts]`.
    var conceptMeans: [Double] { concepts.map { $0 / mass } }
    /// The covariance of the states, `[width, width]`.
    var covariance: DoubleMatrix {
        var result = (1 / mass) * products
        result.addOuterProduct(stateMeans, stateMeans, factor: -1)
        return result
    }
    /// The covariances of the states with the concepts, `[width, concepts]`.
    var crossCovariance: DoubleMatrix {
        var result = (1 / mass) * crosses
        result.addOuterProduct(stateMeans, conceptMeans, factor: -1)
        return result
    }

    /// Lets all rows so far count `memory` times what they did.
    mutating func fade(_ memory: Double) {
        mass *= memory
        squares *= memory * memory
        states = states.map { $0 * memory }
        concepts = concepts.map { $0 * memory }
        products = memory * products
        crosses = memory * crosses
    }

    /// Adds rows: states `[rows, width]`, concepts `[rows, concepts]` and weights `[rows]`.
    mutating func add(_ rows: DoubleMatrix, _ marks: DoubleMatrix, weights: [Double]) {
        mass += weights.reduce(0, +)
        squares += weights.reduce(0) { $0 + $1 * $1 }
        for (index, sum) in rows.columnSums(weights: weights).enumerated() { states[index] += sum }
        for (index, sum) in marks.columnSums(weights: weights).enumerated() { concepts[index] += sum }
        let weighted = rows.scalingRows(weights)
        products = products + weighted.transposedTimes(rows)
        crosses = crosses + weighted.transposedTimes(marks)
    }

    /// All of it as numbers, always as many.
    var numbers: [Double] {
        get { [mass, squares] + states + concepts + products.values + crosses.values }
        set {
            var rest = newValue[...]
            func take(_ count: Int) -> [Double] {
                defer { rest = rest.dropFirst(count) }
                return Array(rest.prefix(count))
            }
            (mass, squares) = (newValue[0], newValue[1])
            rest = rest.dropFirst(2)
            states = take(states.count)
            concepts = take(concepts.count)
            products = DoubleMatrix(
                rows: products.rows, columns: products.columns, take(products.rows * products.columns))
            crosses = DoubleMatrix(rows: crosses.rows, columns: crosses.columns, take(crosses.rows * crosses.columns))
        }
    }
}
