extension GroupMetric {
    /// P(y = 1): the share of positive labels; undefined without labels.
    ///
    /// Meehl and Rosen (1955) showed what it does to decisions.
    public static let baseRate = GroupMetric(
        id: "base_rate", name: "Base rate", formula: "P / (P + N)",
        question: "Of the people with a known label, how many are positive?",
        source: "Meehl, Rosen 1955",
        inputs: [.label]
    ) { tally in
        .proportion(
            tally.labelled(.positive), of: tally.labelled(.positive) + tally.labelled(.negative),
            otherwise: "no row has a label")
    }
}
