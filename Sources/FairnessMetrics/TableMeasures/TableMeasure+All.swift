extension TableMeasure {
    /// Every measure of whole tables, in the order of reports.
    public static let all: [TableMeasure] =
        entropies + [consistency, twins] + comparisons + conditions + distributions + rankings + evidence

    private static let consistency = TableMeasure(
        id: "consistency", name: "Consistency", formula: "1 − mean |y − mean of y over the 5 nearest others|",
        question: "Do people who are alike get the same decision?",
        needs: "prediction or label, features (rows: a tally file has none)", range: Interval(0, 1),
        direction: "higher is more alike", source: "Zemel et al. 2013")

    private static let twins = TableMeasure(
        id: "twins", name: "Contradicted twins",
        formula: "people whose twin got the other decision / people with a twin",
        question: "Does somebody of another group who is equal in every feature get another decision?",
        needs: "prediction or label, features (rows: a tally file has none)", range: Interval(0, 1),
        direction: "lower is more alike", source: "the similar pairs of Dwork et al. 2012, at distance 0")

    private static let rankings: [TableMeasure] = [
        TableMeasure(
            id: "top_k_rate", name: "Rate among the first k", formula: "rows of the group among the first k / its rows",
            question: "Of the people of a group, how many does the score put among the first k?", needs: "score",
            range: Interval(0, 1), direction: "compared between groups",
            source: "Yang, Stoyanovich 2017 (shares of a prefix)"),
        TableMeasure(
            id: "exposure", name: "Exposure", formula: "mean of 1 / log₂(1 + rank) over the group",
            question: "How much attention does the ranking give a person of the group on average?", needs: "score",
            range: Interval(0, 1), direction: "compared between groups, and with everybody (parity)",
            source: "Singh, Joachims 2018"),
        TableMeasure(
            id: "exposure_per_relevance", name: "Exposure per relevance",
            formula: "mean exposure / share of positive labels; lowest ÷ highest is the disparate treatment ratio",
            question: "Does each group get exposure in proportion to its positive labels?", needs: "score, label",
            range: Interval(0, .infinity), direction: "compared between groups", source: "Singh, Joachims 2018"),
        TableMeasure(
            id: "ndkl", name: "Normalised discounted KL divergence",
            formula: "Σ_i KL(D_i ‖ D) / log₂(i + 1) / Σ_i 1 / log₂(i + 1)",
            question: "How far do the first positions differ from everybody?", needs: "score",
            range: Interval(0, .infinity), direction: "0 means that every prefix has everybody's shares",
            source: "Geyik, Ambler, Kenthapadi 2019"),
        TableMeasure(
            id: "fair_top_k", name: "Ranked group fairness test (FA*IR)",
            formula: "P(some prefix as unlikely) if each position were the group's with probability p = its share",
            question: "Do the first k positions hold too few of a group for chance?", needs: "score",
            range: Interval(0, 1), direction: "a small p-value speaks against chance", source: "Zehlike et al. 2017"),
    ]

    private static let comparisons: [TableMeasure] = [
        TableMeasure(
            id: "differential_fairness", name: "Smoothed differential fairness ε",
            formula: "max |ln(p_i / p_j)| over both outcomes and all pairs of groups, p = (positive + ½) / (n + 1)",
            question: "How many times likelier is an outcome in one group than in another, on the log scale?",
            needs: "label or prediction", range: Interval(0, .infinity), direction: "0 means alike",
            source: "Foulds et al. 2020"),
        TableMeasure(
            id: "bias_amplification", name: "Differential fairness bias amplification",
            formula: "ε(prediction) − ε(label)",
            question: "Do the decisions differ more between groups than the labels do?",
            needs: "label, prediction", range: Interval(-.infinity, .infinity),
            direction: "above 0 the decisions differ more", source: "Foulds et al. 2020"),
    ]

    private static let entropies: [TableMeasure] = [
        entropy(
            .meanLogDeviation, "Generalized entropy, α = 0",
            "−Σ ln(b/μ) / n, b = 1 + ŷ − y; undefined if there is a false negative"),
        entropy(
            .theil, "Theil index (generalized entropy, α = 1)", "Σ (b/μ) ln(b/μ) / n, b = 1 + ŷ − y"),
        entropy(.halfSquaredVariation, "Generalized entropy, α = 2", "Σ ((b/μ)² − 1) / 2n, b = 1 + ŷ − y"),
        entropy(
            .coefficientOfVariation, "Coefficient of variation",
            "√(2 GE(2)), the benefits' standard deviation over their mean"),
    ]

    private static func entropy(_ index: EntropyIndex, _ name: String, _ formula: String) -> TableMeasure {
        TableMeasure(
            id: index.rawValue, name: name, formula: formula,
            question: "How unequally is the benefit of the decisions spread over people?",
            needs: "label, prediction", range: Interval(0, .infinity), direction: "lower is more equal",
            source: "Speicher et al. 2018")
    }
}
