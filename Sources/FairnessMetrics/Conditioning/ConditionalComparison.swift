/// A group against the reference group among people who are alike in the control columns.
///
/// Says what becomes of a gap between two rates once both groups are compared within strata: how large it would be if both
/// were spread over the strata alike, how much of it comes from who is where, and whether it is the same in every stratum.
public struct ConditionalComparison: Sendable, Equatable {
    /// Whether the gap within strata points the other way than the gap over the whole table (Simpson 1951).
    public enum Reversal: String, Sendable, CaseIterable {
        /// Both point the same way, or one of them is 0.
        case none
        /// They point in opposite ways, but an interval holds 0.
        case indicated
        /// They point in opposite ways, and neither interval holds 0.
        case shown
    }

    /// The outcome of a test of the two groups.
    public typealias Test = TestOutcome

    /// The rate compared.
    public var metric: String
    /// The group, of one protected attribute.
    public var group: GroupKey
    /// The group that it is compared with.
    public var reference: GroupKey
    /// The group's rate minus the reference group's over the whole table.
    public var crude: Estimate
    /// The same difference with both groups spread over the strata as the two together are.
    public var standardised: Estimate
    /// The part of the gap that comes from who is in which stratum (Kitagawa 1955).
    public var composition: Estimate
    /// The part of the gap that comes from different rates within strata.
    public var treatment: Estimate
    /// The odds ratio common to all strata (Mantel, Haenszel 1959).
    public var commonOddsRatio: Estimate
    /// The test that the odds are alike within every stratum (Cochran 1954; Mantel, Haenszel 1959).
    public var association: Test?
    /// The test that the odds ratio is the same in all strata (Breslow, Day 1980, corrected by Tarone 1985).
    public var homogeneity: Test?
    /// Strata in which both groups have rows that the rate counts.
    public var strata: Int
    /// The share of both groups' rows that lie in other strata, where there is nothing to compare with.
    public var unmatched: Double
    /// Whether the gap turns about within the strata.
    public var reversal: Reversal
    /// The gap split by control column in a linear model, where both groups have rows.
    public var decomposition: GapDecomposition?

    /// Makes a comparison from its parts.
    public init(
        metric: String, group: GroupKey, reference: GroupKey, crude: Estimate, standardised: Estimate,
        composition: Estimate, treatment: Estimate, commonOddsRatio: Estimate, association: Test?,
        homogeneity: Test?, strata: Int, unmatched: Double, reversal: Reversal
    ) {
        self.metric = metric
        self.group = group
        self.reference = reference
        self.crude = crude
        self.standardised = standardised
        self.composition = composition
        self.treatment = treatment
        self.commonOddsRatio = commonOddsRatio
        self.association = association
        self.homogeneity = homogeneity
        self.strata = strata
        self.unmatched = unmatched
        self.reversal = reversal
    }
}
