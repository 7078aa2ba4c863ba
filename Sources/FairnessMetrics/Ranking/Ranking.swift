/// How a score ranks the groups of an attribute: everybody in descending order of the score, ties shared.
public struct Ranking: Sendable, Equatable {
    /// A group's place in the ranking.
    public struct Group: Sendable, Equatable {
        /// The group.
        public var key: GroupKey
        /// Rows with a score; 0 where withheld.
        public var count: Int
        /// The share of the group that the first k positions hold, for each k.
        public var topRates: [Estimate]
        /// The mean of 1 / log₂(1 + rank) over the group (Singh, Joachims 2018).
        public var exposure: Estimate
        /// The mean exposure over everybody's: the group's share of all exposure over its share of the people.
        public var parity: Estimate
        /// The mean exposure over the share of positive labels, among labelled rows; nil without labels.
        public var perRelevance: Estimate?
        /// The test of each prefix of the first k positions; none where unknown, withheld or k is too large.
        public var topTests: [TopTest]

        /// Makes a group from its parts.
        public init(
            key: GroupKey, count: Int, topRates: [Estimate], exposure: Estimate, parity: Estimate,
            perRelevance: Estimate?, topTests: [TopTest]
        ) {
            self.key = key
            self.count = count
            self.topRates = topRates
            self.exposure = exposure
            self.parity = parity
            self.perRelevance = perRelevance
            self.topTests = topTests
        }
    }

    /// The ranked group fairness test (FA*IR; Zehlike et al. 2017) of a group against its share of everybody.
    public struct TopTest: Sendable, Equatable {
        /// How many positions were tested, each prefix of them.
        public var k: Int
        /// The group's share of everybody of known group.
        public var share: Double
        /// How many of the group the first k positions hold, on average over ties.
        public var count: Double
        /// The smallest count that passes at k.
        public var minimum: Int
        /// The first prefix that holds too few; nil if all pass.
        public var firstShortfall: Int?
        /// α of each prefix's test, so that a random list fails with probability at most 1 − confidence.
        public var adjustedAlpha: Double
        /// The exact probability that a random list has a prefix at least as unlikely.
        public var pValue: Double
        /// `pValue` after Holm over the groups and k of the attribute.
        public var adjustedPValue: Double

        /// Makes a test's outcome.
        public init(
            k: Int, share: Double, count: Double, minimum: Int, firstShortfall: Int?, adjustedAlpha: Double,
            pValue: Double, adjustedPValue: Double
        ) {
            self.k = k
            self.share = share
            self.count = count
            self.minimum = minimum
            self.firstShortfall = firstShortfall
            self.adjustedAlpha = adjustedAlpha
            self.pValue = pValue
            self.adjustedPValue = adjustedPValue
        }
    }

    /// NDKL: how far the first positions differ from everybody (Geyik, Ambler, Kenthapadi 2019).
    public struct Divergence: Sendable, Equatable {
        /// How many positions were looked at.
        public var positions: Int
        /// NDKL of the ranking.
        public var value: Double
        /// Its mean over random rankings with the same ties.
        public var random: Double
        /// The share of random rankings with at least this value, the ranking counted as one of them.
        public var pValue: Double

        /// Makes a divergence from its parts.
        public init(positions: Int, value: Double, random: Double, pValue: Double) {
            self.positions = positions
            self.value = value
            self.random = random
            self.pValue = pValue
        }
    }

    /// The attribute.
    public var attribute: String
    /// The numbers of first positions looked at, ascending.
    public var topK: [Int]
    /// Rows with a score, unknown groups included.
    public var rows: Int
    /// The groups; unknown and withheld ones are shown and not compared.
    public var groups: [Group]
    /// For each k the difference and the ratio of the rates, then the ratio of exposure, then that of exposure per
    /// relevance (disparate treatment ratio; Singh, Joachims 2018) where there are labels.
    public var disparities: [Disparity]
    /// NDKL, where two groups or more are known.
    public var divergence: Divergence?

    /// Makes a ranking from its parts.
    public init(
        attribute: String, topK: [Int], rows: Int, groups: [Group], disparities: [Disparity], divergence: Divergence?
    ) {
        self.attribute = attribute
        self.topK = topK
        self.rows = rows
        self.groups = groups
        self.disparities = disparities
        self.divergence = divergence
    }

    /// The metric name of a disparity of rates among the first k.
    public static func topMetric(_ k: Int) -> String { "top_\(k)_rate" }
    /// The metric name of the mean exposure.
    public static let exposureMetric = "exposure"
    /// The metric name of the mean exposure over the mean relevance.
    public static let perRelevanceMetric = "exposure_per_relevance"
}
