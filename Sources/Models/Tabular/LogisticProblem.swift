internal import MatrixKernels

/// The objective of a logistic regression with its derivatives, on scaled features.
struct LogisticProblem {
    /// `[rows, width]`.
    let design: DoubleMatrix
    let targets: [Int]
    /// The rows of coefficients: 1 for two classes.
    let outputs: Int
    let weights: [Double]
    let settings: LogisticSettings

    /// The objective at one point, and what its derivatives need.
    struct Point {
        var objective: Double
        /// The probability of each output's class, `[rows, outputs]`.
        var probabilities: DoubleMatrix
    }

    init(design: DoubleMatrix, targets: [Int], classes: Int, weights: [Double]?, settings: LogisticSettings) {
        self.design = design
        self.targets = targets
        outputs = classes == 2 ? 1 : classes
        self.weights = weights ?? Array(repeating: 1, count: targets.count)
        self.settings = settings
    }

    /// The coefficients of each output, the intercept included.
    var width: Int { design.columns }

    func evaluate(_ parameters: DoubleMatrix) -> Point {
        let products = design.timesTransposed(parameters)
        var logits =
            outputs == 1 ? DoubleMatrix(joining: [DoubleMatrix(rows: design.rows, columns: 1), products]) : products
        let chosen = targets.indices.map { logits[$0, targets[$0]] }
        let normalizers = logits.softmaxRows()
        var objective = 0.0
        for row in targets.indices { objective += weights[row] * (normalizers[row] - chosen[row]) }
        for output in 0..<outputs {
            for column in 0..<penalized {
                let value = parameters[output, column]
                objective += settings.ridge / 2 * value * value + settings.lasso * abs(value)
            }
        }
        let probabilities = outputs == 1 ? logits.column(1) : logits
        return Point(objective: objective, probabilities: probabilities)
    }

    /// Returns a Newton step, and how much its quadratic model says that the objective falls.
    func step(from parameters: DoubleMatrix, _ point: Point) -> (direction: DoubleMatrix, decrease: Double) {
        let slope = gradient(parameters, point.probabilities).values
        let curvature = hessian(point.probabilities)
        let direction: [Double]
        var change = 0.0
        if settings.lasso > 0 {
            direction =
                CoordinateDescent(
                    curvature: curvature, slope: slope, start: parameters.values,
                    penalties: (0..<slope.count).map { $0 % width < penalized ? settings.lasso : 0 }
                ).solution
            for index in slope.indices where index % width < penalized {
                let old = parameters.values[index]
                change += settings.lasso * (abs(old + direction[index]) - abs(old))
            }
        } else {
            direction = LogisticProblem.solve(curvature, slope).map { -$0 }
        }
        for index in slope.indices { change += slope[index] * direction[index] }
        return (DoubleMatrix(rows: outputs, columns: width, direction), max(0, -change))
    }

    /// Returns a step of L-BFGS, and how much the objective falls along it to first order.
    func step(
        from parameters: DoubleMatrix, _ point: Point, _ memory: inout LimitedMemory
    ) -> (direction: DoubleMatrix, decrease: Double) {
        let slope = gradient(parameters, point.probabilities).values
        let direction = memory.direction(at: parameters.values, slope: slope)
        return (DoubleMatrix(rows: outputs, columns: width, direction), max(0, -slope.dot(direction)))
    }

    /// The columns that penalties hold for.
    private var penalized: Int { settings.hasIntercept ? width - 1 : width }

    /// Σ wᵢ (pᵢ − yᵢ) xᵢ + λ₂ β, `[outputs, width]`.
    private func gradient(_ parameters: DoubleMatrix, _ probabilities: DoubleMatrix) -> DoubleMatrix {
        var residuals = probabilities
        for row in targets.indices {
            if outputs == 1 {
                if targets[row] == 1 { residuals[row, 0] -= 1 }
            } else {
                residuals[row, targets[row]] -= 1
            }
            for output in 0..<outputs { residuals[row, output] *= weights[row] }
        }
        var result = residuals.transposedTimes(design)
        for output in 0..<outputs {
            for column in 0..<penalized { result[output, column] += settings.ridge * parameters[output, column] }
        }
        return result
    }

    /// Σ wᵢ pᵢₐ (1[a = b] − pᵢ_b) xᵢ xᵢᵀ + λ₂, `[outputs · width, outputs · width]`.
    private func hessian(_ probabilities: DoubleMatrix) -> DoubleMatrix {
        var result = DoubleMatrix(rows: outputs * width, columns: outputs * width)
        let pairs = (0..<outputs).flatMap { first in (0...first).map { (first, $0) } }
        let blocks = ParallelLoop.map(pairs.count) { number in
            let (first, second) = pairs[number]
            let factors = targets.indices.map { row in
                let p = probabilities[row, first]
                return weights[row] * p * ((first == second ? 1 : 0) - probabilities[row, second])
            }
            return design.scalingRows(factors).transposedTimes(design)
        }
        for (pair, block) in zip(pairs, blocks) {
            for row in 0..<width {
                for column in 0..<width {
                    result[pair.0 * width + row, pair.1 * width + column] = block[row, column]
                    result[pair.1 * width + row, pair.0 * width + column] = block[row, column]
                }
            }
        }
        for index in 0..<result.rows where index % width < penalized { result[index, index] += settings.ridge }
        // Adding one number to a coefficient of every class changes nothing but the penalty: where there is none, the
        // direction is made to cost something, so that the step, which has no part in it, can be solved for.
        for column in 0..<width where outputs > 1 && (column >= penalized || settings.ridge == 0) {
            for first in 0..<outputs {
                for second in 0..<outputs { result[first * width + column, second * width + column] += 1 }
            }
        }
        return result
    }

    /// Solves with more and more added to the diagonal until the matrix is definite.
    private static func solve(_ curvature: DoubleMatrix, _ slope: [Double]) -> [Double] {
        var damped = curvature
        var damping = 1e-13 * max(curvature.trace, Double.leastNormalMagnitude)
        while true {
            if let solution = damped.solvingPositiveDefinite(slope) { return solution }
            guard damping.isFinite else { return slope.map { _ in 0 } }
            for index in 0..<damped.rows { damped[index, index] += damping }
            damping *= 100
        }
    }
}

extension DoubleMatrix {
    /// Returns one column, `[rows, 1]`.
    fileprivate func column(_ number: Int) -> DoubleMatrix {
        DoubleMatrix(rows: rows, columns: 1, (0..<rows).map { self[$0, number] })
    }
}
