extension GroupMetric {
    /// The number of rows, those with missing values included; a property of the table, so its interval has no width.
    public static let count = GroupMetric(
        id: "count", name: "Count", formula: "n", question: "How many people are in the group?", inputs: [],
        tasks: Set(AuditTask.allCases),
        range: Interval(0, .infinity),
        isShare: false
    ) { tally in
        let everyone = tally.everyone
        return .sampled(
            Sampled(value: Double(everyone.count), effectiveSize: Double(everyone.count), model: .exact))
    }
}
