internal import FairnessMetrics

/// Where intervals of these results are known to hold less often than they say, from the simulation of coverage.
struct IntervalLimits {
    /// One sentence for each limit that matters here.
    let sentences: [String]

    init(_ results: AuditResults) {
        let groups = [results.assessment.overall] + results.assessment.groups
        func measures(_ metrics: Set<String>, where matters: (GroupAssessment) -> Bool = { _ in true }) -> Bool {
            groups.contains { group in
                matters(group)
                    && group.metrics.contains { metrics.contains($0.metric) && $0.estimate.defined != nil }
            }
        }
        var sentences: [String] = []
        if measures(["mean_squared_error", "root_mean_squared_error", "r_squared"]) {
            sentences.append(
                """
                Squared errors and R²: errors that are very large and very rare may not be among the rows, and no interval \
                made from the rows can then allow for them. With lognormal errors, intervals at 95 % held in 80 % of tables \
                of 100 rows and in 90 % (R²: 87 %) of 1,000; the mean absolute error suffers least.
                """)
        }
        let small = measures(["macro_f1"]) { group in
            !group.isSuppressed && !group.classes.isEmpty && group.count < Self.rowsPerClass * group.classes.count
        }
        if small {
            sentences.append(
                """
                Macro F1 of a group with fewer than \(Self.rowsPerClass) rows for each class: with 10 rows of 3 classes, \
                intervals at 95 % held in 89 % of tables.
                """)
        }
        self.sentences = sentences
    }

    /// From about so many rows for each class on, macro F1's intervals hold as they say.
    private static let rowsPerClass = 5
}
