extension GroupMetric {
    /// Mean score of all rows that have one, labelled or not.
    public static let meanScore = GroupMetric(
        id: "mean_score", name: "Mean score", formula: "mean s",
        question: "What score do the people of the group get on average?", inputs: [.score],
        range: Interval(-.infinity, .infinity), isShare: false
    ) { tally in
        ScoreMean.measure(
            (tally.scores ?? ScoreSample()).allParts, bounds: Interval(-.infinity, .infinity),
            otherwise: "no row has a score"
        ) { score, _ in score }
    }
}
