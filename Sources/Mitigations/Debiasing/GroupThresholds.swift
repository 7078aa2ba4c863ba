internal import MatrixKernels
internal import NumericalKernels

/// A threshold for each group on the log-odds of the positive label.
///
/// Fitted by trying the quantiles of each group's scores, one group after another, until none changes for the better, for the
/// smallest distance to the optimum. Deciding by it needs the group, which the law may forbid.
struct GroupThresholds {
    /// The log-odds from which on a text of each group counts as positive; of unknown groups from 0 on.
    private(set) var values: [Double]

    /// Fits thresholds.
    ///
    /// - Parameters:
    ///   - margins: The log-odds of each text.
    ///   - labels: Whether each text is positive.
    ///   - groups: The group of each text; nil where it is not known.
    init(margins: [Double], labels: [Bool], groups: [Int?], groupCount: Int) {
        values = [Double](repeating: 0, count: groupCount)
        let members = (0..<groupCount).map { group in groups.indices.filter { groups[$0] == group } }
        let candidates = members.map { rows -> [Double] in
            let sorted = rows.map { margins[$0] }.sorted()
            guard !sorted.isEmpty else { return [] }
            return [0] + (0...100).map { sorted[min(sorted.count - 1, $0 * sorted.count / 100)] }
        }
        func outcome(_ group: Int, _ threshold: Double) -> Counts {
            var counts = Counts()
            for row in members[group] { counts.add(label: labels[row], decision: margins[row] >= threshold) }
            return counts
        }
        let tried = candidates.enumerated().map { group, thresholds in thresholds.map { outcome(group, $0) } }
        var chosen = candidates.map { _ in 0 }
        func distance() -> Double {
            Counts.distance(zip(tried, chosen).compactMap { $0.isEmpty ? nil : $0[$1] })
        }
        var best = distance()
        for _ in 0..<20 {
            let before = best
            for group in tried.indices {
                for index in tried[group].indices {
                    let old = chosen[group]
                    chosen[group] = index
                    let now = distance()
                    if now < best { best = now } else { chosen[group] = old }
                }
            }
            if best >= before { break }
        }
        for group in tried.indices where !candidates[group].isEmpty { values[group] = candidates[group][chosen[group]] }
    }

    /// Returns logits in which the threshold of each text's group lies at 0.
    func shifted(_ logits: Matrix, groups: [Int?], positive: Int) -> Matrix {
        var result = logits
        for row in 0..<logits.rows {
            if let group = groups[row] { result[row, positive] -= Float(values[group]) }
        }
        return result
    }

    private struct Counts {
        var right = 0, positives = 0, truePositives = 0, negatives = 0, trueNegatives = 0

        mutating func add(label: Bool, decision: Bool) {
            if label {
                positives += 1
                if decision { truePositives += 1 }
            } else {
                negatives += 1
                if !decision { trueNegatives += 1 }
            }
        }

        static func distance(_ groups: [Counts]) -> Double {
            let rows = groups.reduce(0) { $0 + $1.positives + $1.negatives }
            let right = groups.reduce(0) { $0 + $1.truePositives + $1.trueNegatives }
            guard rows > 0 else { return .infinity }
            func range(_ rates: [Double]) -> Double { (rates.max() ?? 0) - (rates.min() ?? 0) }
            let sensitivity = range(
                groups.filter { $0.positives > 0 }.map { Double($0.truePositives) / Double($0.positives) })
            let specificity = range(
                groups.filter { $0.negatives > 0 }.map { Double($0.trueNegatives) / Double($0.negatives) })
            let accuracy = Double(right) / Double(rows)
            return TradeOff(
                accuracy: accuracy, gap: ((sensitivity * sensitivity + specificity * specificity) / 2).squareRoot()
            ).distance
        }
    }
}
