internal import FairnessMetrics
internal import Glibc

/// What chance tables like this one have to show a gap, against its true size: a small drawing and its table.
struct PowerCurve {
    private let gap: Disparity
    private let error: Double
    private let critical: Double
    private let margin: Double
    private let metric: MetricWording

    /// Takes the page's most important attribute: that of the worst finding, else the first one with a headline metric.
    init?(_ context: ReportContext) {
        let worst = Finding.worst(in: context, among: context.singleSets)?.disparity
        let candidates =
            [worst].compactMap(\.self)
            + context.singleSets.flatMap { set in
                context.headlineMetrics.compactMap { context.difference(of: $0, set) }
            }
        let found = candidates.first { gap in
            gap.gapError.map { $0 > 0 } ?? false && gap.criticalValue != nil && MetricWording(gap.metric).isShare
        }
        guard let gap = found, let error = gap.gapError, let critical = gap.criticalValue else { return nil }
        (self.gap, self.error, self.critical) = (gap, error, critical)
        margin = gap.margin
        metric = MetricWording(gap.metric)
    }

    private static let steps = 7

    /// The chance that the interval leaves out 0, and that it lies beyond the margin, if the true gap is `gap`.
    func chances(_ gap: Double) -> (any: Double, material: Double) {
        func upper(_ z: Double) -> Double { 0.5 * erfc(z / 2.0.squareRoot()) }
        return (
            upper(critical - gap / error) + upper(critical + gap / error),
            upper(critical - (gap - margin) / error) + upper(critical + (gap + margin) / error)
        )
    }

    /// Where the curve ends: nearly every table would show a gap of this size.
    private var widest: Double { min(1, margin + (critical + 2.4) * error) }

    private var gaps: [Double] { (0..<Self.steps).map { Double($0) * widest / Double(Self.steps - 1) } }

    var nodes: [Node] {
        let table = DataTable(
            id: "power", caption: "Chance of a finding against the true gap, in points",
            columns: [.init("True gap"), .init("Any gap is shown"), .init("A material gap is shown")],
            rows: gaps.map { gap in
                let chance = chances(gap)
                return [
                    .text((gap * 100).fixed(1)), .text((chance.any * 100).fixed(0) + " %"),
                    .text((chance.material * 100).fixed(0) + " %"),
                ]
            })
        let pair: Node =
            gap.highest.flatMap { highest in gap.lowest.map { "\(highest) and \($0)" } } ?? "two groups"
        return [
            .details(
                "What these data could have shown by \(.attributes(gap.attributes))",
                [
                    .paragraph(
                        """
                        Two groups as large as \(pair), compared in the \(metric.nameWithinSentence): the chance that the \
                        interval leaves out 0 (solid) and that it lies beyond the margin (dashed), by the true gap between \
                        them.
                        """), .make(.figure, content: drawing), table.node,
                ])
        ]
    }

    /// 320 by 130 units; the axes are named in the description, the numbers stand in the table.
    private var drawing: Node {
        let names: [Node] = [
            .make(.title, .id("power-title"), content: "Power against the true gap"),
            .make(
                .desc, .id("power-text"),
                content: """
                    Two rising curves from 0 to 100 percent over true gaps from 0 to \((widest * 100).fixed(0)) points; the \
                    table below has their values.
                    """),
        ]
        func line(_ y: Double, _ label: String) -> [Node] {
            [
                .element(
                    .line,
                    [
                        .class("ref"), Attribute(.x1, "34"), Attribute(.x2, "312"), Attribute(.y1, y.fixed(0)),
                        Attribute(.y2, y.fixed(0)),
                    ], []),
                .element(
                    .text, [Attribute(.x, "30"), Attribute(.y, (y + 4).fixed(0)), Attribute(.anchor, "end")],
                    [.text(label)]),
            ]
        }
        func curve(_ style: String, _ chance: (Double) -> Double) -> Node {
            let points = (0...24).map { step -> String in
                let gap = Double(step) * widest / 24
                let x = 34 + 278 * Double(step) / 24
                return "\(x.fixed(0)) \((110 - 100 * chance(gap)).fixed(1))"
            }
            return .element(.path, [.class(style), Attribute(.d, "M" + points.joined(separator: "L"))], [])
        }
        let ends: [Node] = [(34.0, "0"), (312, (widest * 100).fixed(0))].map { x, label in
            .element(
                .text, [Attribute(.x, x.fixed(0)), Attribute(.y, "126"), Attribute(.anchor, "middle")],
                [.text(label)])
        }
        return .element(
            .svg,
            [
                .class("curve"), Attribute(.viewBox, "0 0 330 130"), Attribute(.role, "img"),
                Attribute(.labelledBy, "power-title power-text"),
            ],
            names + line(10, "100 %") + line(30, "80") + line(110, "0") + ends
                + [curve("any") { chances($0).any }, curve("material") { chances($0).material }])
    }
}
