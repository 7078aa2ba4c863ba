internal import FairnessMetrics

/// Each group's figures before and after, as tables with a drawing of the change.
struct GroupChangesSection {
    let wording: ComparisonWording

    /// More groups than this only the file has.
    private static let limit = 40

    private var comparison: AuditComparison { wording.comparison }

    var body: [Node]? {
        let sets = attributeSets
        guard !sets.isEmpty else { return nil }
        let name = comparison.relation.isIndependent ? "interval" : "bounds"
        let takeaway: Node = """
            A hollow point is before, a full one after, each with its interval; a change whose \(name) do\
            \(comparison.relation.isIndependent ? "es" : "") not reach 0 is more than chance, each \
            taken by itself: among many, some may be there by chance.
            """
        let single = sets.filter { $0.count == 1 }
        let crossed = sets.filter { $0.count > 1 }
        return [.takeaway(takeaway)]
            + single.enumerated().flatMap { index, set in
                [.make(.h3, content: "By \(.attributes(set))")] + charts(set, "rates-\(index)") + [
                    all(set, "all-\(index)")
                ]
            }
            + crossed.enumerated().map { index, set in
                .details("By \(.attributes(set))", charts(set, "cells-\(index)"))
            }
    }

    /// The sets of attributes in the order of the audit after, each alone first.
    private var attributeSets: [[String]] {
        var seen: Set<[String]> = []
        let sets = comparison.groups.map(\.key.attributes).filter { seen.insert($0.sorted()).inserted }
        return sets.filter { $0.count == 1 } + sets.filter { $0.count > 1 }
    }

    private func groups(_ set: [String]) -> [GroupChange] {
        comparison.groups.filter { $0.key.attributes.sorted() == set.sorted() }
    }

    private func charts(_ set: [String], _ id: String) -> [Node] {
        let all = groups(set)
        let shown = Array(all.prefix(Self.limit))
        let rest: Node =
            all.count > shown.count
            ? .note("\(counted(all.count - shown.count, "further group")) are in comparison.json.") : .none
        let metrics = set.count == 1 ? wording.chartMetrics : wording.after.headlineMetrics
        return metrics.compactMap { chart(set, shown, $0, "\(id)-\($0)") } + [rest]
    }

    private func chart(_ set: [String], _ groups: [GroupChange], _ id: String, _ place: String) -> Node? {
        let metric = MetricWording(id)
        let changes = groups.map { ($0, $0.change(id)) }
        let values = changes.flatMap { [$0.1?.before?.defined, $0.1?.after?.defined] }.compactMap(\.self)
        guard !values.isEmpty else { return nil }
        let scale = Scale(
            spanning: values.flatMap { [$0.value, $0.interval.lower, $0.interval.upper] }, includingZero: false)
        let axis = ForestPlot(scale: scale).axis(
            id: "\(place)-axis", title: "\(metric.name) by \(plain: set), before and after",
            description:
                "Two points with intervals for each group, hollow before and full after; numbers are in the row.",
            format: { metric.isShare ? ($0 * 100).plainTick + "\u{202F}%" : $0.plainTick })
        let plot = ChangePlot(scale: scale)
        let table = DataTable(
            id: place, caption: "\(metric.name) by \(.attributes(set))",
            columns: [
                .init(.attributes(set), .text), .init("Rows", .number), .init("Before"), .init("After"),
                .init("Change (\(wording.boundsName))"), .init(axis, .plot),
            ],
            rows: ([(comparison.overall, comparison.overall.change(id))] + changes).map { group, change in
                [heading(group), rows(group)] + ChangeCells.nodes(change, metric)
                    + [plot.row(change?.before, change?.after)]
            }, style: "data changes")
        return table.node
    }

    private func heading(_ group: GroupChange) -> Node {
        guard group.isInBefore != group.isInAfter else { return "\(group.key)" }
        return .fragment([.group(group.key), .subline(group.isInBefore ? "before alone" : "after alone")])
    }

    private func rows(_ group: GroupChange) -> Node {
        func words(_ isThere: Bool, _ count: Int?) -> String { isThere ? count?.grouped ?? "withheld" : "none" }
        let (before, after) = (words(group.isInBefore, group.countBefore), words(group.isInAfter, group.countAfter))
        return before == after ? .text(after) : .fragment([.text(after), .subline(.text("before \(before)"))])
    }

    /// Every other metric of everybody and of each group, but for those that are 1 minus another.
    private func all(_ set: [String], _ id: String) -> Node {
        let groups = [comparison.overall] + self.groups(set).prefix(12)
        let charts = Set(wording.chartMetrics)
        let metrics = comparison.overall.metrics.filter {
            $0.className == nil && !charts.contains($0.metric) && GroupMetric.named($0.metric)?.complement == nil
        }
        guard !metrics.isEmpty else { return .none }
        let rows = metrics.flatMap { entry -> [[Node]] in
            let metric = MetricWording(entry.metric)
            return groups.map { group in
                ["\(metric.name): \(group.key)"] + ChangeCells.nodes(group.change(entry.metric), metric)
            }
        }
        let table = DataTable(
            id: id, caption: "Further metrics by \(.attributes(set))",
            columns: [
                .init("Metric and group", .text), .init("Before"), .init("After"),
                .init("Change (\(wording.boundsName))"),
            ], rows: rows, style: "data moves")
        return .details("\(counted(metrics.count, "further metric")) by \(.attributes(set))", [table.node])
    }
}

/// A number before, after, and its change, in three cells.
enum ChangeCells {
    static func nodes(_ change: NumberChange?, _ metric: MetricWording) -> [Node] {
        guard let change else { return ["not measured", "not measured", "–"] }
        return [cell(change.before, metric), cell(change.after, metric), difference(change, metric)]
    }

    private static func cell(_ estimate: Estimate?, _ metric: MetricWording) -> Node {
        guard let estimate else { return .subline("not measured") }
        return EstimateCell.node(estimate, metric.value)
    }

    /// Why there is no change; where a number is missing, the cell beside says so.
    static func obstacle(_ change: NumberChange) -> Node {
        guard change.before?.defined != nil, change.after?.defined != nil else { return "–" }
        return .subline(.sentence(change.obstacle ?? ""))
    }

    private static func difference(_ change: NumberChange, _ metric: MetricWording) -> Node {
        guard let difference = change.difference else { return ChangeCells.obstacle(change) }
        if change.direction == .same { return "none" }
        let isEvidenced = change.direction == .rose || change.direction == .fell
        let words = Node.text(metric.change(difference))
        return .fragment([
            isEvidenced ? .make(.strong, content: words) : words,
            change.bounds.map { .subline(.text(metric.ends($0))) } ?? .none,
        ])
    }
}
