import FairnessMetrics
import Glibc
import NumericalKernels

/// Scores with a normal logit, and labels whose log odds are a line in it.
struct ScoreLaw: Sendable {
    var name: String
    var centre: Double
    var spread: Double
    var slope: Double
    var shift: Double

    /// Draws the rows of a group.
    func tally(_ size: Int, _ generator: inout SeededGenerator) -> Tally {
        var tally = Tally()
        var scores = ScoreSample()
        var positives = 0
        for _ in 0..<size {
            let (score, odds) = row(generator.normal())
            let label: Outcome = generator.uniform() < odds ? .positive : .negative
            if label == .positive { positives += 1 }
            scores.add(score, label: label)
        }
        tally.add(Mass(count: positives), label: .positive, prediction: .missing)
        tally.add(Mass(count: size - positives), label: .negative, prediction: .missing)
        tally.scores = scores
        return tally
    }

    func row(_ z: Double) -> (score: Double, odds: Double) {
        func expit(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        let logit = centre + spread * z
        return (expit(logit), expit(slope * logit + shift))
    }

    /// The true value of each metric, by the midpoint rule over 200,000 quantiles of the score.
    var truths: [(metric: String, value: Double)] {
        let count = 200_000
        var (brier, loss, mean, base) = (0.0, 0.0, 0.0, 0.0)
        var gaps = Array(repeating: 0.0, count: 15)
        var (above, below, area, precision) = (0.0, 0.0, 0.0, 0.0)
        for index in (0..<count).reversed() {
            let (s, p) = row(NormalDistribution.quantile((Double(index) + 0.5) / Double(count)))
            brier += p * (1 - s) * (1 - s) + (1 - p) * s * s
            loss -= p * log(s) + (1 - p) * log1p(-s)
            mean += s
            base += p
            gaps[max(0, min(14, Int((s * 15).rounded(.up)) - 1))] += p - s
            area += (1 - p) * (above + p / 2)
            above += p
            below += 1 - p
            precision += p * above / (above + below)
        }
        let n = Double(count)
        return [
            ("roc_auc", area / (above * below)), ("average_precision", precision / above), ("brier_score", brier / n),
            ("log_loss", loss / n), ("expected_calibration_error", gaps.reduce(0) { $0 + abs($1) } / n),
            ("mean_score", mean / n), ("base_rate", base / n),
        ]
    }
}

/// The percentile bootstrap of the highest minus the lowest selection rate, with all rows of the table resampled.
enum BootstrapRange {
    static func interval(_ table: GroupTable, confidence: Double, _ generator: inout SeededGenerator) -> Interval? {
        let groups = table.cells.sorted { $0.key[0] < $1.key[0] }.map { cell in
            (all: cell.value.everyone.count, selected: cell.value.predicted(.positive).count)
        }
        let rows = groups.reduce(0) { $0 + $1.all }
        var ranges = (0..<200).map { _ in
            var (left, rest) = (rows, rows)
            var (low, high) = (1.0, 0.0)
            for group in groups {
                let size = generator.binomial(left, Double(group.all) / Double(rest))
                left -= size
                rest -= group.all
                guard size > 0 else { continue }
                let rate =
                    Double(generator.binomial(size, Double(group.selected) / Double(group.all))) / Double(size)
                low = min(low, rate)
                high = max(high, rate)
            }
            return max(0, high - low)
        }
        ranges.sort()
        func quantile(_ p: Double) -> Double {
            let place = p * Double(ranges.count - 1)
            let index = min(Int(place), ranges.count - 2)
            return ranges[index] + (place - Double(index)) * (ranges[index + 1] - ranges[index])
        }
        let tail = (1 - confidence) / 2
        return Interval(quantile(tail), quantile(1 - tail))
    }
}
