internal import MatrixKernels

/// A threshold for each group on the log-odds of the positive label.
///
/// Of the best thresholds under which true and false positive rates lie no further apart than a tolerance, for several
/// tolerances, those with the smallest distance to the optimum. Deciding by them needs the group, which the law may forbid.
struct GroupThresholds {
    /// The log-odds from which on a text of each group counts as positive; of unknown groups from 0 on.
    private(set) var values: [Double]

    private static let tolerances = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 1]

    /// Fits thresholds; a group without texts of both labels keeps 0.
    ///
    /// - Parameters:
    ///   - margins: The log-odds of each text.
    ///   - labels: Whether each text is positive.
    ///   - groups: The group of each text; nil where it is not known.
    init(margins: [Double], labels: [Bool], groups: [Int?], groupCount: Int) {
        values = [Double](repeating: 0, count: groupCount)
        let sample = ScoredRows(labels: labels, scores: margins, cells: groups, cellCount: groupCount)
        let all = sample.orderedRows().dropLast().map { GroupScores(sample, rows: $0) }
        let fitted = all.indices.filter { all[$0].allPositives > 0 && all[$0].allNegatives > 0 }
        guard !fitted.isEmpty else { return }
        let own = fitted.map { all[$0] }
        let weights = ObjectiveWeights(.accuracy, own)
        var best: (distance: Double, points: [Int])?
        for tolerance in Self.tolerances {
            guard let found = DeterministicThresholds(oddsOf: own, tolerance: tolerance, objective: weights) else {
                continue
            }
            let masses = zip(own, found.points).map { $0.mass($1) }
            let (first, second) = (masses.gap(.equalOpportunity), masses.gap(.falsePositiveRate))
            let distance = TradeOff(
                accuracy: masses.total.accuracy ?? 0, gap: ((first * first + second * second) / 2).squareRoot()
            ).distance
            if distance < best?.distance ?? .infinity { best = (distance, found.points) }
        }
        guard let best else { return }
        for (place, group) in fitted.enumerated() {
            let scores = own[place].values
            switch best.points[place] {
            // Beyond the scores, but not so far that a logit cannot be shifted.
            case 0: values[group] = scores[0] + 1
            case scores.count: values[group] = scores[scores.count - 1] - 1
            case let point: values[group] = GroupScores.between(scores[point], scores[point - 1])
            }
        }
    }

    /// Returns logits in which the threshold of each text's group lies at 0.
    func shifted(_ logits: Matrix, groups: [Int?], positive: Int) -> Matrix {
        var result = logits
        for row in 0..<logits.rows {
            if let group = groups[row] { result[row, positive] -= Float(values[group]) }
        }
        return result
    }
}
