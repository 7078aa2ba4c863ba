extension GroupMetric {
    /// Mean score of all rows that have one, labelled or not.
    public static let meanScore = GroupMetric(
        id: "mean_score", name: "Mean score", formula: "mean s",
        question: "What score do the people of the group get on average?", inputs: [.score],
        range: Interval(-.infinity, .infinity), isShare: false
    ) { tally in
        let parts = (tally.scores ?? ScoreSample()).allParts
        // Scores have no bounds of their own: the interval allows for one more row as extreme as any here.
        let imagined = ScoreSample.extremes(of: parts)
        return ScoreMean.measure(
            parts, bounds: Interval(-.infinity, .infinity), imagined: imagined, otherwise: "no row has a score"
        ) { score, _ in score }
    }
}
