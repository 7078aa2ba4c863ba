internal import FairnessMetrics

/// What one batch adds to the cells it touches; merged in the order of the file, so that sums round the same every time.
struct CellTallies: Sendable {
    /// The packed codes of each cell touched, in the order of first appearance.
    var keys: [UInt64] = []
    /// For each cell, nine masses at `9 × cell + 3 × label + prediction`: rows, Σw and Σw².
    var counts: [Int] = []
    var weights: [Double] = []
    var squaredWeights: [Double] = []
    /// The scores of each cell, or empty without a score column.
    var scores: [ScoreSample] = []
    /// The numeric labels and predictions of each cell, or empty but in a regression audit.
    var numbers: [NumericSample] = []
    /// The classes counted, in a multi-class audit.
    var classes: ClassCounts?
    /// What the batch adds to each attribute known by probabilities, without regard to cells.
    var memberships: [MembershipTally] = []

    /// Bits of a key that hold one column's code.
    static let bitsPerColumn: UInt64 = 10

    static func codes(of key: UInt64, columns: Int) -> [UInt64] {
        (0..<columns).map { (key >> (UInt64(columns - 1 - $0) * bitsPerColumn)) & ((1 << bitsPerColumn) - 1) }
    }

    /// The tally of the cell at `index`.
    func tally(at index: Int) -> Tally {
        var tally = Tally()
        for label in Outcome.allCases {
            for prediction in Outcome.allCases {
                let place = 9 * index + 3 * label.rawValue + prediction.rawValue
                let count = counts[place]
                if count == 0 { continue }
                let mass =
                    weights.isEmpty
                    ? Mass(count: count)
                    : Mass(count: count, weight: weights[place], squaredWeight: squaredWeights[place])
                tally.add(mass, label: label, prediction: prediction)
            }
        }
        if !scores.isEmpty { tally.scores = scores[index] }
        if !numbers.isEmpty { tally.numbers = numbers[index] }
        return tally
    }
}
