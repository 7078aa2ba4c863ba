/// The rates of groups of which only each person's probabilities are known, and the gaps between them.
public struct MembershipAssessment: Sendable, Equatable {
    /// A rate of a group.
    public struct Rate: Sendable, Equatable {
        /// The metric's id.
        public var metric: String
        /// The weighted estimate, right if outcome and group are independent given the probabilities.
        public var estimate: Estimate
        /// Where the rate lies without that, sampling error aside.
        public var bounds: Interval?

        /// Makes a rate from its parts.
        public init(metric: String, estimate: Estimate, bounds: Interval? = nil) {
            self.metric = metric
            self.estimate = estimate
            self.bounds = bounds
        }
    }

    /// A group.
    public struct Group: Sendable, Equatable {
        /// The group, by the column of its probabilities.
        public var key: GroupKey
        /// How many people are expected in it, weights aside.
        public var expectedCount: Double
        /// Its rates.
        public var rates: [Rate]

        /// Makes a group from its parts.
        public init(key: GroupKey, expectedCount: Double, rates: [Rate]) {
            self.key = key
            self.expectedCount = expectedCount
            self.rates = rates
        }

        /// Returns the rate of the metric named `id`.
        public func rate(_ id: String) -> Rate? { rates.first { $0.metric == id } }
    }

    /// The attribute that the groups are values of.
    public var attribute: String
    /// The groups.
    public var groups: [Group]
    /// Rows of which a probability is missing; they are in no group.
    public var unknownRows: Int
    /// The gaps between the groups: highest minus lowest, and each against the group with the most people expected.
    public var disparities: [Disparity]

    /// Makes an assessment from its parts.
    public init(attribute: String, groups: [Group], unknownRows: Int, disparities: [Disparity]) {
        self.attribute = attribute
        self.groups = groups
        self.unknownRows = unknownRows
        self.disparities = disparities
    }

    /// Whether nothing is shown because a group is smaller than the smallest cell allowed.
    public var isWithheld: Bool { groups.allSatisfy(\.rates.isEmpty) }

    /// What has to hold for the estimates to be right, and where they err if it does not.
    public static let assumption =
        "The estimates are right if, among people with the same probabilities, outcomes do not differ between the groups. "
        + "If a group's members fare better than others with the same probabilities its rate is underestimated, if worse "
        + "overestimated: gaps that run within such people as they run between them look too small (Chen et al. 2019). The "
        + "bounds hold without the assumption."
}

/// Measures groups from probabilities.
extension Assessor {
    /// Returns the rates and gaps of one attribute.
    ///
    /// With a smallest cell, nothing is shown where fewer people than that are expected in a group or are of unknown group.
    ///
    /// - Parameters:
    ///   - tally: What was counted of the rows with their probabilities.
    ///   - attribute: The attribute's name.
    ///   - names: The groups' names, in the order of the tally.
    ///   - inputs: What a row can tell.
    public func assess(
        _ tally: MembershipTally, attribute: String, names: [String], inputs: Set<GroupMetric.Input>
    ) -> MembershipAssessment {
        let keys = names.map { GroupKey([AttributeValue(attribute: attribute, value: $0)]) }
        let smallest = Double(settings.minimumCell)
        let unknown = tally.unknown.everyone.count
        let isWithheld =
            (0..<tally.groups).contains { tally.expectedCount($0) < smallest }
            || unknown > 0 && unknown < settings.minimumCell
        let metrics = isWithheld ? [] : GroupMetric.available(with: inputs).filter(\.isProportion)
        let z = CriticalValue.single(confidence: settings.confidence)
        var groups = keys.enumerated().map { index, key in
            MembershipAssessment.Group(
                key: key, expectedCount: isWithheld ? 0 : tally.expectedCount(index), rates: [])
        }
        let reference = keys.indices.max { tally.expectedCount($0) < tally.expectedCount($1) }
        var disparities: [Disparity] = []
        for metric in metrics {
            let rates = MembershipRates(metric, in: tally)
            for index in groups.indices {
                groups[index].rates.append(
                    MembershipAssessment.Rate(
                        metric: metric.id, estimate: rates.measurements[index].estimate(z: z),
                        bounds: rates.bounds(index)))
            }
            let comparison = MembershipComparison(
                metric: metric.id, attribute: attribute, keys: keys, rates: rates, settings: settings)
            disparities.append(comparison.difference())
            if let reference { disparities += comparison.differences(to: reference) }
        }
        FamilyAdjustment.adjust(&disparities)
        return MembershipAssessment(
            attribute: attribute, groups: groups, unknownRows: isWithheld ? 0 : unknown, disparities: disparities)
    }
}
