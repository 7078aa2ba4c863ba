internal import FairnessMetrics

extension ReportSection {
    /// The groups that several attributes form together.
    static let intersections = ReportSection(
        id: "intersections", title: "Combinations of attributes",
        question: "Does a combination of attributes fare differently from each attribute alone?"
    ) { context in
        let sets = context.intersectionSets.filter { !context.groups($0).isEmpty }
        guard !sets.isEmpty, !context.headlineMetrics.isEmpty else { return nil }
        let takeaway: Node =
            Finding.worst(in: context, among: sets).map { "The widest gap that is shown: \($0.sentence(in: context))" }
            ?? "Between combinations of sufficient size no disparity beyond the margin is shown in the headline metrics."
        return [.takeaway(takeaway)]
            + sets.enumerated().flatMap { index, attributes -> [Node] in
                let tables = context.headlineMetrics.map { metric -> Node in
                    let id = "cells-\(index)-\(metric)"
                    return HeatTable(context: context, attributes: attributes, metric: metric, id: id)?.node
                        ?? ForestTable(context: context, attributes: attributes, metric: metric, id: id).node
                }
                return [
                    .make(.h3, content: "By \(.attributes(attributes))"), .element(.div, [.class("heats")], tables),
                ] + ShrunkenTable(context: context, attributes: attributes, id: "shrunken-\(index)").nodes
            }
            + emptyCells(context)
            + [
                .note(
                    """
                    A deeper shade means a higher value; the number says how high. Cells in which fewer than \
                    \(context.settings.headlineCell) rows count are marked “small”, are not shaded and never set a headline.
                    """)
            ]
    }

    /// Says which combinations nobody in the data has, and so nothing is known of.
    private static func emptyCells(_ context: ReportContext) -> [Node] {
        context.results.assessment.emptyCells.map { cells in
            let named = cells.first.prefix(12).map(\.label).joined(separator: ", ")
            let more = cells.count > 12 ? ", and \((cells.count - 12).grouped) more" : ""
            return .paragraph(
                "\(counted(cells.count, "combination")) of \(.attributes(cells.attributes)) \(cells.count == 1 ? "has" : "have") no rows: \(user: named)\(more)."
            )
        }
    }
}
