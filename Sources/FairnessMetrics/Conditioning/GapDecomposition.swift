/// A gap split into what groups bring along and how it is rewarded, for each control column (Oaxaca 1973, Blinder 1973).
///
/// Within each group the outcome is a linear probability model of the controls, one main effect for each of their values,
/// the effects of a column summing to 0 (Yun 2005), so that no omitted value decides what is attributed to whom.
public struct GapDecomposition: Sendable, Equatable {
    /// The contribution of one control column to the twofold parts.
    public struct Part: Sendable, Equatable {
        /// The control column.
        public var column: String
        /// Its share of `explained`.
        public var explained: Estimate
        /// Its share of `unexplained`.
        public var unexplained: Estimate

        /// Makes a part.
        public init(column: String, explained: Estimate, unexplained: Estimate) {
            self.column = column
            self.explained = explained
            self.unexplained = unexplained
        }
    }

    /// The group's mean outcome minus the reference's, over the rows whose values of the controls occur in both groups.
    public var gap: Estimate
    /// (x̄₁ − x̄₀)ᵀ β* with β* from both groups pooled, without the group (Neumark 1988).
    public var explained: Estimate
    /// `gap` − `explained`.
    public var unexplained: Estimate
    /// The part of `unexplained` that no column holds: the difference of the constants.
    public var baseline: Estimate
    /// The columns' parts.
    public var parts: [Part]
    /// Threefold: (x̄₁ − x̄₀)ᵀ β₀.
    public var endowments: Estimate
    /// Threefold: x̄₀ᵀ (β₁ − β₀).
    public var coefficients: Estimate
    /// Threefold: (x̄₁ − x̄₀)ᵀ (β₁ − β₀).
    public var interaction: Estimate
    /// The share of both groups' weight that was left out because a value of a control occurs in one group only.
    public var leftOut: Double

    /// Makes a decomposition from its parts.
    public init(
        gap: Estimate, explained: Estimate, unexplained: Estimate, baseline: Estimate, parts: [Part],
        endowments: Estimate, coefficients: Estimate, interaction: Estimate, leftOut: Double
    ) {
        self.gap = gap
        self.explained = explained
        self.unexplained = unexplained
        self.baseline = baseline
        self.parts = parts
        self.endowments = endowments
        self.coefficients = coefficients
        self.interaction = interaction
        self.leftOut = leftOut
    }

    /// A decomposition that cannot be made, with the reason.
    static func undefined(_ reason: String, leftOut: Double) -> GapDecomposition {
        let none = Estimate.undefined(reason)
        return GapDecomposition(
            gap: none, explained: none, unexplained: none, baseline: none, parts: [], endowments: none,
            coefficients: none, interaction: none, leftOut: leftOut)
    }
}
