internal import FairnessMetrics

/// What each class of words, or each feature, contributes on average in each group.
struct GroupMeansSection {
    let record: ExplanationsRecord

    /// The most groups that stand side by side, and the most classes below each other.
    private static let (mostGroups, mostClasses) = (6, 24)

    var body: [Node]? {
        let shown = record.groupMeans.filter { !$0.groups.isEmpty }
        guard !shown.isEmpty else { return nil }
        return shown.enumerated().flatMap { index, means -> [Node] in
            [
                .make(.h3, content: "By \(.user(means.attribute))"),
                .make(.p, .class("lead"), content: takeaway(means)),
            ] + tables(means, index)
        } + [
            .note(
                "Means over rows, of \(.text(ExplanationWording.output(shown[0].output))) by \(.text(ExplanationWording.method(shown[0].method))). Intervals cover both which rows there were and which draws the explanations made; what the draws alone would leave stands beneath. Groups whose intervals overlap may still differ: the gap above is tested, these means are not."
            )
        ]
    }

    private func format(_ means: ExplanationsRecord.GroupMeans) -> ContributionFormat {
        ContributionFormat(means.groups.flatMap { [$0.value.value] + $0.contributions.map(\.value.value) })
    }

    private func takeaway(_ means: ExplanationsRecord.GroupMeans) -> Node {
        let format = format(means)
        let ordered = means.groups.sorted { ($1.value.value, $0.name) < ($0.value.value, $1.name) }
        let output: Node = .text(ExplanationWording.output(means.output))
        guard let first = ordered.first, let last = ordered.last, ordered.count > 1 else {
            return
                "Only \(.user(means.groups[0].name)) has rows enough: its mean \(output) is \(.text(format.signed(means.groups[0].value.value)))."
        }
        return
            "The mean \(output) runs from \(.text(format.signed(last.value.value))) (\(.user(last.name))) to \(.text(format.signed(first.value.value))) (\(.user(first.name)))\(strongest(first))."
    }

    /// What moves a group's output most.
    private func strongest(_ group: ExplanationsRecord.GroupMeans.Group) -> Node {
        let told = group.contributions.filter(\.value.isTold)
        guard let top = told.max(by: { $0.value.value.magnitude < $1.value.value.magnitude }) else { return .none }
        return
            ", where \(.make(.strong, content: .user(top.name))) moves it most, \(top.value.value > 0 ? "up" : "down") on average"
    }

    private func tables(_ means: ExplanationsRecord.GroupMeans, _ index: Int) -> [Node] {
        let format = format(means)
        let sizes = means.groups[0].contributions.indices.map { number in
            means.groups.reduce(0.0) { max($0, $1.contributions[number].value.value.magnitude) }
        }
        let order = sizes.indices.filter { sizes[$0] > 0 }.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        let shown = order.prefix(Self.mostClasses)
        let groups = means.groups.sorted { ($1.rows, $0.name) < ($0.rows, $1.name) }.prefix(Self.mostGroups)
        var lines = shown.map { number -> [Node] in
            [.user(means.groups[0].contributions[number].name)]
                + groups.map { group in
                    let part = group.contributions[number]
                    return .fragment([
                        format.cell(part.value),
                        part.drawnError.map { .subline("draws alone ±\(format.half($0))") } ?? .none,
                    ])
                }
        }
        lines.append([.make(.em, content: "Base value")] + groups.map { format.cell($0.baseValue) })
        lines.append([.make(.em, content: "Mean output")] + groups.map { format.cell($0.value) })
        let table = DataTable(
            id: "means-\(index)", caption: "Mean contributions by \(.user(means.attribute))",
            columns: [.init("Part", .text)]
                + groups.map { .init("\(.user($0.name)), \(counted($0.rows, "row"))") },
            rows: Array(lines), style: "data"
        ).node
        var left: [Node] = []
        if order.count > shown.count || means.groups.count > groups.count {
            left.append(
                .note(
                    "Left to explanations.json: \(counted(order.count - shown.count, "smaller part")) and \(counted(means.groups.count - groups.count, "smaller group"))."
                ))
        }
        return [table] + left
    }
}
