/// The sufficient statistics of groups of which only each person's probabilities are known: additive, in any order.
///
/// For each pair of label and prediction c: rows, Σ p_g, Σ w p_g, Σ w² p_g p_h, and for bounds Σ w and Σ w p_g of the rows
/// whose p_g lies in each of `bins` bins of equal width.
public struct MembershipTally: Sendable, Equatable {
    /// Into how many bins a group's probabilities are cut for the bounds.
    public static let bins = 20

    /// How many groups there are.
    public let groups: Int
    /// Rows of which a probability is missing.
    public private(set) var unknown = Tally()
    /// Rows of each pair of label and prediction, `[9]`.
    private(set) var rows = [Int](repeating: 0, count: 9)
    /// Σ p_g, `[9, groups]`.
    private(set) var expected: [Double]
    /// Σ w p_g, `[9, groups]`.
    private(set) var weights: [Double]
    /// Σ w² p_g p_h, `[9, groups, groups]`.
    private(set) var products: [Double]
    /// Σ w of the rows by bin of p_g, `[9, groups, bins]`.
    private(set) var binWeights: [Double]
    /// Σ w p_g of the rows by bin of p_g, `[9, groups, bins]`.
    private(set) var binMembers: [Double]

    /// Makes an empty tally of `groups` groups.
    public init(groups: Int) {
        self.groups = groups
        expected = Array(repeating: 0, count: 9 * groups)
        weights = expected
        products = Array(repeating: 0, count: 9 * groups * groups)
        binWeights = Array(repeating: 0, count: 9 * groups * Self.bins)
        binMembers = binWeights
    }

    /// Adds a row with its probabilities, `[groups]`; NaN where one is missing.
    ///
    /// - Parameters:
    ///   - probabilities: The probability of each group, `[groups]`; with a NaN among them the row is of unknown group.
    ///   - outcome: `3 × label + prediction`, both as `Outcome`.
    ///   - weight: How much the row counts.
    public mutating func add(_ probabilities: [Double], outcome: Int, weight: Double = 1) {
        precondition(probabilities.count == groups, "\(probabilities.count) probabilities for \(groups) groups")
        guard !probabilities.contains(where: \.isNaN) else {
            unknown.add(
                Mass(count: 1, weight: weight, squaredWeight: weight * weight),
                label: Outcome(rawValue: outcome / 3) ?? .missing,
                prediction: Outcome(rawValue: outcome % 3) ?? .missing)
            return
        }
        rows[outcome] += 1
        for (group, p) in probabilities.enumerated() {
            let place = outcome * groups + group
            expected[place] += p
            weights[place] += weight * p
            for (other, q) in probabilities.enumerated() { products[place * groups + other] += weight * weight * p * q }
            let bin = place * Self.bins + min(Self.bins - 1, max(0, Int(p * Double(Self.bins))))
            binWeights[bin] += weight
            binMembers[bin] += weight * p
        }
    }

    /// Adds every row of another tally.
    public mutating func merge(_ other: MembershipTally) {
        precondition(groups == other.groups, "\(groups) groups and \(other.groups) do not add up")
        unknown.merge(other.unknown)
        for index in rows.indices { rows[index] += other.rows[index] }
        for index in weights.indices {
            expected[index] += other.expected[index]
            weights[index] += other.weights[index]
        }
        for index in products.indices { products[index] += other.products[index] }
        for index in binWeights.indices {
            binWeights[index] += other.binWeights[index]
            binMembers[index] += other.binMembers[index]
        }
    }

    /// How many rows were counted, those of unknown group not among them.
    public var knownRows: Int { rows.reduce(0, +) }

    /// The number of people expected in a group, weights aside.
    public func expectedCount(_ group: Int) -> Double { (0..<9).reduce(0) { $0 + expected[$1 * groups + group] } }
}
