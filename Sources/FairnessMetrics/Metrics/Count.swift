extension GroupMetric {
    /// The number of rows, those with missing values included; a property of the table, so its interval has no width.
    ///
    /// A count has no author; that people be counted by group beside the rates is asked for by 29 CFR 1607.4 (1978).
    public static let count = GroupMetric(
        id: "count", name: "Count", formula: "n", question: "How many people are in the group?",
        source: "a plain count; beside every rate as in 29 CFR 1607.4 (1978)", inputs: [],
        tasks: Set(AuditTask.allCases),
        range: Interval(0, .infinity),
        isShare: false
    ) { tally in
        let everyone = tally.everyone
        return .sampled(
            Sampled(value: Double(everyone.count), effectiveSize: Double(everyone.count), model: .exact))
    }
}
