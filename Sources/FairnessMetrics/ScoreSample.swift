/// The scores of a cell by label, kept one by one because ranks need them.
///
/// Takes 8 bytes a row, 16 with weights.
public struct ScoreSample: Sendable, Equatable {
    /// The scores of the rows with one label, and their weights.
    public struct Part: Sendable, Equatable {
        /// Finite scores, in the order of the rows.
        public var scores: [Double] = []
        /// One weight for each score, or empty where every row weighs 1.
        public var weights: [Double] = []

        /// Makes an empty part.
        public init() {}

        /// Adds a finite score; without a weight it weighs 1.
        public mutating func add(_ score: Double, weight: Double?) {
            precondition(score.isFinite, "a score must be finite, got \(score)")
            if weight != nil || !weights.isEmpty {
                fillWeights()
                weights.append(weight ?? 1)
            }
            scores.append(score)
        }

        mutating func merge(_ other: Part) {
            if !weights.isEmpty || !other.weights.isEmpty {
                fillWeights()
                weights.append(contentsOf: other.weights)
            }
            scores.append(contentsOf: other.scores)
            if !weights.isEmpty { fillWeights() }
        }

        /// Gives the rows that came without a weight one of 1.
        private mutating func fillWeights() {
            weights.append(contentsOf: repeatElement(1, count: scores.count - weights.count))
        }

        func weight(at index: Int) -> Double { weights.isEmpty ? 1 : weights[index] }
    }

    /// Scores of rows with a negative label.
    public var negatives = Part()
    /// Scores of rows with a positive label.
    public var positives = Part()
    /// Scores of rows without a label.
    public var unlabelled = Part()
    /// Rows without a score.
    public var missing = 0

    /// Makes an empty sample.
    public init() {}

    /// Adds the score of a row; nil counts as missing.
    public mutating func add(_ score: Double?, label: Outcome, weight: Double? = nil) {
        guard let score else {
            missing += 1
            return
        }
        switch label {
        case .negative: negatives.add(score, weight: weight)
        case .positive: positives.add(score, weight: weight)
        case .missing: unlabelled.add(score, weight: weight)
        }
    }

    /// Adds every row of another sample.
    public mutating func merge(_ other: ScoreSample) {
        negatives.merge(other.negatives)
        positives.merge(other.positives)
        unlabelled.merge(other.unlabelled)
        missing += other.missing
    }
}
