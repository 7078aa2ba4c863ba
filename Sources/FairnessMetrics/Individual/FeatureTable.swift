internal import NumericalKernels

/// People with their features, decisions and groups: rows, which counts cannot stand for.
public struct FeatureTable: Sendable, Equatable {
    /// A feature, `[rows]`, without missing values.
    public enum Column: Sendable, Equatable {
        /// A number: standardised over the rows before it is compared.
        case numbers([Double])
        /// A text, as a code for each different one.
        case codes([UInt32])
    }

    /// The names of the features.
    public var names: [String]
    /// The features.
    public var columns: [Column]
    /// Whether each row has the positive decision, `[rows]`.
    public var decisions: [Bool]
    /// Whether the decisions are the predictions or the labels.
    public var subject: DifferentialFairness.Subject
    /// The weight of each row, or none.
    public var weights: [Double]
    /// The attributes, in the order of the audit.
    public var attributes: [GroupingColumn]
    /// The place of each row's value, `[attributes][rows]`.
    public var groups: [[Int]]
    /// Rows that were left out because they lack a decision or a feature.
    public var incomplete: Int

    /// Makes a table from its parts.
    public init(
        names: [String], columns: [Column], decisions: [Bool], subject: DifferentialFairness.Subject,
        weights: [Double], attributes: [GroupingColumn], groups: [[Int]], incomplete: Int
    ) {
        precondition(names.count == columns.count, "\(names.count) names of \(columns.count) features")
        precondition(weights.isEmpty || weights.count == decisions.count, "\(weights.count) weights")
        precondition(groups.allSatisfy { $0.count == decisions.count }, "a group for each of \(decisions.count) rows")
        self.names = names
        self.columns = columns
        self.decisions = decisions
        self.subject = subject
        self.weights = weights
        self.attributes = attributes
        self.groups = groups
        self.incomplete = incomplete
    }

    /// The number of rows.
    public var rowCount: Int { decisions.count }

    func mass(of row: Int) -> Mass {
        weights.isEmpty
            ? Mass(count: 1) : Mass(count: 1, weight: weights[row], squaredWeight: weights[row] * weights[row])
    }

    /// The features as distances see them.
    ///
    /// A number is divided by its standard deviation over the rows (unweighted); a text that differs adds 2 to the
    /// squared distance, as in one-hot columns, which is also what two rows picked at random differ by on average in a
    /// standardised number.
    var neighbours: NeighbourTable {
        let columns = columns.map { column -> NeighbourTable.Column in
            switch column {
            case .codes(let codes): return .codes(codes, cost: 2)
            case .numbers(let values):
                let mean = values.reduce(0, +) / Double(max(1, values.count))
                let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let deviation = (squares / Double(max(1, values.count))).squareRoot()
                return .numbers(values, scale: deviation > 0 && deviation.isFinite ? 1 / deviation : 0)
            }
        }
        return NeighbourTable(
            columns: columns, values: decisions.map { $0 ? 1 : 0 },
            weights: weights.isEmpty ? Array(repeating: 1, count: rowCount) : weights)
    }

    /// A number for each row, the same for two rows just if all their features are equal.
    var identities: [Int] {
        var identities = Array(repeating: 0, count: rowCount)
        for column in columns {
            var known: [Pair: Int] = [:]
            for row in 0..<rowCount {
                let value: UInt64 =
                    switch column {
                    // Adding 0 makes 0 of −0.
                    case .numbers(let values): (values[row] + 0).bitPattern
                    case .codes(let codes): UInt64(codes[row])
                    }
                let pair = Pair(before: identities[row], value: value)
                let next = known.count
                identities[row] = known[pair, default: next]
                if identities[row] == next { known[pair] = next }
            }
        }
        return identities
    }

    private struct Pair: Hashable {
        var before: Int
        var value: UInt64
    }
}
