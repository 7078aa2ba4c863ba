internal import FairnessMetrics

/// What each class of words or features adds to the gaps between groups.
struct GapSection {
    let record: ExplanationsRecord

    var body: [Node]? {
        guard !record.gaps.isEmpty else { return nil }
        return record.gaps.enumerated().flatMap { index, gap -> [Node] in
            let heading = Node.make(
                .h3, content: "\(.user(gap.attribute)): \(.user(gap.first.name)) against \(.user(gap.second.name))")
            return [heading] + GapFigure(gap: gap, id: "gap-\(index)").nodes
        } + [
            .note(
                "Values of single rows average to values of groups, and so the classes’ parts add up to the gap. Intervals cover both which rows there were and which draws the explanations made. A class that carries a gap is where the model takes it from; whether the gap is wrong is not for an explanation to say."
            )
        ]
    }
}

/// One gap: what to take from it, and a bar for each class.
struct GapFigure {
    let gap: ExplanationsRecord.Gap
    let id: String
    /// Whether only the main lines are shown, without bars.
    var isBrief = false

    /// The classes of the main lines.
    private static let mainClasses = 6

    private typealias Line = (name: Node, value: ExplanationsRecord.Value, drawn: Double?, isClass: Bool)

    var nodes: [Node] {
        [
            .make(.p, .class("lead"), content: takeaway), table,
        ] + gap.notes.map { .note(.sentence($0)) }
    }

    private var format: ContributionFormat {
        ContributionFormat(gap.contributions.map(\.value.value) + [gap.measured.value])
    }

    private var ranked: [ExplanationsRecord.Gap.Contribution] {
        gap.contributions.sorted {
            ($1.value.value.magnitude, $0.name) < ($0.value.value.magnitude, $1.name)
        }
    }

    private func size(_ value: ExplanationsRecord.Value) -> Node {
        .text(format.signed(value.value) + (value.interval.map { " (\(format.range($0)))" } ?? ""))
    }

    private var takeaway: Node {
        let output: Node = .text(gap.output.map(ExplanationWording.output) ?? "output")
        let names: (Node, Node) = (.user(gap.first.name), .user(gap.second.name))
        let shown = ranked.filter(\.value.isTold)
        guard gap.measured.isTold else {
            let still: Node =
                shown.isEmpty
                ? "Nor can it be told what any class adds."
                : "Yet \(.user(shown[0].name)) adds \(size(shown[0].value)), which others must make up for."
            return
                "Cannot tell: the \(output) of \(names.0) differs from that of \(names.1) by \(size(gap.measured)), which may be nothing. \(still)"
        }
        let side = gap.measured.value > 0 ? "above" : "below"
        let first: Node =
            "The mean \(output) of \(names.0) is \(side) that of \(names.1), by \(size(gap.measured)). "
        guard let top = shown.first else {
            return "\(first)Which class carries the gap cannot be told: every interval reaches 0."
        }
        let against: Node =
            (top.value.value > 0) == (gap.measured.value > 0)
            ? "carries \(size(top.value)) of it\(share(top.value).map { ", \($0)" } ?? "")"
            : "works against it, by \(size(top.value))"
        let others = gap.contributions.count - shown.count
        let rest: Node =
            others == 0
            ? ""
            : " Of \(counted(others, "class", "classes")) it cannot be told whether \(others == 1 ? "it adds" : "they add") anything."
        return "\(first)\(.make(.strong, content: .user(top.name))) \(against).\(rest)"
    }

    /// The part of the gap in percent; nil where the gap is too near 0 to divide by.
    private func share(_ value: ExplanationsRecord.Value) -> String? {
        guard gap.measured.isTold else { return nil }
        let share = value.value / gap.measured.value
        return share.isFinite && share.magnitude < 100 ? (share * 100).fixed(0) + "\u{202F}%" : nil
    }

    private var lines: [Line] {
        ranked.prefix(isBrief ? Self.mainClasses : .max).map { (.user($0.name), $0.value, $0.drawnError, true) } + [
            ("Base values: all words or features absent", gap.baseDifference, nil, false),
            ("Not accounted for", gap.unattributed, nil, false), ("The gap", gap.measured, nil, false),
        ]
    }

    private var table: Node {
        let ends = lines.flatMap { line in
            [line.value.value] + (line.value.interval.map { [$0.lower, $0.upper] } ?? [])
        }
        let bar = ContributionBar(scale: Scale(spanning: ends, includingZero: true), line: 0)
        let axis = ForestPlot(scale: bar.scale).axis(
            id: "\(id)-axis", title: "What each class adds to the gap",
            description: "Bars begin at 0, lines are intervals; the numbers are in the row of each.",
            format: \.plainTick)
        let format = format
        let plot: [DataTable.Column] = isBrief ? [] : [.init(axis, .plot)]
        return DataTable(
            id: id,
            caption:
                "\(counted(gap.first.rows, "row")) of \(.user(gap.first.name)), \(counted(gap.second.rows, "row")) of \(.user(gap.second.name)); \(ExplanationWording.gap(gap.kind)); by \(ExplanationWording.method(gap.method))",
            columns: [.init("Part", .text), .init("Adds"), .init("Of the gap"), .init("Evidence", .text)] + plot,
            rows: lines.map { line in
                let cells: [Node] = [
                    line.isClass ? line.name : .make(.em, content: line.name),
                    .fragment([
                        format.cell(line.value),
                        line.drawn.map { .subline("draws alone ±\(format.plain($0))") } ?? .none,
                    ]),
                    .text(share(line.value) ?? "–"), evidence(line),
                ]
                return cells + (isBrief ? [] : [bar.node(line.value)])
            }, style: isBrief ? "data" : "data fall gapbars"
        ).node
    }

    private func evidence(_ line: Line) -> Node {
        if line.value.isTold {
            return .make(
                .span, .class("v shown"), content: .text(line.value.value > 0 ? "adds" : "takes away"))
        }
        return line.value.isUndetermined ? .make(.span, .class("v open"), content: "cannot tell") : "–"
    }
}

extension ExplanationsRecord.Value {
    /// Whether there is an interval, and it leaves no doubt about the sign.
    var isTold: Bool { interval != nil && hasSign }
}
