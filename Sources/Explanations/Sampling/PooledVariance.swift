internal import MatrixKernels

/// What few draws say of many variances at once.
///
/// With few draws a variance may be seen as 0 that is not, if what would have shown it was not drawn. Each is therefore mixed
/// with the mean of all, which counts as two degrees of freedom more (in the manner of Smyth 2004); with many draws this
/// changes nothing.
enum PooledVariance {
    /// As how many degrees of freedom the mean counts.
    private static let priorDegrees = 2.0

    /// Returns a covariance, `[players, players]`, mixed with the one of the same trace in which all players err alike and
    /// their sum does not err.
    static func moderated(_ covariance: DoubleMatrix, degreesOfFreedom: Double) -> DoubleMatrix {
        let count = covariance.rows
        guard count > 1 else { return covariance }
        let (own, prior) = shares(degreesOfFreedom)
        let mean = covariance.trace / Double(count)
        var result = own * covariance
        for row in 0..<count {
            for column in 0..<count {
                result[row, column] += prior * mean * (row == column ? 1 : -1 / Double(count - 1))
            }
        }
        return result
    }

    /// Returns each variance mixed with their mean.
    static func moderated(_ variances: [Double], degreesOfFreedom: Double) -> [Double] {
        let (own, prior) = shares(degreesOfFreedom)
        let mean = variances.reduce(0, +) / Double(max(1, variances.count))
        return variances.map { own * $0 + prior * mean }
    }

    private static func shares(_ degrees: Double) -> (own: Double, prior: Double) {
        (degrees / (degrees + priorDegrees), priorDegrees / (degrees + priorDegrees))
    }
}
