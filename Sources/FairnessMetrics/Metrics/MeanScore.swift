extension GroupMetric {
    /// Mean score of all rows that have one, labelled or not.
    ///
    /// Compared between groups: equal means (Calders, Karim, Kamiran, Ali, Zhang 2013). The interval is Student's (1908),
    /// with Gaffke's imagined row (2005).
    public static let meanScore = GroupMetric(
        id: "mean_score", name: "Mean score", formula: "mean s",
        question: "What score do the people of the group get on average?",
        source: "Student 1908 (interval); between groups Calders et al. 2013 (equal means)", inputs: [.score],
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
