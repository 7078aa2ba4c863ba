/// How alike people are treated, one by one and not as groups.
public struct IndividualMeasures: Sendable, Equatable {
    /// The inequality of benefits within one group, or over everybody.
    public struct Benefit: Sendable, Equatable {
        /// Who; no attributes means everybody, people of unknown groups included.
        public var key: GroupKey
        /// Rows with a label and a prediction.
        public var count: Int
        /// The mean benefit.
        public var mean: Estimate
        /// The indices; of a group, a page holds fewer of them than the results.
        public var indices: [EntropyIndex: Estimate]

        /// Makes a group's benefit from its parts.
        public init(key: GroupKey, count: Int, mean: Estimate, indices: [EntropyIndex: Estimate]) {
            self.key = key
            self.count = count
            self.mean = mean
            self.indices = indices
        }
    }

    /// The parts of the inequality for one set of attributes.
    public struct Split: Sendable, Equatable {
        /// The attributes that form the groups.
        public var attributes: [String]
        /// How many groups were compared: known, with rows that have a benefit.
        public var compared: Int
        /// How many known groups had to be left out.
        public var notEstimable: Int
        /// The groups, for a single attribute; unknown ones are shown and not compared.
        public var groups: [Benefit]
        /// The decompositions of the additive indices.
        public var parts: [EntropyDecomposition]

        /// Makes a split from its parts.
        public init(
            attributes: [String], compared: Int, notEstimable: Int, groups: [Benefit], parts: [EntropyDecomposition]
        ) {
            self.attributes = attributes
            self.compared = compared
            self.notEstimable = notEstimable
            self.groups = groups
            self.parts = parts
        }
    }

    /// The benefits of everybody.
    public var overall: Benefit
    /// The splits: each attribute alone, then each set of several.
    public var splits: [Split]

    /// Makes measures from their parts.
    public init(overall: Benefit, splits: [Split]) {
        self.overall = overall
        self.splits = splits
    }
}

extension IndividualMeasures {
    /// Measures the inequality of the benefits 1 + ŷ − y over a table; nil unless it has labels and predictions.
    init?(_ table: GroupTable, settings: AssessmentSettings) {
        guard table.inputs.isSuperset(of: [.label, .prediction]) else { return nil }
        let z = CriticalValue.single(confidence: settings.confidence)
        let everybody = table.sums(over: []).first?.tally ?? Tally()
        overall = Benefit(key: GroupKey([]), tally: everybody, z: z)
        splits = table.attributeSets.map { positions in
            let sums = table.sums(over: positions)
            let keys = sums.map { table.key($0.cell, over: positions) }
            let known = zip(keys, sums).filter { settings.comparesUnknown || !$0.0.isUnknown }.map(\.1.tally)
            let compared = known.filter { Benefits($0).fault == nil }
            let groups = zip(keys, sums).map { Benefit(key: $0, tally: $1.tally, z: z) }
            let split = EntropySplit(
                groups: compared.map { Benefits($0) }, everybody: Benefits(Tally(sumOf: compared)))
            return Split(
                attributes: positions.map { table.attributes[$0].name }, compared: compared.count,
                notEstimable: known.count - compared.count, groups: positions.count == 1 ? groups : [],
                parts: compared.count < 2
                    ? []
                    : EntropyIndex.additive.map { index in
                        split.decomposition(of: index, z: z, confidence: settings.confidence)
                    })
        }
    }
}

extension IndividualMeasures.Benefit {
    fileprivate init(key: GroupKey, tally: Tally, z: Double) {
        let benefits = Benefits(tally)
        self.init(
            key: key, count: benefits.total.count, mean: benefits.meanEstimate(z: z),
            indices: EntropyIndex.each { $0.estimate(of: benefits, z: z) })
    }
}

extension EntropyIndex {
    fileprivate static func each(_ estimate: (EntropyIndex) -> Estimate) -> [EntropyIndex: Estimate] {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0, estimate($0)) })
    }
}
