internal import FairnessMetrics
internal import Glibc

/// How many bits a feature tells about the group of people whose label is the same.
enum MutualInformation {
    /// Returns I(X; G | Y) in bits, corrected for bias, with an interval.
    ///
    /// The plug-in estimate less Miller's bias (1955), Σ_y (rows_y − 1)(columns_y − 1) / 2n, not below 0; its variance is
    /// that of the log ratios, (E[log²] − I²) / n.
    ///
    /// - Parameters:
    ///   - counts: `[strata][levels][groups]`.
    ///   - z: The critical value of the interval.
    static func conditional(_ counts: [[[Int]]], z: Double) -> Estimate {
        let total = counts.joined().joined().reduce(0, +)
        guard total > 0 else { return .undefined("no row has a value, a group and a label") }
        let n = Double(total)
        var (sum, square, freedom) = (0.0, 0.0, 0)
        for table in counts {
            let rows = table.map { $0.reduce(0, +) }
            let columns = (table.first ?? []).indices.map { group in table.reduce(0) { $0 + $1[group] } }
            let all = Double(rows.reduce(0, +))
            let degrees = (rows.count { $0 > 0 } - 1, columns.count { $0 > 0 } - 1)
            if degrees.0 > 0, degrees.1 > 0 { freedom += degrees.0 * degrees.1 }
            for (level, groups) in table.enumerated() {
                for (group, count) in groups.enumerated() where count > 0 {
                    let ratio = log2(Double(count) * all / (Double(rows[level]) * Double(columns[group])))
                    sum += Double(count) * ratio
                    square += Double(count) * ratio * ratio
                }
            }
        }
        let plugIn = sum / n
        let value = max(0, plugIn - Double(freedom) / (2 * n * log(2)))
        let error = (max(0, square / n - plugIn * plugIn) / n).squareRoot()
        return .defined(
            Estimate.Value(
                value: value, interval: Interval(max(0, value - z * error), value + z * error),
                method: "miller_madow", effectiveSize: n, standardError: error))
    }
}
