internal import FairnessMetrics

/// One section of a report: a value in the list `all`, made in a file of its own.
public struct ReportSection: Sendable {
    /// The id of the section's heading, by which links reach it.
    public let id: String
    /// The heading.
    public let title: String
    /// What the section answers, in one line.
    public let question: String
    /// Returns what stands below the heading, beginning with a sentence that says what to take from it; nil if the
    /// results hold no evidence for it.
    let body: @Sendable (ReportContext) -> [Node]?
}

extension ReportSection {
    /// Every section there is, in the order of the page.
    public static let all: [ReportSection] =
        [
            .verdicts, .dataAudit, .scope, .data,
        ] + dataAuditParts + [
            .groups, .disparities, .classes, .distributions, .intersections, .membership,
            .strata, .differentialFairness, .individual, .consistency, .ranking, .calibration, .explanations, .ledger,
            .gates,
            .statistics,
            .definitions,
            .limitations, .annexEEOC, .annexLL144, .annexAIAct, .annexNIST, .machineReadable,
        ]
}
