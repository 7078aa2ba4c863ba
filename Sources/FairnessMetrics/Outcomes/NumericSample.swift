/// The numeric labels and predictions of a cell: every row, because error and label vary together.
///
/// Takes 24 bytes for each row that has both; a value without its counterpart is kept in a `ScoreList`.
public struct NumericSample: Sendable, Equatable {
    /// A row that has both a label and a prediction, both finite.
    struct Pair: Sendable, Equatable {
        var label: Double
        var prediction: Double
        var weight: Double

        /// Prediction minus label, kept finite.
        var error: Double {
            min(max(prediction - label, -Double.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
        }

        static func < (left: Pair, right: Pair) -> Bool {
            if left.label != right.label { return left.label < right.label }
            if left.prediction != right.prediction { return left.prediction < right.prediction }
            return left.weight < right.weight
        }
    }

    private(set) var pairs: [Pair] = []
    /// Labels of rows without a prediction.
    private(set) var loneLabels = ScoreList()
    /// Predictions of rows without a label.
    private(set) var lonePredictions = ScoreList()
    private var isWeighted = false
    private var isSorted = true

    /// Makes an empty sample.
    public init() {}

    /// Adds a row; nil is a missing value, and a row without a weight weighs 1.
    public mutating func add(label: Double?, prediction: Double?, weight: Double? = nil) {
        if weight != nil { isWeighted = true }
        switch (label, prediction) {
        case (let label?, let prediction?):
            pairs.append(Pair(label: label, prediction: prediction, weight: weight ?? 1))
            isSorted = false
        case (let label?, nil): loneLabels.add(label, weight: weight)
        case (nil, let prediction?): lonePredictions.add(prediction, weight: weight)
        case (nil, nil): break
        }
    }

    /// Adds every row of another sample; two sorted samples give a sorted one, in linear time.
    public mutating func merge(_ other: NumericSample) {
        loneLabels.merge(other.loneLabels)
        lonePredictions.merge(other.lonePredictions)
        isWeighted = isWeighted || other.isWeighted
        if other.pairs.isEmpty { return }
        if pairs.isEmpty {
            (pairs, isSorted) = (other.pairs, other.isSorted)
        } else if isSorted, other.isSorted {
            pairs = NumericSample.merged(pairs, other.pairs)
        } else {
            pairs.append(contentsOf: other.pairs)
            isSorted = false
        }
    }

    /// Brings the rows into one order whatever order they came in, so that sums round alike: O(n log n).
    public mutating func sort() {
        loneLabels.sort()
        lonePredictions.sort()
        guard !isSorted else { return }
        pairs.sort(by: <)
        isSorted = true
    }

    /// The values of a column, each with the rows that have it.
    func values(of column: NumericColumn) -> [ScoreList] {
        guard column != .score else { return [] }
        var list = ScoreList()
        for pair in pairs {
            let value =
                switch column {
                case .label: pair.label
                case .prediction: pair.prediction
                case .error, .score: pair.error
                }
            list.add(value, weight: isWeighted ? pair.weight : nil)
        }
        switch column {
        case .label: return [list, loneLabels]
        case .prediction: return [list, lonePredictions]
        case .error, .score: return [list]
        }
    }

    /// The standard deviation of a column's values, √(Σ w (x − mean)² / Σ w); nil without two different values.
    func deviation(of column: NumericColumn) -> Double? { NumericSample.deviation(of: values(of: column)) }

    /// The standard deviation of all values of several lists.
    static func deviation(of lists: [ScoreList]) -> Double? {
        let mass = lists.reduce(Mass.zero) { $0 + $1.total }
        guard mass.fault(ifEmpty: "") == nil else { return nil }
        func mean(_ quantity: (Double) -> Double) -> Double {
            var sum = 0.0
            for list in lists {
                for index in list.scores.indices { sum += list.mass(at: index).weight * quantity(list.scores[index]) }
            }
            return sum / mass.weight
        }
        // The mean first: with a large mean the sum of squares loses half its digits.
        let centre = mean { $0 }
        let deviation = mean { ($0 - centre) * ($0 - centre) }.squareRoot()
        return deviation > 1e-14 * abs(centre) && deviation < 1e140 ? deviation : nil
    }

    private static func merged(_ first: [Pair], _ second: [Pair]) -> [Pair] {
        var result: [Pair] = []
        result.reserveCapacity(first.count + second.count)
        var (i, j) = (0, 0)
        while i < first.count, j < second.count {
            if second[j] < first[i] {
                result.append(second[j])
                j += 1
            } else {
                result.append(first[i])
                i += 1
            }
        }
        result.append(contentsOf: first[i...])
        result.append(contentsOf: second[j...])
        return result
    }
}
