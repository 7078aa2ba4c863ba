internal import MatrixKernels

/// The means of states and concepts over some rows, and Σ (x − x̄) (z − z̄)ᵀ, which merge exactly (Chan, Golub, LeVeque
/// 1983).
struct CrossMoments: Sendable {
    private(set) var count = 0
    private(set) var stateMeans: [Double]
    private(set) var conceptMeans: [Double]
    /// Σ (x − x̄) (z − z̄)ᵀ, `[width, concepts]`.
    private(set) var products: DoubleMatrix

    init(width: Int, concepts: Int) {
        stateMeans = Array(repeating: 0, count: width)
        conceptMeans = Array(repeating: 0, count: concepts)
        products = DoubleMatrix(rows: width, columns: concepts)
    }

    /// Takes the moments of rows: states `[rows, width]` and concepts `[rows, concepts]`.
    init(_ states: DoubleMatrix, _ concepts: DoubleMatrix) {
        self.init(width: states.columns, concepts: concepts.columns)
        guard states.rows > 0 else { return }
        count = states.rows
        stateMeans = states.columnSums().map { $0 / Double(states.rows) }
        conceptMeans = concepts.columnSums().map { $0 / Double(states.rows) }
        // Centred first: with a large mean the products lose half their digits.
        var (centred, centredConcepts) = (states, concepts)
        centred.addToRows(stateMeans, factor: -1)
        centredConcepts.addToRows(conceptMeans, factor: -1)
        products = centred.transposedTimes(centredConcepts)
    }

    /// Adds other rows.
    mutating func merge(_ other: CrossMoments) {
        guard other.count > 0 else { return }
        let (own, added) = (Double(count), Double(other.count))
        let total = own + added
        let stateGaps = zip(other.stateMeans, stateMeans).map { $0 - $1 }
        let conceptGaps = zip(other.conceptMeans, conceptMeans).map { $0 - $1 }
        products = products + other.products
        products.addOuterProduct(stateGaps, conceptGaps, factor: own * added / total)
        for index in stateMeans.indices { stateMeans[index] += added / total * stateGaps[index] }
        for index in conceptMeans.indices { conceptMeans[index] += added / total * conceptGaps[index] }
        count += other.count
    }
}
