import NumericalKernels

@testable import Mitigations

/// Rows made by a seed: few different scores, so that there are ties, and labels that go with the scores.
enum SmallRows {
    static func made(seed: UInt64, groups: Int, rows: Int, scores: Int, weighted: Bool = false) -> ScoredRows {
        var generator = SeededGenerator(seed: seed)
        var (labels, values, cells, weights): ([Bool], [Double], [Int?], [Double]) = ([], [], [], [])
        for row in 0..<rows {
            let group = row % groups
            let score = Double(generator.next() % UInt64(scores)) / Double(scores)
            labels.append(generator.uniform() < 0.15 + 0.6 * score + 0.1 * Double(group % 3))
            values.append(score)
            cells.append(group)
            weights.append(weighted ? Double(1 + generator.next() % 3) : 1)
        }
        // Both labels in every group.
        for group in 0..<groups { (labels[group], labels[group + groups]) = (true, false) }
        return ScoredRows(labels: labels, scores: values, cells: cells, cellCount: groups, weights: weights)
    }

    static func fitter(_ sample: ScoredRows, _ settings: DecisionSettings) throws -> DecisionFitter {
        let decided = ScoredRows(
            labels: sample.labels, scores: sample.scores.map { $0 >= 0.5 ? 1 : 0 }, cells: sample.cells,
            cellCount: sample.cellCount, weights: sample.weights)
        return try DecisionFitter(
            scored: sample, decided: decided, names: (0..<sample.cellCount).map { "g\($0)" }, settings: settings)
    }

    static func settings(
        _ constraint: RateConstraint, _ objective: DecisionObjective = .accuracy, tolerance: Double = 0.01
    ) -> DecisionSettings {
        var settings = DecisionSettings()
        settings.constraint = constraint
        settings.objective = objective
        settings.tolerance = tolerance
        return settings
    }

    static func groups(_ sample: ScoredRows, mayInvert: Bool = false) -> [GroupScores] {
        sample.orderedRows().dropLast().map { GroupScores(sample, rows: $0, mayInvert: mayInvert) }
    }
}
