public import MatrixKernels

/// A logistic regression with how its fit went.
///
/// The coefficients minimise Σ wᵢ ℓ(xᵢ, yᵢ) + λ₂ / 2 Σ β² + λ₁ Σ |β|, the loss ℓ being minus the log probability of the
/// class. Newton's method finds them with step halving; under a lasso each step minimises its quadratic model by
/// coordinate descent (Friedman, Hastie, Tibshirani 2010). Very many coefficients are found by L-BFGS. Nothing is random.
public struct LogisticFit: Sendable {
    /// The model.
    public let model: LogisticRegression
    /// The steps taken.
    public let steps: Int
    /// Whether the last step was as small as rounding; without penalty it never is where the features separate the classes.
    public let isConverged: Bool
    /// What was minimised, at the end.
    public let objective: Double

    /// Fits a model.
    ///
    /// Costs O(rows · (features · outputs)²) a step of Newton's method, with one output for two classes.
    ///
    /// - Parameters:
    ///   - features: `[rows, features]`, finite.
    ///   - targets: The class of each row, `[rows]`, from 0 on.
    ///   - classes: The number of classes, at least 2; not every one needs a row.
    ///   - weights: How much each row counts, `[rows]`, not negative; nil counts all alike.
    ///   - settings: The penalties, how features are scaled, and the most steps.
    public init(
        features: Matrix, targets: [Int], classes: Int, weights: [Double]? = nil,
        settings: LogisticSettings = LogisticSettings()
    ) {
        precondition(
            targets.count == features.rows && weights.map { $0.count == features.rows } ?? true,
            "\(targets.count) targets for \(features.rows) rows")
        precondition(
            classes >= 2 && targets.allSatisfy { $0 >= 0 && $0 < classes }, "targets outside \(classes) classes")
        let scaling = FeatureScaling(features, weights: weights, settings)
        let problem = LogisticProblem(
            design: scaling.design, targets: targets, classes: classes, weights: weights, settings: settings)
        var parameters = DoubleMatrix(rows: problem.outputs, columns: problem.width)
        var current = problem.evaluate(parameters)
        // A Hessian too large to be worth its while; a lasso needs it.
        let isLarge = problem.outputs * problem.width > settings.newtonLimit && settings.lasso == 0
        var memory = LimitedMemory()
        var (steps, isConverged) = (0, false)
        while steps < (isLarge ? 10 : 1) * settings.maximumSteps && !isConverged {
            let step =
                isLarge ? problem.step(from: parameters, current, &memory) : problem.step(from: parameters, current)
            steps += 1
            // So near the minimum the objective is flat to rounding, and a whole Newton step the best there is.
            isConverged = step.decrease <= 1e-13 * max(current.objective, Double.leastNormalMagnitude)
            var share = 1.0
            var moved = parameters + step.direction
            var next = problem.evaluate(moved)
            while !isConverged && !(next.objective <= current.objective - 1e-4 * share * step.decrease) {
                share /= 2
                guard share > 1e-10 else { break }
                moved = parameters + share * step.direction
                next = problem.evaluate(moved)
            }
            guard share > 1e-10 else { break }
            (parameters, current) = (moved, next)
        }
        self.steps = steps
        self.isConverged = isConverged
        objective = current.objective
        model = scaling.model(parameters, classes: classes)
    }
}

/// Features moved to mean 0 where there is an intercept to make up for it, and to variance 1 if asked for.
struct FeatureScaling {
    private let centres: [Double]
    private let scales: [Double]
    private let hasIntercept: Bool
    /// The features, and a last column of ones if there is an intercept, `[rows, features or one more]`.
    let design: DoubleMatrix

    init(_ features: Matrix, weights: [Double]?, _ settings: LogisticSettings) {
        var wide = DoubleMatrix(features)
        let total = weights?.reduce(0, +) ?? Double(features.rows)
        var centres = [Double](repeating: 0, count: features.columns)
        var scales = [Double](repeating: 1, count: features.columns)
        if total > 0 && (settings.hasIntercept || settings.isStandardized) {
            let means = wide.columnSums(weights: weights).map { $0 / total }
            if settings.isStandardized {
                var centred = wide
                centred.addToRows(means, factor: -1)
                let variances = centred.squared.columnSums(weights: weights).map { $0 / total }
                // A column that is constant but for rounding has no scale.
                scales = zip(variances, means).map { $0 > 1e-20 * $1 * $1 ? $0.squareRoot() : 1 }
            }
            if settings.hasIntercept { centres = means }
        }
        wide.addToRows(centres, factor: -1)
        wide = wide.scalingColumns(scales.map { 1 / $0 })
        self.centres = centres
        self.scales = scales
        hasIntercept = settings.hasIntercept
        let ones = DoubleMatrix(rows: features.rows, columns: 1, Array(repeating: 1, count: features.rows))
        design = hasIntercept ? DoubleMatrix(joining: [wide, ones]) : wide
    }

    /// The model in the units of the features.
    func model(_ parameters: DoubleMatrix, classes: Int) -> LogisticRegression {
        let width = scales.count
        let coefficients = parameters.columns(first: width).scalingColumns(scales.map { 1 / $0 })
        let moved = coefficients.times(centres)
        var intercepts = moved.indices.map { (hasIntercept ? parameters[$0, width] : 0) - moved[$0] }
        if hasIntercept && classes > 2 {
            // One number added to all of them changes no probability.
            let mean = intercepts.reduce(0, +) / Double(classes)
            for index in intercepts.indices { intercepts[index] -= mean }
        }
        return LogisticRegression(classes: classes, coefficients: coefficients, intercepts: intercepts)
    }
}

extension DoubleMatrix {
    /// The square of each element.
    fileprivate var squared: DoubleMatrix { DoubleMatrix(rows: rows, columns: columns, values.map { $0 * $0 }) }
}
