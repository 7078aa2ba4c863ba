internal import FairnessMetrics

/// What each class adds to a gap before and after something was done to the model, and the change with its interval.
struct GapChangeSection {
    let record: ExplanationsRecord

    var body: [Node]? {
        guard !record.changes.isEmpty else { return nil }
        return record.changes.enumerated().flatMap { index, change -> [Node] in
            let heading = Node.make(
                .h3,
                content:
                    "\(.user(change.after.attribute)): \(.user(change.after.first.name)) against \(.user(change.after.second.name))"
            )
            return [heading] + GapChangeFigure(change: change, id: "change-\(index)").nodes
        } + [
            .note(
                "Both models were explained for the same rows, and the intervals of the changes know that. A change says what became of the gap and of its parts, not what it cost."
            )
        ]
    }
}

/// One gap before and after.
struct GapChangeFigure {
    let change: ExplanationsRecord.GapChange
    let id: String

    private typealias Value = ExplanationsRecord.Value
    private typealias Line = (name: Node, before: Value, after: Value, change: Value, isClass: Bool)

    private var format: ContributionFormat {
        ContributionFormat([change.before.measured.value, change.after.measured.value, change.change.measured.value])
    }

    var nodes: [Node] {
        [.make(.p, .class("lead"), content: takeaway), table] + change.notes.map { .note(.sentence($0)) }
    }

    private func size(_ value: Value) -> Node {
        .text(format.signed(value.value) + (value.interval.map { " (\(format.range($0)))" } ?? ""))
    }

    /// The class that carried most of the gap before, as far as that can be told.
    private var top: Int? {
        let parts = change.before.contributions
        return parts.indices.filter { parts[$0].value.isTold }
            .max { parts[$0].value.value.magnitude < parts[$1].value.value.magnitude }
    }

    /// What became of the gap and of what carried it.
    var takeaway: Node {
        let (before, after) = (change.before.measured, change.after.measured)
        let moved: Node
        if !change.change.measured.isTold {
            moved = "whether it changed cannot be told: \(size(change.change.measured))."
        } else if after.value.magnitude < before.value.magnitude {
            moved = "it shrank; the change is \(size(change.change.measured))."
        } else {
            moved = "it grew; the change is \(size(change.change.measured))."
        }
        let gap: Node = "The gap was \(size(before)) before and is \(size(after)) after: \(moved)"
        guard let top else { return gap }
        let (name, was, now) = (
            change.before.contributions[top].name, change.before.contributions[top].value,
            change.after.contributions[top].value
        )
        let left: Node =
            now.isTold ? "it still adds \(size(now))." : "what it adds now may be nothing: \(size(now))."
        return "\(gap) Before, \(.make(.strong, content: .user(name))) carried most of it, \(size(was)); \(left)"
    }

    private var lines: [Line] {
        let (before, after, difference) = (change.before, change.after, change.change)
        let classes = difference.contributions.indices.sorted { first, second in
            let sizes = [first, second].map { index in
                max(before.contributions[index].value.value.magnitude, after.contributions[index].value.value.magnitude)
            }
            return (sizes[1], first) < (sizes[0], second)
        }
        return classes.map { index -> Line in
            (
                .user(difference.contributions[index].name), before.contributions[index].value,
                after.contributions[index].value, difference.contributions[index].value, true
            )
        } + [
            (
                "Base values: all words or features absent", before.baseDifference, after.baseDifference,
                difference.baseDifference, false
            ),
            ("The gap", before.measured, after.measured, difference.measured, false),
        ]
    }

    private var table: Node {
        let lines = lines
        let ends = lines.flatMap { line in
            [line.change.value] + (line.change.interval.map { [$0.lower, $0.upper] } ?? [])
        }
        let bar = ContributionBar(scale: Scale(spanning: ends, includingZero: true), line: 0)
        let axis = ForestPlot(scale: bar.scale).axis(
            id: "\(id)-axis", title: "Change of what each class adds to the gap",
            description: "Bars begin at 0, lines are intervals; the numbers are in the row of each.",
            format: \.plainTick)
        return DataTable(
            id: id,
            caption:
                "\(counted(change.change.first.rows, "row")) of \(.user(change.change.first.name)), \(counted(change.change.second.rows, "row")) of \(.user(change.change.second.name)), explained before and after; \(ExplanationWording.gap(change.after.kind)); by \(ExplanationWording.method(change.after.method))",
            columns: [
                .init("Part", .text), .init("Before"), .init("After"), .init("Change"), .init("Evidence", .text),
                .init(axis, .plot),
            ],
            rows: lines.map { line in
                [
                    line.isClass ? line.name : .make(.em, content: line.name), format.cell(line.before),
                    format.cell(line.after), format.cell(line.change), evidence(line), bar.node(line.change),
                ]
            }, style: "data fall gapbars"
        ).node
    }

    private func evidence(_ line: Line) -> Node {
        guard line.change.isTold else {
            return line.change.isUndetermined ? .make(.span, .class("v open"), content: "cannot tell") : "–"
        }
        let smaller = line.after.value.magnitude < line.before.value.magnitude
        return .make(.span, .class("v shown"), content: smaller ? "adds less" : "adds more")
    }
}
