internal import FairnessMetrics

/// The groups whose own figures fell, for each way.
struct StepLossesSection {
    let wording: LedgerWording

    private static let limit = 60

    var body: [Node]? {
        let steps = wording.ledger.steps.enumerated().filter { $0.element.change != nil }
        guard !steps.isEmpty else { return nil }
        let chosen = wording.chosen
        let losses = chosen?.change?.losses ?? []
        let takeaway: Node =
            chosen == nil
            ? "A gap that shrinks because somebody loses is bought with their loss."
            : losses.isEmpty
                ? "With the way that was chosen no group’s own accuracy, true positive or true negative rate fell by more than chance."
                : "With the way that was chosen \(counted(losses.count, "figure")) of groups fell by more than chance: a gap that shrinks because somebody loses is bought with their loss."
        return [.takeaway(takeaway)]
            + steps.map { index, step in
                let table = table(index, step)
                let count = step.change?.losses.count ?? 0
                let title: Node =
                    "\(index + 1). \(LedgerWording.heading(step)): \(count == 0 ? "nobody shown" : counted(count, "figure"))"
                if step.id == chosen?.id { return .fragment([.make(.h3, content: title), table]) }
                return .details(title, [table])
            }
    }

    private func table(_ index: Int, _ step: MitigationStep) -> Node {
        let losses = step.change?.losses ?? []
        guard !losses.isEmpty else {
            return .note("No group’s own accuracy, true positive or true negative rate fell by more than chance.")
        }
        let table = DataTable(
            id: "losses-\(index)", caption: "Figures that fell, way \(index + 1)",
            columns: [
                .init("Group", .text), .init("Figure", .text), .init("Before"), .init("After"),
                .init("Change, points"), .init("People decided rightly"),
            ],
            rows: losses.prefix(Self.limit).map { group, shift in
                let metric = MetricWording(shift.metric)
                return [
                    .group(group), .text(metric.name), EstimateCell.node(shift.values.before) { $0.percent },
                    EstimateCell.node(shift.values.after) { $0.percent }, LedgerWording.cell(shift.values.change),
                    .text(LedgerWording.people(shift.people)),
                ]
            }, style: "data moves")
        let rest: Node =
            losses.count > Self.limit
            ? .note("\(counted(losses.count - Self.limit, "further figure")) are in the record.") : .none
        return .fragment([table.node, rest])
    }
}

/// Each group's rates before and after, for each way.
struct StepGroupsSection {
    let wording: LedgerWording

    private static let limit = 40

    var body: [Node]? {
        let steps = wording.ledger.steps.enumerated().filter { $0.element.change != nil }
        guard !steps.isEmpty else { return nil }
        return [
            .takeaway(
                "A hollow point is before, a full one after, each with its interval; changes in bold are more than chance, each taken by itself."
            )
        ]
            + steps.map { index, step in
                let title: Node = "\(index + 1). \(LedgerWording.heading(step))"
                let tables = tables(index, step)
                if step.id == wording.ledger.chosen { return .fragment([.make(.h3, content: title)] + tables) }
                return .details(title, tables)
            }
    }

    private func tables(_ index: Int, _ step: MitigationStep) -> [Node] {
        ["selection_rate", "true_positive_rate", "true_negative_rate", "accuracy"].compactMap { id in
            guard let change = step.change else { return nil }
            let everybody = change.overall.filter { $0.metric == id }.map { (key: GroupKey([]), shift: $0) }
            // Of the other ways the crossed groups are in the record alone, so that the page stays small.
            let isChosen = step.id == wording.ledger.chosen
            let shown = change.groups.filter { isChosen || $0.key.values.count == 1 }
            let groups = shown.prefix(Self.limit).compactMap { group in
                group.metrics.first { $0.metric == id }.map { (key: group.key, shift: $0) }
            }
            return table(everybody + groups, MetricWording(id), "groups-\(index)-\(id)")
        }
    }

    private func table(
        _ rows: [(key: GroupKey, shift: MetricShift)], _ metric: MetricWording, _ id: String
    ) -> Node? {
        let values = rows.flatMap { [$0.shift.values.before.defined, $0.shift.values.after.defined] }.compactMap(\.self)
        guard !values.isEmpty else { return nil }
        let scale = Scale(
            spanning: values.flatMap { [$0.value, $0.interval.lower, $0.interval.upper] }, includingZero: false)
        let axis = ForestPlot(scale: scale).axis(
            id: "\(id)-axis", title: "\(metric.name) before and after",
            description:
                "Two points with intervals for each group, hollow before and full after; numbers are in the row.",
            format: { ($0 * 100).plainTick + "\u{202F}%" })
        let plot = ChangePlot(scale: scale)
        return DataTable(
            id: id, caption: .text(metric.name),
            columns: [
                .init("Group", .text), .init("Before"), .init("After"), .init("Change, points"), .init("People"),
                .init(axis, .plot),
            ],
            rows: rows.map { key, shift in
                [
                    .group(key), EstimateCell.node(shift.values.before) { $0.percent },
                    EstimateCell.node(shift.values.after) { $0.percent }, LedgerWording.cell(shift.values.change),
                    .text(LedgerWording.people(shift.people)), plot.row(shift.values.before, shift.values.after),
                ]
            }, style: "data changes"
        ).node
    }
}

/// Every gap of every way with its verdict.
struct StepGapsSection {
    let wording: LedgerWording

    var body: [Node]? {
        let steps = Array(wording.ledger.steps.enumerated())
        guard let first = steps.first?.element else { return nil }
        let tables = first.disparities.map { disparity -> Node in
            let goal = MitigationLedger.Goal.all.first { $0.isMeasured(by: disparity) }
            let rows = steps.map { index, step -> [Node] in
                let found = step.disparities.first {
                    $0.attributes == disparity.attributes && (goal?.isMeasured(by: $0) ?? false)
                }
                let shift = step.change?.gaps.first { $0.attributes == disparity.attributes && $0.goal == goal }
                return [
                    "\(index + 1). \(LedgerWording.heading(step))",
                    EstimateCell.node(found?.estimate ?? .undefined("not measured")) { ($0 * 100).fixed(1) },
                    shift.map { LedgerWording.cell($0.values.change) } ?? "–", found?.verdict.node ?? "–",
                ]
            }
            let name = goal.map(LedgerWording.name) ?? disparity.aggregation.name
            let id =
                "gap-\(disparity.attributes.count)-\(disparity.attributes.first.flatMap { wording.ledger.attributes.firstIndex(of: $0) } ?? 0)-\(goal?.id ?? "")"
            let table = DataTable(
                id: id.replacing(".", with: "-"),
                caption: "\(name.prefix(1).uppercased() + name.dropFirst()) by \(.attributes(disparity.attributes))",
                columns: [
                    .init("Way", .text), .init("Gap, points"), .init("Change, points"), .init("Verdict", .text),
                ], rows: rows, style: "data moves")
            return table.node
        }
        let goal = first.disparities.indices.filter { index in
            first.disparities[index].attributes == wording.ledger.attributes
                && wording.ledger.goal.isMeasured(by: first.disparities[index])
        }
        let others = tables.indices.filter { !goal.contains($0) }.map { tables[$0] }
        return [
            .takeaway(
                "A smaller gap of one rate may come with a larger one of another; the verdict is that of each way’s own decisions, at a margin of \((wording.ledger.margin * 100).plainTick) points."
            )
        ] + goal.map { tables[$0] } + [.details("\(counted(others.count, "further gap"))", others)]
    }
}
