/// How many rows, and what weight they carry.
public struct Mass: Sendable, Equatable {
    /// Rows.
    public var count: Int
    /// Σw; equal to `count` without weights.
    public var weight: Double
    /// Σw², from which Kish's effective size follows.
    public var squaredWeight: Double

    /// Nothing at all.
    public static let zero = Mass(count: 0, weight: 0, squaredWeight: 0)

    /// Makes a mass from its sums.
    public init(count: Int, weight: Double, squaredWeight: Double) {
        self.count = count
        self.weight = weight
        self.squaredWeight = squaredWeight
    }

    /// The mass of `count` rows that weigh 1 each.
    public init(count: Int) { self.init(count: count, weight: Double(count), squaredWeight: Double(count)) }

    /// (Σw)² / Σw², the number of equally weighted rows that would be as informative (Kish 1965); 0 without weight.
    public var effectiveSize: Double {
        // Equal weights round; no weights are worth more rows than there are.
        squaredWeight > 0 ? min(Double(count), weight / squaredWeight * weight) : 0
    }

    /// The reason why nothing can be estimated from rows of this mass, or nil; `empty` is the reason if there are none.
    func fault(ifEmpty empty: String) -> String? {
        if count == 0 { return empty }
        if weight <= 0 { return "every row that counts here has weight 0" }
        // The products of two weights and their squares must neither overflow nor vanish.
        if !(1e-140...1e140).contains(weight) || !(1e-280...1e280).contains(squaredWeight) {
            return "the weights are too large or too small to reckon with"
        }
        return nil
    }

    /// The number of equally weighted rows from which this mass's share `part` would vary as much.
    ///
    /// p (1 − p) (Σw)² / Σw² (y − p)², the linearised variance turned into a size, or Kish's size where that is smaller:
    /// weights that go with the outcome cost more than Kish's size knows, and rare outcomes make the former unsure.
    func effectiveSize(ofShare part: Mass) -> Double {
        let share = part.weight / weight
        let squares = (1 - 2 * share) * part.squaredWeight + share * share * squaredWeight
        guard share > 0, share < 1, squares > 0, weight != Double(count) || squaredWeight != Double(count) else {
            return effectiveSize
        }
        return min(effectiveSize, share * (1 - share) * (weight / squares * weight))
    }

    /// Returns the mass of two disjoint sets of rows together.
    public static func + (left: Mass, right: Mass) -> Mass {
        Mass(
            count: left.count + right.count, weight: left.weight + right.weight,
            squaredWeight: left.squaredWeight + right.squaredWeight)
    }

    /// Adds the mass of rows not counted so far.
    public static func += (left: inout Mass, right: Mass) { left = left + right }
}

/// What a label or a prediction says of a row.
public enum Outcome: Int, Sendable, CaseIterable {
    case negative = 0
    case positive = 1
    case missing = 2
}

/// The sufficient statistics of one cell: additive, in any order, so that tables can be split, streamed and merged.
///
/// A row with a missing label or prediction is kept apart; it never counts as negative.
public struct Tally: Sendable, Equatable {
    /// The mass of each pair of label and prediction, `[9]`, at `3 × label + prediction`.
    public private(set) var masses: [Mass]
    /// The scores of the cell, if the audit has a score column.
    public var scores: ScoreSample?
    /// The numeric labels and predictions of the cell, in a regression audit. Their masses are those of positive outcomes:
    /// any value is positive there, and none is missing.
    public var numbers: NumericSample?
    /// The counts by class, in a multi-class audit; the masses beside them take any class for positive.
    public var classes: ClassTally?

    /// Makes an empty tally.
    public init() { masses = Array(repeating: .zero, count: 9) }

    /// Makes the tally of all rows of `parts`, which are merged two by two: sorted scores take O(n log k) for k parts.
    init(sumOf parts: [Tally]) {
        var parts = parts
        while parts.count > 1 {
            parts = stride(from: 0, to: parts.count, by: 2).map { index in
                var sum = parts[index]
                if index + 1 < parts.count { sum.merge(parts[index + 1]) }
                return sum
            }
        }
        self = parts.first ?? Tally()
    }

    /// Makes a tally of the four confusion counts.
    public init(truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int) {
        self.init()
        add(Mass(count: truePositives), label: .positive, prediction: .positive)
        add(Mass(count: falsePositives), label: .negative, prediction: .positive)
        add(Mass(count: falseNegatives), label: .positive, prediction: .negative)
        add(Mass(count: trueNegatives), label: .negative, prediction: .negative)
    }

    /// Adds rows that share a label and a prediction.
    public mutating func add(_ mass: Mass, label: Outcome, prediction: Outcome) {
        masses[3 * label.rawValue + prediction.rawValue] += mass
    }

    /// Adds every row of another tally.
    public mutating func merge(_ other: Tally) {
        for index in masses.indices { masses[index] += other.masses[index] }
        if let added = other.scores {
            if scores == nil { scores = added } else { scores?.merge(added) }
        }
        if let added = other.classes {
            if classes == nil { classes = added } else { classes?.merge(added) }
        }
        if let added = other.numbers {
            if numbers == nil { numbers = added } else { numbers?.merge(added) }
        }
    }

    /// The mass of rows with the given label and prediction; nil stands for either known value.
    public func mass(label: Outcome?, prediction: Outcome?) -> Mass {
        var sum = Mass.zero
        for first in label.map({ [$0] }) ?? [.negative, .positive] {
            for second in prediction.map({ [$0] }) ?? [.negative, .positive] {
                sum += masses[3 * first.rawValue + second.rawValue]
            }
        }
        return sum
    }

    /// TP: label positive, prediction positive.
    public var truePositives: Mass { mass(label: .positive, prediction: .positive) }
    /// FP: label negative, prediction positive.
    public var falsePositives: Mass { mass(label: .negative, prediction: .positive) }
    /// FN: label positive, prediction negative.
    public var falseNegatives: Mass { mass(label: .positive, prediction: .negative) }
    /// TN: label negative, prediction negative.
    public var trueNegatives: Mass { mass(label: .negative, prediction: .negative) }

    /// All rows, whatever is missing in them.
    public var everyone: Mass { masses.reduce(.zero, +) }

    /// The mass of rows with this label, whatever the prediction, a missing one included.
    public func labelled(_ label: Outcome) -> Mass {
        masses[3 * label.rawValue..<3 * label.rawValue + 3].reduce(.zero, +)
    }

    /// The mass of rows with this prediction, whatever the label, a missing one included.
    public func predicted(_ prediction: Outcome) -> Mass {
        masses[prediction.rawValue] + masses[3 + prediction.rawValue] + masses[6 + prediction.rawValue]
    }
}
