internal import Glibc
internal import MatrixKernels
internal import Models
internal import NumericalKernels

/// A model of one yes or no from all features, each row judged by a model that did not see it.
///
/// Each level of a feature becomes its log-odds on the rows learnt from, drawn towards those of all rows; a logistic
/// regression weighs the features. So numbers need not act in a line, and a category costs no column per value.
struct HeldOutModel: Sendable {
    /// The rows of the table that the model saw, ascending.
    let rows: [Int]
    /// The probability of yes for each of them.
    let probabilities: [Double]
    /// What was to be told.
    let targets: [Bool]
    /// The fold of each row.
    let folds: [UInt8]

    /// How strongly log-odds are drawn to those of all rows: as by so many rows.
    private static let prior = 5.0
    /// Each class needs so many rows.
    private static let fewest = 30

    /// Fits one model a fold; nil if one class is too rare.
    init?(
        _ features: [BinnedFeature], rows: [Int], targets: [Bool], folds: [UInt8]
    ) {
        let positives = targets.count { $0 }
        guard min(positives, targets.count - positives) >= Self.fewest, !features.isEmpty else { return nil }
        var probabilities = [Double](repeating: 0.5, count: rows.count)
        let present = features.filter { $0.levels > 1 }
        for fold in 0..<DataAuditSettings.folds {
            let learnt = rows.indices.filter { Int(folds[rows[$0]]) != fold }
            let held = rows.indices.filter { Int(folds[rows[$0]]) == fold }
            guard !held.isEmpty else { continue }
            let encodings = present.map { Self.encoding($0, rows, learnt, targets) }
            func matrix(_ places: [Int]) -> Matrix {
                var values: [Float] = []
                values.reserveCapacity(places.count * present.count)
                for place in places {
                    for (feature, encoding) in zip(present, encodings) {
                        values.append(encoding[Int(feature.codes[rows[place]])])
                    }
                }
                return Matrix(rows: places.count, columns: present.count, values)
            }
            var settings = LogisticSettings(ridge: 1)
            settings.maximumSteps = 25
            let fit = LogisticFit(
                features: matrix(learnt), targets: learnt.map { targets[$0] ? 1 : 0 }, classes: 2, settings: settings)
            let found = fit.model.probabilities(matrix(held))
            for (index, place) in held.enumerated() { probabilities[place] = found[index, 1] }
        }
        self.rows = rows
        self.probabilities = probabilities
        self.targets = targets
        self.folds = rows.map { folds[$0] }
    }

    private static func encoding(
        _ feature: BinnedFeature, _ rows: [Int], _ learnt: [Int], _ targets: [Bool]
    ) -> [Float] {
        var hits = [Double](repeating: 0, count: feature.levels)
        var all = hits
        for place in learnt {
            let level = Int(feature.codes[rows[place]])
            all[level] += 1
            if targets[place] { hits[level] += 1 }
        }
        let share = min(max(hits.reduce(0, +) / max(1, all.reduce(0, +)), 1e-6), 1 - 1e-6)
        let base = log(share / (1 - share))
        return zip(hits, all).map { hits, all in
            let yes = hits + prior * share
            let no = all - hits + prior * (1 - share)
            return Float(log(yes / no) - base)
        }
    }

    /// The area under the curve, the mean over the folds.
    var area: (value: Double, error: Double, nullError: Double, rows: Int)? {
        let areas = (0..<DataAuditSettings.folds).compactMap { fold -> RankedArea? in
            let places = rows.indices.filter { Int(folds[$0]) == fold }
            return RankedArea(scores: places.map { probabilities[$0] }, positive: places.map { targets[$0] })
        }
        return RankedArea.pooled(areas)
    }

    /// The p-value of the first fold alone, whose model depends on none of its rows: areas of several folds depend on each
    /// other and make no test.
    var pValue: Double? {
        let places = rows.indices.filter { folds[$0] == 0 }
        let area = RankedArea(scores: places.map { probabilities[$0] }, positive: places.map { targets[$0] })
        return area.flatMap { area in
            area.nullError > 0 ? NormalDistribution.upperTail((area.value - 0.5) / area.nullError) : nil
        }
    }

    /// Returns which rows a model sees: all, or about `limit` of them drawn with the seed.
    static func sample(rows: Int, limit: Int, seed: UInt64) -> [Int] {
        guard rows > limit else { return Array(0..<rows) }
        let threshold = UInt64(Double(limit) / Double(rows) * 0x1p64)
        return (0..<rows).filter { RowHash.mixed(UInt64($0) ^ RowHash.mixed(seed &+ 1)) < threshold }
    }
}
