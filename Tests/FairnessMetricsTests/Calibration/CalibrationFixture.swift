import FairnessMetrics
import TestSupport

/// Sixteen random tables measured by scikit-learn, statsmodels and numpy, half of them weighted.
struct CalibrationFixture: Decodable {
    struct Table: Decodable {
        var group: [Int]
        var label: [Int]
        var score: [Double]
        var weight: [Double]?
        var uniformShare: [Double]?
        var uniformMean: [Double]?
        var recalibration: [Double]
        var cox: Double
        var spiegelhalter: Double
        var knots: [Double]
        var sufficiency: [Double]?
        var sufficiencyOfRanks: [Double]?
        var rocX: [Double]
        var rocY: [Double]
        var recall: [Double]
        var precision: [Double]
        var delong: [[Double]]?

        /// The scores of one group, or of everybody.
        func sample(group chosen: Int? = nil, scale: Double = 1, score change: (Double) -> Double = { $0 })
            -> ScoreSample
        {
            var sample = ScoreSample()
            for row in group.indices where chosen == nil || group[row] == chosen {
                sample.add(
                    change(score[row]), label: label[row] == 1 ? .positive : .negative,
                    weight: weight.map { $0[row] * scale })
            }
            return sample
        }

        /// The number of groups.
        var groups: Int { (group.max() ?? 0) + 1 }
    }

    var tables: [Table]

    static func load() throws -> [Table] {
        try Places.fixture("fairness/calibration.json", as: CalibrationFixture.self).tables
    }
}

/// Makes a sample of unweighted rows.
func scoreSample(_ rows: [(Double, Bool)]) -> ScoreSample {
    var sample = ScoreSample()
    for (score, isPositive) in rows { sample.add(score, label: isPositive ? .positive : .negative) }
    return sample
}
