internal import FairnessMetrics

extension ReportSection {
    /// Each class against all others: the gaps between groups, widest first, and every group's rates.
    static let classes = ReportSection(
        id: "classes", title: "Class by class",
        question: "Which class is given, or given rightly, more often to one group than to another?"
    ) { context in
        let sets = context.attributeSets.filter { !context.mainOfClasses($0).isEmpty }
        guard !sets.isEmpty else { return nil }
        let all = sets.flatMap(context.mainOfClasses)
        let shown = all.count { $0.verdict == .disparityShown }
        let open = all.count { $0.verdict == .cannotTell }
        return [
            .takeaway(
                """
                Of \(counted(all.count, "comparison")) of single classes, \(shown.grouped) \(shown == 1 ? "shows" : "show") \
                a disparity and for \(open.grouped) the data cannot tell. Each class is taken for positive in turn, and all \
                others for negative; the widest gap comes first.
                """)
        ]
            + sets.enumerated().flatMap { index, attributes in
                ClassTables(context: context, attributes: attributes, index: index).nodes
            }
    }
}

/// The classes by one set of attributes.
private struct ClassTables {
    let context: ReportContext
    let attributes: [String]
    let index: Int

    /// Rows beyond these are folded away.
    private static let limit = 15
    private static let columns = 12

    var nodes: [Node] {
        let all = context.mainOfClasses(attributes)
        var nodes: [Node] = [
            .make(.h3, content: "By \(.attributes(attributes))"), gaps(Array(all.prefix(Self.limit)), "widest"),
        ]
        if all.count > Self.limit {
            let rest = Array(all.dropFirst(Self.limit))
            nodes.append(.details("\(counted(rest.count, "smaller gap"))", [gaps(rest, "rest")]))
        }
        if attributes.count == 1 {
            nodes.append(.details("Every class’s rates by \(.attributes(attributes))", metrics.map(rates)))
        }
        return nodes
    }

    private var metrics: [String] { context.overall.classes.first?.metrics.map(\.metric) ?? [] }

    private func gaps(_ disparities: [Disparity], _ part: String) -> Node {
        DataTable(
            id: "classes-\(index)-\(part)",
            caption: "Gaps between groups by \(.attributes(attributes)), class by class",
            columns: [
                .init("Class", .text), .init("Metric", .text), .init("Gap (interval)"),
                .init("Highest over lowest", .text), .init("p adjusted"), .init("Verdict", .text),
            ],
            rows: disparities.map { disparity in
                var pair: Node = "–"
                if let highest = disparity.highest, let lowest = disparity.lowest { pair = "\(highest) over \(lowest)" }
                let left: Node =
                    disparity.notEstimable == 0
                    ? .none : .subline("\(counted(disparity.notEstimable, "group")) not estimable")
                return [
                    .user(disparity.className ?? ""), .text(MetricWording(disparity.metric).name), disparity.size,
                    .fragment([pair, left]), .text(disparity.adjustedPValue?.pValueWords ?? "–"),
                    disparity.verdict.node,
                ]
            }
        ).node
    }

    private func rates(_ metric: String) -> Node {
        let wording = MetricWording(metric)
        let groups = context.groups(attributes).filter { !$0.isSuppressed }
        let shown =
            groups.count > Self.columns
            ? Array(groups.sorted { $0.count > $1.count }.prefix(Self.columns)) : groups
        return DataTable(
            id: "class-rates-\(index)-\(metric)", caption: "\(wording.name) by \(.attributes(attributes))",
            columns: [.init("Class", .text), .init("Everybody")] + shown.map { .init(.group($0.key)) },
            rows: context.results.assessment.classes.map { name in
                [.user(name)]
                    + ([context.overall] + shown).map { group in
                        guard let value = group.estimate(metric, ofClass: name)?.defined else { return "undefined" }
                        return .fragment([
                            .text(wording.value(value.value)), .subline(.text(wording.interval(value.interval))),
                        ])
                    }
            }
        ).node
    }
}
