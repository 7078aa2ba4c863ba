public import Mitigations
public import Reports

/// The choices of a data audit.
public struct DataAuditSettings: Sendable {
    /// The confidence that holds for all comparisons of the audit at once.
    public var confidence = 0.95
    /// How large a difference must be to matter.
    public var margins = DataAuditMargins()
    /// The seed of the folds and of the sample.
    public var seed: UInt64 = 0
    /// The threads; no result depends on their number.
    public var workers = 2
    /// The most rows that a cross-validated model sees.
    public var modelledRows = 40_000
    /// The shares of a population.
    public var population: PopulationTable?
    /// Words that name groups of people; the list that is shipped unless given.
    public var terms = IdentityTerms.shipped

    /// Words by which texts are told of somebody else; those that are shipped unless given.
    public var swaps = SwapLexicon.english

    /// Makes settings with the defaults.
    public init() {}

    /// Groups with fewer rows are not compared by themselves; they count among the others.
    static let fewestRows = 10
    /// The most groups of one attribute that are compared, the largest ones.
    static let mostGroups = 24
    /// The folds of everything that is held out.
    static let folds = 5
    /// The most comparisons of one part that a record lists.
    static let mostFindings = 100
}
