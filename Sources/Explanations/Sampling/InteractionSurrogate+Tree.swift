internal import MatrixKernels

extension InteractionSurrogate {
    /// What the process says of half the mean difference between both halves of each inner node, over all its contexts:
    /// its mean, `[inner nodes]`, and its covariance, `[inner nodes, inner nodes]`, where that of the kernel's intercept is 1.
    ///
    /// Contexts are a product over siblings, and so is the kernel: with P± = Π (1 ± ω t) over the players of a node, its mean
    /// over a node's contexts is ½ (P⁺ P⁻ − P⁻ P⁺) of both halves, times ½ (P⁺ + P⁻) of every sibling on the path to the
    /// root. Nodes of which none lies below the other do not covary before there are observations.
    func halfDifferences(_ tree: PlayerTree) -> (means: [Double], covariance: DoubleMatrix) {
        let first = tree.inner.lowerBound
        var covariances = DoubleMatrix(rows: signs.rows, columns: tree.inner.count)
        for row in 0..<signs.rows {
            let found = products((0..<signs.columns).map { signs[row, $0] }, tree).differences
            for (column, value) in found.enumerated() { covariances[row, column] = value }
        }
        let (ofEveryone, variances) = products([Double](repeating: 1, count: signs.columns), tree)
        var covariance = DoubleMatrix(rows: tree.inner.count, columns: tree.inner.count)
        func visit(_ node: Int, above: Int, sign: Double) {
            guard node >= first else { return }
            let value = sign * ofEveryone[node - first]
            covariance[node - first, above - first] = value
            covariance[above - first, node - first] = value
            let (left, right) = tree.halves(of: node)
            visit(left, above: above, sign: sign)
            visit(right, above: above, sign: sign)
        }
        for node in tree.inner {
            covariance[node - first, node - first] = variances[node - first]
            let (left, right) = tree.halves(of: node)
            visit(left, above: node, sign: 1)
            visit(right, above: node, sign: -1)
        }
        return (
            covariances.transposed.times(solution), covariance - covariances.transposedTimes(inverse.times(covariances))
        )
    }

    /// The covariance of a coalition with each inner node's half difference; for everyone also that of each with itself.
    private func products(_ signs: [Double], _ tree: PlayerTree) -> (differences: [Double], ofThemselves: [Double]) {
        var plus = [Double](repeating: 1, count: tree.nodeCount)
        var minus = plus
        var sums = plus
        for player in 0..<tree.playerCount {
            plus[player] = 1 + scales[player] * signs[player]
            minus[player] = 1 - scales[player] * signs[player]
            sums[player] = signs[player]
        }
        for node in tree.inner {
            let (left, right) = tree.halves(of: node)
            plus[node] = plus[left] * plus[right]
            minus[node] = minus[left] * minus[right]
            sums[node] = sums[left] + sums[right]
        }
        var outside = [Double](repeating: 1, count: tree.nodeCount)
        var differences = [Double](repeating: 0, count: tree.inner.count)
        var own = differences
        for node in tree.inner.reversed() {
            let (left, right) = tree.halves(of: node)
            outside[left] = outside[node] * (plus[right] + minus[right]) / 2
            outside[right] = outside[node] * (plus[left] + minus[left]) / 2
            let index = node - tree.inner.lowerBound
            differences[index] =
                outside[node] * (plus[left] * minus[right] - minus[left] * plus[right]) / 2
                + Self.mainVariance * (sums[left] - sums[right])
            own[index] = outside[node] * (plus[node] - minus[node]) / 2 + Self.mainVariance * sums[node]
        }
        return (differences, own)
    }
}
