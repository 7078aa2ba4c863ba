internal import Glibc
internal import MatrixKernels
internal import NumericalKernels

/// The coefficients of a weighted ridge regression on who is present (Ribeiro, Singh, Guestrin 2016), as for texts.
///
/// As in the authors' package: the number of absent players is uniform in 1…n, and so is who they are; a coalition that
/// misses a share a of the players is at distance d = 100 (1 − √(1 − a)) and weighs exp(−d² / 2w²), w being the kernel's
/// width; the original counts once among `samples`; the ridge leaves the intercept alone. Unlike there every coalition
/// stands for its share of all, so that the values are those of infinitely many draws, estimated with standard errors (the
/// sandwich), and exact if all coalitions are affordable. No feature selection: every player keeps its coefficient. The
/// attribution's `score` is the weighted R².
public struct LIME: Explainer {
    /// The id in results.
    public let id = "lime"
    /// What it does, in one line.
    public let summary = "coefficients of a local weighted ridge regression"
    /// Who published it, with the year.
    public let source = "Ribeiro, Singh, Guestrin 2016"

    /// The width w of the kernel; distances run from 0 to 100.
    public let kernelWidth: Double
    /// The penalty on the square of the coefficients.
    public let penalty: Double
    /// As how many draws the coalitions count against the penalty and the original.
    public let samples: Double

    /// Makes the method.
    public init(kernelWidth: Double = 25, penalty: Double = 1, samples: Double = 5_000) {
        self.kernelWidth = kernelWidth
        self.penalty = penalty
        self.samples = samples
    }

    /// Divides the value of a game among its players; see `Explainer`.
    public func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution {
        try settings.validate()
        guard kernelWidth > 0, penalty >= 0, samples > 1 else {
            throw ExplanationsError.setting(
                name: "LIME's kernel width, penalty or samples", value: "\(kernelWidth), \(penalty), \(samples)",
                remedy: "they must be above 0, at least 0 and above 1")
        }
        let evaluator = try Evaluator(game)
        let count = evaluator.playerCount
        let kernel = (0..<count).map { weight(present: Double($0) / Double(count)) }
        // No size less often than a hundredth of the most frequent, or its last coalitions would never be drawn.
        let masses = kernel.map { max($0, (kernel.last ?? 1) / 100) }
        var design = SubsetDesign.sizes(playerCount: count, masses: masses, seed: settings.seed)
        let least = Int(min(design.total, Double(count + 9)))
        let all = Int(min(design.total, Double(max(0, settings.evaluations - 1))))
        guard all >= least else {
            throw ExplanationsError.tooFewEvaluations(
                method: id, given: settings.evaluations, needed: least + 1)
        }
        let everyone = try evaluator.values(of: [.everyone(playerCount: count)])[0]
        // The weight of each size's coalitions in the regression, over that of its coalitions in the sample.
        let total = masses.reduce(0, +)
        let factors = zip(kernel, masses).map { (samples - 1) / Double(count) * $0 * total / $1 }
        var look = settings.precision == nil ? all : min(all, max(least, 4 * count, 64))
        while true {
            let sample = design.sample(look)
            let weights = zip(sample.weights, sample.coalitions).map { $0 * factors[$1.count] }
            let fit = try LocalFit(
                self, sample.coalitions, weights: weights, values: evaluator.values(of: sample.coalitions),
                everyone: everyone)
            let attribution = attribution(fit, sample, everyone, evaluator.count, settings)
            if look == all || settings.isMet(by: attribution) { return attribution }
            look = min(all, look + look / 3)
        }
    }

    /// The weight of a coalition of a share of the players.
    private func weight(present: Double) -> Double {
        let distance = 100 * (1 - present.squareRoot())
        return exp(-distance * distance / (2 * kernelWidth * kernelWidth))
    }

    private func attribution(
        _ fit: LocalFit, _ sample: SubsetDesign.Sample, _ everyone: Double, _ evaluations: Int,
        _ settings: ExplanationSettings
    ) -> Attribution {
        var result: Attribution
        if sample.drawn == 0 {
            result = .exact(
                id, base: fit.intercept, everyone: everyone, evaluations: evaluations,
                confidence: settings.confidence, fit.coefficients)
        } else {
            let errors = ErrorCovariance(fit.errors(sample))
            result = .estimated(
                id, base: fit.intercept, everyone: everyone, evaluations: evaluations,
                confidence: settings.confidence, fit.coefficients, covariance: errors.covariance,
                degreesOfFreedom: errors.degreesOfFreedom)
        }
        result.score = fit.score
        return result
    }
}

/// A weighted ridge regression on who is present, the coalition of everyone in the last row.
private struct LocalFit {
    var coefficients: [Double] = []
    var intercept = 0.0
    var score: Double?
    /// Rows less their weighted mean, `[coalitions + 1, players]`.
    private var centred: DoubleMatrix
    private var inverse: DoubleMatrix
    private var residuals: [Double] = []
    private var weights: [Double]

    init(
        _ lime: LIME, _ coalitions: [Coalition], weights drawn: [Double], values: [Double], everyone: Double
    ) throws {
        let count = coalitions.first?.playerCount ?? 1
        let rows = coalitions + [.everyone(playerCount: count)]
        let targets = values + [everyone]
        weights = drawn + [1]
        centred = DoubleMatrix(rows: rows.count, columns: count)
        for (row, coalition) in rows.enumerated() {
            for player in 0..<count where coalition[player] { centred[row, player] = 1 }
        }
        let total = weights.reduce(0, +)
        let means = centred.columnSums(weights: weights).map { $0 / total }
        let mean = zip(weights, targets).reduce(0) { $0 + $1.0 * $1.1 } / total
        for row in rows.indices {
            for player in 0..<count { centred[row, player] -= means[player] }
        }
        let weighted = centred.scalingRows(weights)
        var gram = centred.transposedTimes(weighted)
        for player in 0..<count { gram[player, player] += lime.penalty }
        guard let inverse = gram.invertingPositiveDefinite() else {
            throw ExplanationsError.tooFewEvaluations(
                method: lime.id, given: rows.count, needed: 2 * rows.count)
        }
        self.inverse = inverse
        coefficients = inverse.times(weighted.transposed.times(targets.map { $0 - mean }))
        intercept = mean - zip(means, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        let fitted = centred.times(coefficients)
        residuals = zip(targets, fitted).map { $0 - mean - $1 }
        var (left, all) = (0.0, 0.0)
        for row in rows.indices {
            left += weights[row] * residuals[row] * residuals[row]
            all += weights[row] * (targets[row] - mean) * (targets[row] - mean)
        }
        score = all > 0 ? 1 - left / all : nil
    }

    /// What each drawn coalition adds to the error of each coefficient: the sandwich with HC2 and 1 − π.
    func errors(_ sample: SubsetDesign.Sample) -> DoubleMatrix {
        let spread = centred.times(inverse)
        let total = weights.reduce(0, +)
        let scales = weights.indices.map { row in
            guard row < sample.inclusion.count else { return 0.0 }
            var leverage = weights[row] / total
            for column in 0..<centred.columns { leverage += weights[row] * spread[row, column] * centred[row, column] }
            return weights[row] * residuals[row] * ((1 - sample.inclusion[row]) / max(0.05, 1 - leverage)).squareRoot()
        }
        return spread.scalingRows(scales)
    }
}
