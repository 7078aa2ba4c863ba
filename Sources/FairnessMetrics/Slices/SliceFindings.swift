/// Rows above the line among rows counted.
public struct SliceCounts: Sendable, Equatable {
    /// Rows above the line.
    public var numerator: Int
    /// Rows counted.
    public var denominator: Int

    /// Pairs two counts.
    public init(numerator: Int, denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The share, or nil without rows.
    public var share: Double? { denominator > 0 ? Double(numerator) / Double(denominator) : nil }
}

/// A slice that stood out, and what the rows that test it say.
public struct SliceFinding: Sendable, Equatable {
    /// The conditions, all of which hold in the slice.
    public var key: GroupKey
    /// All rows of the table in the slice, those that the metric does not count included.
    public var rows: Int
    /// The slice among the rows that were searched. A search favours chance: this difference is too large on average.
    public var found: SliceCounts
    /// The other rows that were searched.
    public var foundRest: SliceCounts
    /// z of the slice against the rest among the rows that were searched.
    public var z: Double
    /// The rate in the slice, among the rows that test it.
    public var rate: Estimate
    /// The rate of all other rows that test it.
    public var rest: Estimate
    /// Rate minus rest; the interval holds for all slices reported at once.
    public var difference: Estimate
    /// How many people of the slice the difference amounts to, among the rows that test it.
    public var peopleCount: Double?
    /// The p-value of equality of this slice and the rest alone.
    public var pValue: Double
    /// The test of it: `two_proportion_z`, `fisher_exact`.
    public var test: String
    /// The p-value with the search accounted for.
    public var adjustedPValue: Double
    /// What the interval supports, given the margin.
    public var verdict: Verdict
    /// Why, in a sentence.
    public var reason: String

    /// Makes a finding from its parts.
    public init(
        key: GroupKey, rows: Int, found: SliceCounts, foundRest: SliceCounts, z: Double, rate: Estimate, rest: Estimate,
        difference: Estimate, peopleCount: Double?, pValue: Double, test: String, adjustedPValue: Double,
        verdict: Verdict, reason: String
    ) {
        self.key = key
        self.rows = rows
        self.found = found
        self.foundRest = foundRest
        self.z = z
        self.rate = rate
        self.rest = rest
        self.difference = difference
        self.peopleCount = peopleCount
        self.pValue = pValue
        self.test = test
        self.adjustedPValue = adjustedPValue
        self.verdict = verdict
        self.reason = reason
    }
}

/// What a search for slices found.
public struct SliceFindings: Sendable, Equatable {
    /// The slices, the smallest adjusted p-value first, then the largest |z| where they were found.
    public var slices: [SliceFinding]
    /// How many slices were large enough to be looked at.
    public var searchedSlices: Int
    /// The metric over all rows that it counts.
    public var overall: Estimate
    /// Rows that were searched.
    public var searchedRows: Int
    /// Rows that were kept apart for the test; 0 where the rows searched are also tested.
    public var heldOutRows: Int
    /// Why no slice is reported; nil if one is.
    public var note: String?

    /// Makes findings from their parts.
    public init(
        slices: [SliceFinding], searchedSlices: Int, overall: Estimate, searchedRows: Int, heldOutRows: Int,
        note: String? = nil
    ) {
        self.slices = slices
        self.searchedSlices = searchedSlices
        self.overall = overall
        self.searchedRows = searchedRows
        self.heldOutRows = heldOutRows
        self.note = note
    }
}
