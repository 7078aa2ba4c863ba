internal import FairnessMetrics

extension ReportSection {
    /// What the report does not establish.
    static let limitations = ReportSection(
        id: "limitations", title: "What this does not establish",
        question: "Which conclusions do these numbers not carry?"
    ) { context in
        var items: [Node] = [
            """
            The numbers describe these data. They do not say how the system treats people who are not in them, or \
            will treat anybody later.
            """,
            """
            A gap is not a cause. It may come from the decision, from the data, from how people came into the data, or \
            from the world; the numbers alone do not tell which.
            """,
            """
            No material disparity in the metrics measured is no statement about metrics, attributes or groups that \
            were not measured. The criteria can contradict each other, and which one matters is a decision for people.
            """,
            """
            Groups are as recorded. Who recorded them, and whether people would describe themselves so, the data do \
            not say.
            """,
        ]
        if context.role("label") != nil {
            items.append(
                """
                Error rates take the label for the truth. If the label itself carries a prejudice, as records of \
                arrests or of past promotions may, the error rates carry it too.
                """)
        }
        let unknown = context.singleSets.flatMap(context.groups).filter(\.key.isUnknown)
        if !unknown.isEmpty && !context.settings.comparesUnknown {
            items.append(
                """
                People whose protected attribute is not recorded are shown but not compared; if they are not like the \
                others, the comparisons miss it.
                """)
        }
        if context.attributeSets.flatMap(context.groups).contains(where: \.isSuppressed) {
            items.append(
                context.results.assessment.unprotectedCells == 0
                    ? """
                    The number of a withheld group cannot be worked out from the totals and the other groups on this page; it \
                    might be with other sources, such as an earlier report on nearly the same people.
                    """
                    : """
                    The table is too small to hide \(counted(context.results.assessment.unprotectedCells, "small group")) \
                    in it: a withheld number can be worked out from the totals and the groups beside it.
                    """)
        }
        if context.results.data.isSynthetic {
            items.append("The data were generated and not observed: nothing here is about real people.")
        }
        items.append("This is a measurement, not legal advice, and meets no statutory duty by itself.")
        return [
            .takeaway("A reader who signs for a system should know what these numbers leave open."),
            .element(.ul, [], items.map { .make(.li, content: $0) }),
        ] + LabelNoiseTable(context: context).nodes
    }
}
