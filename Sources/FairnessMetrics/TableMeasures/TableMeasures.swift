internal import NumericalKernels

/// What is measured of a whole table and is no metric of each group: see `TableMeasure`.
public struct TableMeasures: Sendable, Equatable {
    /// How alike people are treated one by one; nil unless the table has labels and predictions.
    public var individual: IndividualMeasures?

    /// The largest ratio of an outcome's probabilities, for each set of attributes with two groups or more.
    public var differentialFairness: [DifferentialFairness] = []
    /// Shares among the rejected and the accepted within strata, if control columns were given.
    public var conditionalDisparities: [ConditionalDemographicDisparity] = []
    /// How the score ranks the groups of each attribute; empty without scores.
    public var ranking: [Ranking] = []
    /// Whether people who are alike get the same decision, where features were read.
    public var consistency: Consistency?

    /// Makes measures that hold nothing yet.
    public init() {}
}

extension TableMeasures {
    /// Measures a table whose scores are sorted.
    init(_ table: GroupTable, everybody: Tally, settings: AssessmentSettings) {
        let counts = table.withoutScores
        individual = IndividualMeasures(counts, settings: settings)
        let sets = counts.attributeSets
        differentialFairness = ParallelMap.map(sets.count, workers: max(1, sets.count)) { index in
            DifferentialFairness(counts, positions: sets[index], settings: settings, stream: UInt64(index))
        }.compactMap(\.self)
        ranking = Ranking.all(table, everybody: everybody, settings: settings)
        conditionalDisparities = ConditionalDemographicDisparity.all(counts, settings: settings)
    }
}
