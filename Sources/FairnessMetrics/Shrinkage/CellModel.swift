internal import Glibc
internal import NumericalKernels

/// The beta-binomial-logit model of the rates of cells (Williams 1982; Tak, Morris 2017).
///
/// Successes yᵢ of nᵢ are binomial given the cell's rate θᵢ; θᵢ ~ Beta(r μᵢ, r (1 − μᵢ)); logit μᵢ is the sum of an
/// average and one effect for the value of each attribute. So a cell is expected where its attributes, each alone,
/// put it, and r says how far cells stray from there. Under weights an effective size stands for nᵢ.
///
/// Priors: Jeffreys' for the average, normal with `effectSpread` for the effects on the logit scale, and for r the one
/// under which the weight r / (r + n₀) on the expectation is uniform, n₀ the median size (Daniels 1999): always proper.
struct CellModel {
    /// A cell's evidence and which parameters its expectation sums.
    struct Cell {
        var successes: Double
        var size: Double
        var terms: [Int]
    }

    /// The mode of the parameters at a given r, and the curvature there.
    struct Fit {
        var parameters: [Double]
        var information: CholeskyFactor
        /// The log posterior density of ln r, up to a constant (Laplace's approximation over the parameters).
        var logPosterior: Double
    }

    /// Standard deviation of an attribute value's effect: its odds lie within a factor of 19 in 95 %.
    static let effectSpread = 1.5

    /// What an evaluation at one r needs of it in every cell.
    private struct Precision {
        var r: Double
        /// ln Γ(r).
        var logGamma: Double
        /// ln Γ(n + r) of each cell.
        var logGammas: [Double]
    }

    let cells: [Cell]
    let parameters: Int
    private let typicalSize: Double

    init(cells: [Cell], parameters: Int) {
        self.cells = cells
        self.parameters = parameters
        typicalSize = cells.map(\.size).sorted()[cells.count / 2]
    }

    /// The range of ln r outside of which there is nothing to find.
    var range: ClosedRange<Double> {
        let largest = cells.reduce(typicalSize) { max($0, $1.size) }
        return log(0.02)...log(200 * max(1, largest))
    }

    /// Returns the mode at ln r = `logPrecision`, by Newton's method from `start`; nil if the curvature is degenerate.
    func fit(logPrecision: Double, from start: [Double]) -> Fit? {
        let r = exp(logPrecision)
        let precision = precision(r)
        var beta = start
        var (value, gradient, expected, observed) = derivatives(beta, precision)
        for _ in 0..<40 {
            guard let factor = CholeskyFactor(expected, size: parameters) else { return nil }
            let step = factor.solve(gradient)
            let promise = zip(step, gradient).reduce(0) { $0 + $1.0 * $1.1 }
            var scale = 1.0
            while true {
                let trial = zip(beta, step).map { $0 + scale * $1 }
                let next = derivatives(trial, precision)
                if next.value >= value - 1e-9 * abs(value) || scale < 1e-4 {
                    beta = trial
                    (value, gradient, expected, observed) = next
                    break
                }
                scale /= 2
            }
            if promise < 1e-10 { break }
        }
        guard
            let information = CholeskyFactor(observed, size: parameters) ?? CholeskyFactor(expected, size: parameters)
        else { return nil }
        let prior = log(r) + log(typicalSize) - 2 * log(r + typicalSize)
        return Fit(
            parameters: beta, information: information,
            logPosterior: value + prior - 0.5 * information.logDeterminant)
    }

    /// The log likelihood with the parameters' priors, its gradient, and two forms of minus its curvature: one that is
    /// always positive, and the observed one.
    func derivatives(
        _ beta: [Double], _ r: Double
    ) -> (value: Double, gradient: [Double], expected: [Double], observed: [Double]) {
        derivatives(beta, precision(r))
    }

    private func precision(_ r: Double) -> Precision {
        Precision(
            r: r, logGamma: BetaFunction.logGamma(r), logGammas: cells.map { BetaFunction.logGamma($0.size + r) })
    }

    private func derivatives(
        _ beta: [Double], _ precision: Precision
    ) -> (value: Double, gradient: [Double], expected: [Double], observed: [Double]) {
        let average = logistic(beta[0])
        var value = 0.5 * (log(average) + log1p(-average))
        var gradient = [Double](repeating: 0, count: parameters)
        var expected = [Double](repeating: 0, count: parameters * parameters)
        gradient[0] = 0.5 - average
        expected[0] = average * (1 - average)
        let narrowness = 1 / (Self.effectSpread * Self.effectSpread)
        for index in 1..<max(1, parameters) {
            value -= 0.5 * beta[index] * beta[index] * narrowness
            gradient[index] -= beta[index] * narrowness
            expected[index * parameters + index] = narrowness
        }
        var observed = expected
        for (place, cell) in cells.enumerated() {
            let part = cellDerivatives(place, cell.terms.reduce(0) { $0 + beta[$1] }, precision)
            value += part.value
            for row in cell.terms {
                gradient[row] += part.slope
                for column in cell.terms {
                    expected[row * parameters + column] += part.expected
                    observed[row * parameters + column] += part.observed
                }
            }
        }
        return (value, gradient, expected, observed)
    }

    /// ln B(y + a, n − y + b) − ln B(a, b) of one cell with a = r μ, b = r (1 − μ), and its derivatives in logit μ.
    private func cellDerivatives(
        _ place: Int, _ logit: Double, _ precision: Precision
    ) -> (value: Double, slope: Double, expected: Double, observed: Double) {
        let (cell, r) = (cells[place], precision.r)
        // Beyond this the expectation is 0 or 1 to all digits that matter, and r μ would vanish.
        let mu = logistic(min(max(logit, -30), 30))
        let (a, b) = (r * mu, r * (1 - mu))
        let failures = max(0, cell.size - cell.successes)
        let value =
            BetaFunction.logGamma(cell.successes + a) - BetaFunction.logGamma(a)
            + BetaFunction.logGamma(failures + b) - BetaFunction.logGamma(b)
            - precision.logGammas[place] + precision.logGamma
        let (upper, upper1) = GammaFunction.digammaAndTrigamma(cell.successes + a)
        let (lower, lower1) = GammaFunction.digammaAndTrigamma(a)
        let (otherUpper, otherUpper1) = GammaFunction.digammaAndTrigamma(failures + b)
        let (otherLower, otherLower1) = GammaFunction.digammaAndTrigamma(b)
        let slope = r * (upper - lower - otherUpper + otherLower)
        let curvature = r * r * (lower1 - upper1 + otherLower1 - otherUpper1)
        let spread = mu * (1 - mu)
        let expected = max(0, curvature) * spread * spread
        return (value, slope * spread, expected, expected - slope * spread * (1 - 2 * mu))
    }
}

/// 1 / (1 + e⁻ˣ).
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
