extension GroupMetric {
    /// Mean score of all rows that have one, labelled or not.
    public static let meanScore = GroupMetric(
        id: "mean_score", name: "Mean score", formula: "mean s",
        question: "What score do the people of the group get on average?", inputs: [.score], isShare: false
    ) { tally in
        let parts = (tally.scores ?? ScoreSample()).allParts
        let all = parts.flatMap(\.part.scores)
        // Scores have no bounds of their own: the interval allows for one more row as extreme as any here.
        let imagined = all.min().flatMap { low in all.max().map { Interval(low, $0) } }
        return ScoreMean.measure(
            parts, bounds: Interval(-.infinity, .infinity), imagined: imagined, otherwise: "no row has a score"
        ) { score, _ in score }
    }
}
