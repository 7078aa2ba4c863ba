internal import Glibc
internal import NumericalKernels

/// The posterior of each cell's rate under a `CellModel`, with everything unknown averaged over.
///
/// ln r is averaged over a grid that follows its posterior; the expectation has a beta law with the mode and curvature
/// found. The interval is that of the beta distribution with the mean and variance of the whole (Morris 1983; Tak, Kelly,
/// Morris 2017): it allows for r and the effects being estimated, which plain empirical Bayes does not.
struct CellPosterior {
    private let model: CellModel
    /// Points of ln r with their posterior probabilities.
    private let grid: [(r: Double, weight: Double, fit: CellModel.Fit)]

    /// Points of the grid of ln r.
    private static let points = 21
    /// How far below its top the log posterior is no longer looked at.
    private static let depth = 9.0

    /// Finds the posterior of ln r; nil if the cells have nothing to say.
    init?(_ model: CellModel) {
        self.model = model
        var (lower, upper) = (model.range.lowerBound, model.range.upperBound)
        var fits: [(logPrecision: Double, fit: CellModel.Fit)] = []
        // The grid closes in on where the probability lies until enough of its points are there.
        for _ in 0..<4 {
            fits = []
            let step = (upper - lower) / Double(Self.points - 1)
            var start = [Double](repeating: 0, count: model.parameters)
            for index in (0..<Self.points).reversed() {
                let place = lower + Double(index) * step
                guard let fit = model.fit(logPrecision: place, from: start) else { continue }
                start = fit.parameters
                fits.append((place, fit))
            }
            guard let top = fits.map(\.fit.logPosterior).max(), top.isFinite else { return nil }
            let inside = fits.filter { $0.fit.logPosterior > top - Self.depth }.map(\.logPrecision)
            guard inside.count < Self.points / 2, let first = inside.min(), let last = inside.max() else { break }
            (lower, upper) = (max(lower, first - step), min(upper, last + step))
        }
        guard let top = fits.map(\.fit.logPosterior).max() else { return nil }
        let raw = fits.map { exp($0.fit.logPosterior - top) }
        let sum = raw.reduce(0, +)
        grid = zip(fits, raw).filter { $0.1 > 1e-6 * sum }.map { (exp($0.0.logPrecision), $0.1 / sum, $0.0.fit) }
    }

    /// Returns the shrunken rate of a cell.
    func value(of cell: CellModel.Cell, confidence: Double, method: String) -> ShrunkenValue {
        var (mean, square, own) = (0.0, 0.0, 0.0)
        for node in grid {
            let share = cell.size / (cell.size + node.r)
            let rate = cell.size > 0 ? cell.successes / cell.size : 0
            var unit = [Double](repeating: 0, count: model.parameters)
            for term in cell.terms { unit[term] = 1 }
            let logit = cell.terms.reduce(0) { $0 + node.fit.parameters[$1] }
            let spread = node.fit.information.inverseForm(unit)
            own += node.weight * share
            let expectation = logistic(logit)
            let curvature = spread * expectation * (1 - expectation)
            // The beta law with the mode and the curvature that the logit has: exact where all cells are one.
            let doubt = curvature * expectation * (1 - expectation) / (1 + curvature)
            let centre = share * rate + (1 - share) * expectation
            let between = (1 - share) * (1 - share) * doubt
            let within = (centre * (1 - centre) - between) / (cell.size + node.r + 1)
            mean += node.weight * centre
            square += node.weight * (within + between + centre * centre)
        }
        let variance = square - mean * mean
        let tail = (1 - confidence) / 2
        var interval = Interval(mean, mean)
        if let law = BetaDistribution(mean: mean, variance: variance) {
            interval = Interval(min(mean, law.quantile(tail)), max(mean, law.quantile(1 - tail)))
        }
        return ShrunkenValue(value: mean, interval: interval, method: method, weightOnOwnData: own)
    }
}
