/// A part of the report that computes what a rule asks for, in its terms, and says what it does not establish.
public enum Annex: String, Sendable, CaseIterable {
    /// The four-fifths rule of the Uniform Guidelines and the two-standard-deviation analysis.
    case eeoc
    /// The tables of New York City's rule on automated employment decision tools.
    case nycLL144 = "nyc-ll144"
    /// What Article 10 of the European Union's AI Act asks of data, as a list of open and filled items.
    case euAIAct = "eu-ai-act"
    /// MEASURE 2.11 and its neighbours in NIST's AI Risk Management Framework, as such a list.
    case nistRMF = "nist-rmf"

    /// What it is, with the clause.
    public var summary: String {
        switch self {
        case .eeoc: "Adverse impact: four-fifths and two standard deviations (29 CFR 1607.4(D), 1978)"
        case .nycLL144: "Bias audit tables of New York City (6 RCNY § 5-301, in force since 5 July 2023)"
        case .euAIAct: "Data governance (Regulation (EU) 2024/1689, Article 10)"
        case .nistRMF: "Fairness and bias evaluated and documented (NIST AI RMF 1.0, 2023, MEASURE 2.11)"
        }
    }

    /// Whether it counts who was selected.
    public var needsSelections: Bool { self == .eeoc || self == .nycLL144 }
}
