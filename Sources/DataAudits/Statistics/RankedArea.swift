/// The area under the ROC curve of counts at ascending scores: the chance that a positive ranks above a negative.
struct RankedArea: Sendable {
    /// The area; rows of the same score count half.
    let value: Double
    /// DeLong's standard error (1988), from how far each row's own share of the area varies.
    let error: Double
    /// The standard error if scores and classes were unrelated, ties accounted for (Mann, Whitney 1947).
    let nullError: Double
    /// The positives and the negatives.
    let positives: Int
    let negatives: Int

    /// Makes the area of counts.
    ///
    /// - Parameter counts: Positives and negatives of each different score, the scores ascending.
    /// - Returns: nil unless there are two rows of each class.
    init?(_ counts: [(positives: Int, negatives: Int)]) {
        let positives = counts.reduce(0) { $0 + $1.positives }
        let negatives = counts.reduce(0) { $0 + $1.negatives }
        guard positives > 1, negatives > 1 else { return nil }
        let (m, n) = (Double(positives), Double(negatives))
        var below = 0.0
        var area = 0.0
        var ties = 0.0
        for count in counts {
            area += Double(count.positives) * (below + 0.5 * Double(count.negatives))
            below += Double(count.negatives)
            let tied = Double(count.positives + count.negatives)
            ties += tied * tied * tied - tied
        }
        area /= m * n
        var (ofPositives, ofNegatives) = (0.0, 0.0)
        var (lower, above) = (0.0, m)
        for count in counts {
            above -= Double(count.positives)
            let positive = (lower + 0.5 * Double(count.negatives)) / n - area
            let negative = (above + 0.5 * Double(count.positives)) / m - area
            ofPositives += Double(count.positives) * positive * positive
            ofNegatives += Double(count.negatives) * negative * negative
            lower += Double(count.negatives)
        }
        let all = m + n
        value = area
        error = (ofPositives / (m - 1) / m + ofNegatives / (n - 1) / n).squareRoot()
        nullError = max(0, (all + 1 - ties / (all * (all - 1))) / (12 * m * n)).squareRoot()
        self.positives = positives
        self.negatives = negatives
    }

    /// Makes the area of single scores.
    init?(scores: [Double], positive: [Bool]) {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var counts: [(positives: Int, negatives: Int)] = []
        var last = Double.nan
        for row in order {
            if scores[row] != last { counts.append((0, 0)) }
            last = scores[row]
            if positive[row] {
                counts[counts.count - 1].positives += 1
            } else {
                counts[counts.count - 1].negatives += 1
            }
        }
        self.init(counts)
    }

    /// The mean of areas on separate rows, each weighted by its pairs' rarer side.
    static func pooled(_ areas: [RankedArea]) -> (value: Double, error: Double, nullError: Double, rows: Int)? {
        let weights = areas.map { Double(min($0.positives, $0.negatives)) }
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        func mean(_ value: (RankedArea) -> Double) -> Double {
            zip(areas, weights).reduce(0) { $0 + value($1.0) * $1.1 } / total
        }
        func error(_ value: (RankedArea) -> Double) -> Double {
            zip(areas, weights).reduce(0) { $0 + value($1.0) * value($1.0) * $1.1 * $1.1 }.squareRoot() / total
        }
        return (mean(\.value), error(\.error), error(\.nullError), Int(total))
    }
}
