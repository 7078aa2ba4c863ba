extension TableMeasure {
    /// What stands behind a verdict or bounds it.
    static let evidence: [TableMeasure] = [
        TableMeasure(
            id: "corrected", name: "Range without what chance adds", formula: "max − min less its expected excess",
            question: "How wide would the range be if every group had many rows?", needs: "three groups or more",
            range: Interval(0, .infinity), direction: "0 means alike", source: "Lum, Zhang, Bower 2022"),
        TableMeasure(
            id: "shrunken", name: "Shrunken rate", formula: "B · expectation + (1 − B) · own rate, B = r / (r + n)",
            question: "What is a small cell's rate likely to be, given all cells?", needs: "rates of several cells",
            range: Interval(0, 1), direction: "as the rate itself", source: "Morris 1983; Tak, Morris 2017"),
        TableMeasure(
            id: "power", name: "Power and detectable gap",
            formula: "Φ(margin / s − z) for a gap as large as the margin; (z + z₀.₈) s for four repeats of five",
            question: "What could rows like these have shown?", needs: "any comparison", range: Interval(0, 1),
            direction: "more power is surer", source: "Neyman, Pearson 1933; Cohen 1988"),
        TableMeasure(
            id: "unknown_bounds", name: "Bounds for unknown groups",
            formula: "the gap if all unknown people above the line were the one group's, and none of them",
            question: "Where may the gap lie if people whose group is unknown were known?", needs: "missing attributes",
            range: Interval(0, 1), direction: "as the gap itself", source: "Manski 1989; Horowitz, Manski 1995"),
        TableMeasure(
            id: "label_noise", name: "Wrong labels that would close a gap",
            formula: "the least share e of a group's labels with gap(e) = 0, or within the margin",
            question: "How many labels would have to be wrong?", needs: "label, prediction", range: Interval(0, 1),
            direction: "a larger share is harder to explain away",
            source: "Copeland, Checkoway, McMichael, Holbrook 1977; worst case Horowitz, Manski 1995"),
        TableMeasure(
            id: "membership", name: "Rate under probable membership",
            formula: "Σ p A / Σ p B, p the probability of the group",
            question: "What is the rate of a group that is known by probabilities only?",
            needs: "a column of probabilities for each group", range: Interval(0, 1), direction: "as the rate itself",
            source: "Chen, Kallus, Mao, Svacha, Udell 2019; bounds Kallus, Mao, Zhou 2022"),
        TableMeasure(
            id: "worst_slice", name: "Worst slice",
            formula: "the conjunction of values whose rate is farthest from the rest's",
            question: "Where, among all combinations of columns, does the rate differ most?",
            needs: "columns to search",
            range: Interval(-1, 1), direction: "0 means as the rest",
            source: "held-out rows Cox 1975; permutations Westfall, Young 1993"),
    ]
}
