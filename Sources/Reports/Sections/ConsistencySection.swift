internal import FairnessMetrics

extension ReportSection {
    /// Whether people who are alike get the same decision.
    static let consistency = ReportSection(
        id: "consistency", title: "People who are alike", question: "Do people who are alike get the same decision?"
    ) { context in
        guard let found = context.results.assessment.measures.consistency else { return nil }
        let table = ConsistencyTable(context: context, found: found)
        return [.takeaway(table.takeaway), table.groups, table.twins, .note(table.explanation)]
    }
}

/// Consistency by group, and the twins.
struct ConsistencyTable {
    let context: ReportContext
    let found: Consistency

    private var decisions: String { found.subject == .label ? "labels" : "decisions" }

    var takeaway: Node {
        guard let overall = found.overall.defined else {
            return "Consistency could not be measured: \(.sentence(found.overall.undefinedReason ?? ""))."
        }
        let worst = found.twins.filter { $0.contradicted > 0 }.max { $0.contradicted < $1.contradicted }
        let twins: Node =
            worst.map { twins in
                """
                 \(counted(twins.contradicted, "person", "people")) of \(twins.withTwin) with an exact twin of another \
                \(user: twins.attribute) have a twin with the other \(found.subject == .label ? "label" : "decision").
                """
            } ?? .none
        return """
            A person’s \(found.subject == .label ? "label" : "decision") agrees with those of the \(found.neighbours) most \
            alike others to \(overall.value.percent) on average (\(overall.interval.lower.percent) to \
            \(overall.interval.upper.percent)).\(twins)
            """
    }

    var groups: Node {
        let rows = found.groups.map { group -> [Node] in
            [
                .fragment([.group(group.key), .subline(.attributes(group.key.attributes))]),
                .text(group.estimate.defined == nil ? "–" : group.count.grouped),
                EstimateCell.node(group.estimate) { $0.percent },
            ]
        }
        let gaps = found.disparities.map { gap -> [Node] in
            [
                "Difference by \(.attributes(gap.attributes))", "–",
                .fragment([EstimateCell.node(gap.estimate) { $0.points }, gap.verdict.node]),
            ]
        }
        return DataTable(
            id: "consistency-groups", caption: "Consistency of the \(decisions)",
            columns: [.init("Group", .text), .init("People asked"), .init("Consistency")], rows: rows + gaps
        ).node
    }

    var twins: Node {
        let rows = found.twins.flatMap { twins in
            twins.groups.map { group -> [Node] in
                [
                    .fragment([.group(group.key), .subline(.user(twins.attribute))]), .text(group.withTwin.grouped),
                    .text(group.worse.grouped), .text(group.better.grouped),
                ]
            }
        }
        guard found.twins.contains(where: { $0.withTwin > 0 }) else {
            return .paragraph("Nobody is equal in every feature to somebody of another group.")
        }
        return DataTable(
            id: "twins", caption: "People equal in every feature to somebody of another group",
            columns: [
                .init("Group", .text), .init("With a twin"), .init("Negative, a twin positive"),
                .init("Positive, a twin negative"),
            ], rows: rows
        ).node
    }

    var explanation: Node {
        let asked: Node =
            found.asked < found.rows ? " A seeded sample of \(found.asked) people was asked, compared with all." : .none
        let left: Node =
            found.incomplete == 0
            ? .none : " \(counted(found.incomplete, "row")) without a decision or a feature are left out."
        return """
            Alike by \(.joined(found.features.map { .code($0) }, by: ", ")), never by a protected attribute: numbers in \
            standard deviations, a text that differs as far apart as two people picked at random are on average in a \
            number; people who are equally far share the last places. Consistency is 1 − mean |decision − mean decision \
            of the neighbours| (Zemel et al. 2013); its interval takes the neighbours as they are here.\(asked)\(left)
            """
    }
}
