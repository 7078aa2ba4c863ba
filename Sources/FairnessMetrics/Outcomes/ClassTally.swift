/// The counts of a cell by class of the label and class of the prediction; additive like `Tally`, whose part it is.
///
/// Takes 24 (k + 1)² bytes for k classes, since either class may be missing.
public struct ClassTally: Sendable, Equatable {
    /// The number of classes.
    public let count: Int
    private var masses: [Mass]

    /// Makes the tally of no rows, for `count` classes.
    public init(count: Int) {
        self.count = count
        masses = Array(repeating: .zero, count: (count + 1) * (count + 1))
    }

    /// Adds rows that share a class of the label and one of the prediction; nil is a missing value.
    public mutating func add(_ mass: Mass, label: Int?, prediction: Int?) {
        masses[place(label, prediction)] += mass
    }

    /// Adds every row of another tally of the same classes.
    public mutating func merge(_ other: ClassTally) {
        precondition(other.count == count, "\(other.count) classes cannot be added to \(count)")
        for index in masses.indices { masses[index] += other.masses[index] }
    }

    /// The mass of the rows with this class of the label and this one of the prediction; nil is a missing value.
    public func mass(label: Int?, prediction: Int?) -> Mass { masses[place(label, prediction)] }

    /// The tally in which `positive` is the positive outcome and every other class is negative (one against the rest).
    public func against(_ positive: Int) -> Tally {
        tally { label, prediction in
            (label == positive ? .positive : .negative, prediction == positive ? .positive : .negative)
        }
    }

    /// The rows that have both, and among them those whose classes agree.
    var agreement: (agreeing: Mass, all: Mass) {
        var (agreeing, all) = (Mass.zero, Mass.zero)
        for label in 0..<count {
            for prediction in 0..<count {
                let rows = mass(label: label, prediction: prediction)
                all += rows
                if label == prediction { agreeing += rows }
            }
        }
        return (agreeing, all)
    }

    /// The tally in which any class is a positive outcome, so that only missing values differ.
    public var presence: Tally { tally { _, _ in (.positive, .positive) } }

    private func tally(_ outcomes: (Int, Int) -> (label: Outcome, prediction: Outcome)) -> Tally {
        var tally = Tally()
        for label in 0...count {
            for prediction in 0...count {
                let rows = masses[(count + 1) * label + prediction]
                guard rows.count > 0 else { continue }
                let outcome = outcomes(label, prediction)
                tally.add(
                    rows, label: label == count ? .missing : outcome.label,
                    prediction: prediction == count ? .missing : outcome.prediction)
            }
        }
        return tally
    }

    private func place(_ label: Int?, _ prediction: Int?) -> Int {
        (count + 1) * (label ?? count) + (prediction ?? count)
    }
}
