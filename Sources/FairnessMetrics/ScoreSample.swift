/// The scores of a cell by label: each distinct score with the rows that have it, because ranks need them all.
///
/// Takes 12 bytes for each distinct score and label, 28 with weights.
public struct ScoreSample: Sendable, Equatable {
    /// Scores of rows with a negative label.
    public private(set) var negatives = ScoreList()
    /// Scores of rows with a positive label.
    public private(set) var positives = ScoreList()
    /// Scores of rows without a label.
    public private(set) var unlabelled = ScoreList()
    /// Rows without a score.
    public var missing = 0

    /// Makes an empty sample.
    public init() {}

    /// Adds the score of a row; nil counts as missing, and a row without a weight weighs 1.
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

    /// Brings the scores into order and equal ones together, after which merging takes linear time.
    public mutating func sort() {
        negatives.sort()
        positives.sort()
        unlabelled.sort()
    }
}
