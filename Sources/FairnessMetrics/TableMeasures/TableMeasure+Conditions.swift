extension TableMeasure {
    /// What compares people who are alike in control columns.
    static let conditions: [TableMeasure] = [
        TableMeasure(
            id: "conditional_demographic_disparity", name: "Conditional demographic disparity",
            formula: "Σ n_s (share of the rejected − share of the accepted in stratum s) / n, for each group",
            question: "Is the group's share larger among the rejected than among the accepted, among people alike?",
            needs: "label or prediction, strata", range: Interval(-1, 1),
            direction: "above 0 the group is rejected more than accepted",
            source: "Wachter, Mittelstadt, Russell 2021"),
        TableMeasure(
            id: "standardised", name: "Standardised difference",
            formula: "Σ W_s (p₁ₛ − p₀ₛ), W_s the stratum's share of both groups together",
            question: "How large would the gap be if both groups were spread over the strata alike?",
            needs: "a rate, strata", range: Interval(-1, 1), direction: "0 means alike within strata",
            source: "direct standardisation, Kitagawa 1955"),
        TableMeasure(
            id: "composition", name: "Composition", formula: "Σ (w₁ₛ − w₀ₛ) (p₁ₛ + p₀ₛ) / 2",
            question: "How much of the gap comes from who is in which stratum?", needs: "a rate, strata",
            range: Interval(-1, 1), direction: "has the sign of what it explains", source: "Kitagawa 1955"),
        TableMeasure(
            id: "treatment", name: "Treatment", formula: "Σ (p₁ₛ − p₀ₛ) (w₁ₛ + w₀ₛ) / 2",
            question: "How much of the gap comes from different rates within strata?", needs: "a rate, strata",
            range: Interval(-1, 1), direction: "has the sign of what it explains", source: "Kitagawa 1955"),
        TableMeasure(
            id: "common_odds_ratio", name: "Common odds ratio", formula: "Σ x₁y₀/n / Σ x₀y₁/n over the strata",
            question: "How do the odds compare within strata, if alike in all of them?", needs: "a rate, strata",
            range: Interval(0, .infinity), direction: "1 means alike within strata", source: "Mantel, Haenszel 1959"),
        TableMeasure(
            id: "oaxaca_blinder", name: "Linear decomposition",
            formula: "gap = (x̄₁ − x̄₀)ᵀ β* + the rest, β* pooled; each column's effects sum to 0",
            question: "How much of the gap does each control column explain?", needs: "a rate, strata",
            range: Interval(-1, 1), direction: "has the sign of what it explains",
            source: "Oaxaca 1973; Blinder 1973; pooled Neumark 1988; effects Yun 2005"),
        TableMeasure(
            id: "reversal", name: "Simpson’s reversal",
            formula: "sign of the gap ≠ sign of the standardised difference",
            question: "Does the gap turn about within strata?", needs: "a rate, strata", range: Interval(0, 1),
            direction: "shown where neither interval holds 0", source: "Simpson 1951"),
    ]
}
