internal import FairnessMetrics

/// Calibration and error trade-off in the groups of one attribute: a pair of charts for each group, and two tables.
struct CalibrationByAttribute {
    let context: ReportContext
    let wording: CalibrationWording
    let attribute: String
    let id: String

    private static let mostCharts = 6
    private static let mostColumns = 8

    private var calibration: CalibrationAssessment { wording.calibration }

    /// The groups that have anything to show, in the order of the assessment.
    private var groups: [GroupCalibration] {
        calibration.groups.filter { $0.key.attributes == [attribute] && !$0.bins.isEmpty }
    }

    /// Heading, what the test says, charts and tables; nothing without groups.
    var nodes: [Node] {
        guard !groups.isEmpty else { return [] }
        let comparison = calibration.comparisons.first { $0.attribute == attribute }
        return [
            .make(.h3, content: "By \(.attributes([attribute]))"),
            comparison.map { .paragraph(wording.finding($0)) } ?? .none, charts, shares, measures,
        ]
    }

    // MARK: Charts

    private var charts: Node {
        let key = context.reference([attribute])?.key
        guard let reference = groups.first(where: { $0.key == key }) ?? groups.max(by: { rows($0) < rows($1) }) else {
            return .none
        }
        // The largest groups, in the order of the assessment; a point from a handful of rows is no curve.
        let large = groups.filter { $0.key != reference.key && rows($0) >= context.settings.headlineCell }
        let least = large.map(rows).sorted(by: >).prefix(Self.mostCharts).last ?? 0
        let chosen = large.filter { rows($0) >= least }.prefix(Self.mostCharts)
        guard !chosen.isEmpty else { return .none }
        let range = ReliabilityChart.range(of: chosen + [reference], isProbability: calibration.isProbability)
        let figures = chosen.enumerated().map { index, group -> Node in
            let names = (group: name(group.key), reference: name(reference.key))
            var drawings = [
                ReliabilityChart(
                    id: "\(id)-\(index)-r", group: group, reference: reference, names: names,
                    isProbability: calibration.isProbability, range: range
                ).node
            ]
            let all = context.results.assessment.curves
            if let curve = all.first(where: { $0.key == group.key }),
                let base = all.first(where: { $0.key == reference.key })
            {
                drawings.append(
                    ROCChart(
                        id: "\(id)-\(index)-c", group: curve, reference: base, names: names,
                        decided: (decided(group.key), decided(reference.key))
                    ).node)
            }
            return .make(
                .figure,
                content: .make(.strong, content: "\(group.key) against \(reference.key)"),
                .make(.div, .class("pair"), list: drawings))
        }
        let diagonal =
            calibration.isProbability
            ? "On the dotted diagonal, the share that turned out positive is what the score says. " : ""
        let rings = decided(reference.key) == nil ? "" : " Rings: where the actual decisions are."
        let more =
            large.count > chosen.count ? " The \(chosen.count) largest of \(large.count + 1) groups are drawn." : ""
        return .fragment([
            .make(.div, .class("pairs"), list: figures),
            .note(
                """
                \(diagonal)Bars and the band are intervals at \(context.settings.confidence.level), each for its point alone. Right: \
                true against false positive rate as the threshold moves; higher is better.\(rings)\(more)
                """),
        ])
    }

    private func rows(_ group: GroupCalibration) -> Int { group.bins.reduce(0) { $0 + $1.count } }

    /// A group's name where no element may stand: between isolates.
    private func name(_ key: GroupKey) -> String { "\u{2068}\(Shortening.shortened(key.label, to: 40))\u{2069}" }

    /// The rates of the actual decisions.
    private func decided(_ key: GroupKey) -> (x: Double, y: Double)? {
        guard let group = context.group(key), let across = group.estimate("false_positive_rate")?.value,
            let up = group.estimate("true_positive_rate")?.value
        else { return nil }
        return (across, up)
    }

    // MARK: Tables

    /// The share that turned out positive by score.
    private var shares: Node {
        let shown = Array(groups.prefix(Self.mostColumns))
        let table = DataTable(
            id: "\(id)-shares", caption: "Share that turned out positive, by score and \(.attributes([attribute]))",
            columns: [.init("Score", .text)] + shown.map { .init(.group($0.key)) },
            rows: calibration.edges.indices.dropLast().map { bin in
                [.text(wording.bin(bin))]
                    + shown.map { group in
                        guard let cell = group.bins.first(where: { $0.index == bin }) else {
                            return group.withheldBins > 0 ? "–" : "nobody"
                        }
                        let interval = "\((cell.interval.lower * 100).fixed(0))–\((cell.interval.upper * 100).fixed(0))"
                        return .fragment([
                            .text(cell.share.percent), .subline("\(interval); n\u{A0}\(cell.count)"),
                        ])
                    }
            })
        let withheld = shown.contains { $0.withheldBins > 0 }
        var remarks: [String] = []
        if withheld { remarks.append("A dash: nobody, or fewer than \(context.settings.minimumCell) rows.") }
        if shown.count < groups.count {
            remarks.append("The first \(shown.count) of \(groups.count) groups are shown; all are in the results.")
        }
        return .fragment([table.node, remarks.isEmpty ? .none : .note(.text(remarks.joined(separator: " ")))])
    }

    /// Calibration and ROC of each group in numbers.
    private var measures: Node {
        let curves = Dictionary(
            context.results.assessment.curves.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let stated = curves.values.first?.rates.map(\.falsePositiveRate) ?? []
        var columns: [DataTable.Column] = [.init(.attributes([attribute]), .text)]
        if calibration.isProbability {
            columns += [
                .init("Mean label − mean score"), .init("Intercept"), .init("Slope"), .init("Calibrated? p"),
                .init("Spiegel\u{AD}halter p"), .init("Hosmer-Leme\u{AD}show p"),
            ]
        }
        columns.append(.init("ROC AUC"))
        columns += stated.map { .init("True positive rate at \(($0 * 100).fixed(0))\u{202F}% false positives") }
        let table = DataTable(
            id: "\(id)-measures", caption: "Calibration and ROC curve by \(.attributes([attribute]))",
            columns: columns,
            rows: groups.prefix(60).map { group in
                var cells: [Node] = [.group(group.key)]
                if calibration.isProbability {
                    cells += [cell(group.inTheLarge), cell(group.intercept), cell(group.slope)]
                    cells += [group.cox, group.spiegelhalter, group.hosmerLemeshow].map { test in
                        .text(test.map { ($0.adjustedPValue ?? $0.pValue).pValueWords } ?? "–")
                    }
                }
                cells.append(cell(context.group(group.key)?.estimate("roc_auc") ?? .undefined("not measured")))
                return cells
                    + stated.map { rate in
                        guard let found = curves[group.key]?.rates.first(where: { $0.falsePositiveRate == rate }) else {
                            return "–"
                        }
                        return .fragment([
                            .text(found.truePositiveRate.percent),
                            .subline(
                                "\((found.interval.lower * 100).fixed(0)) to \((found.interval.upper * 100).fixed(0))"),
                        ])
                    }
            })
        let certain = groups.reduce((all: 0, wrong: 0)) { ($0.all + $1.certain, $0.wrong + $1.certainWrong) }
        let remark: Node =
            certain.all == 0
            ? .none
            : .note(
                """
                \(counted(certain.all, "row")) with a score of exactly 0 or 1 stay out of intercept, slope and the test of \
                both, having no log odds; \(counted(certain.wrong, "of them", "of them")) turned out the other way, which no \
                calibrated score allows.
                """)
        return .fragment([table.node, remark])
    }

    private func cell(_ estimate: Estimate) -> Node {
        guard let value = estimate.defined else { return .subline(.sentence(estimate.undefinedReason ?? "")) }
        func short(_ number: Double) -> String { number.fixed(2) }
        return .fragment([
            .text(value.value.fixed(3)), .subline("\(short(value.interval.lower)) to \(short(value.interval.upper))"),
        ])
    }
}
