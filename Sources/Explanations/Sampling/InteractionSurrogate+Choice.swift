internal import MatrixKernels

extension InteractionSurrogate {
    /// The most pairs on which the strength of interactions is chosen.
    private static let mostForChoice = 384
    /// The sum of all ω: how much interactions weigh against main effects.
    private static let strengths = [0.5, 1, 2, 4, 8]

    /// Fits observations with the ω that predict each pair best from all others, as large as the roots of the main effects;
    /// nil if every covariance is singular.
    ///
    /// Who matters alone tends to matter together; half way between that and all alike errs as little as choosing between
    /// them would, for half the work.
    ///
    /// - Parameters:
    ///   - signs: `[pairs + 1, players]`, everyone in the last row.
    ///   - observations: `[pairs + 1]`.
    ///   - mainEffects: About what each player adds, `[players]`.
    ///   - weights: What the square of each pair's error counts, `[pairs]`.
    static func fitted(
        signs: DoubleMatrix, observations: [Double], mainEffects: [Double], weights: [Double]
    ) -> InteractionSurrogate? {
        let count = Double(signs.columns)
        let mean = mainEffects.reduce(0) { $0 + abs($1) } / count
        let shape = mainEffects.map { mean > 0 ? (abs($0) / mean).squareRoot() : 1 }
        let pairs = weights.count
        // Spread over the sample, in which neighbours are alike, with everyone last.
        let step = max(1, (pairs + mostForChoice - 1) / mostForChoice)
        let rows = Array(stride(from: 0, to: pairs, by: step)) + [pairs]
        let (some, someObservations) = (signs.rows(at: rows), rows.map { observations[$0] })
        var best: (error: Double, fit: InteractionSurrogate)?
        for strength in strengths {
            let scales = shape.map { min(0.95, strength / count * $0) }
            guard let fit = InteractionSurrogate(signs: some, observations: someObservations, scales: scales)
            else { continue }
            let residuals = fit.leaveOneOutResiduals
            var error = 0.0
            for (index, row) in rows.dropLast().enumerated() {
                error += weights[row] * residuals[index] * residuals[index]
            }
            if error.isFinite, error < best?.error ?? .infinity { best = (error, fit) }
        }
        guard let best else { return nil }
        return step == 1
            ? best.fit : InteractionSurrogate(signs: signs, observations: observations, scales: best.fit.scales)
    }
}
