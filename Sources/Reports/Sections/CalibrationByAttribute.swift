internal import FairnessMetrics

/// Calibration and error trade-off in the groups of one attribute: a pair of charts for each group, and two tables.
struct CalibrationByAttribute {
    let context: ReportContext
    let wording: CalibrationWording
    let attribute: String
    let id: String

    /// The groups of which a curve is drawn, in the order of the assessment.
    var shown: [GroupCalibration] { Array(groups.filter(isLarge).prefix(Self.mostColumns)) }

    private static let mostCharts = 4
    private static let mostColumns = 8
    static let mostRows = 60

    var calibration: CalibrationAssessment { wording.calibration }

    var comparison: CalibrationComparison? { calibration.comparisons.first { $0.attribute == attribute } }

    /// The groups that have anything to show, in the order of the assessment.
    var groups: [GroupCalibration] {
        calibration.groups.filter { $0.key.attributes == [attribute] && !$0.bins.isEmpty }
    }

    /// Heading, what the test says, charts and tables; nothing without groups.
    var nodes: [Node] {
        guard !groups.isEmpty else { return [] }
        return [
            .make(.h3, content: "By \(.attributes([attribute]))"),
            comparison.map { .paragraph(wording.finding($0)) } ?? .none, charts, measures,
        ]
    }

    /// A pair of charts for each group, and the table of the shares they show beside or below.
    private var charts: Node {
        let key = comparison?.reference ?? context.reference([attribute])?.key
        guard let reference = groups.first(where: { $0.key == key }) else { return shares }
        // The largest groups, in the order of the assessment.
        let large = groups.filter { $0.key != reference.key && isLarge($0) }
        let least = large.map(rows).sorted(by: >).prefix(Self.mostCharts).last ?? 0
        let chosen = large.filter { rows($0) >= least }.prefix(Self.mostCharts)
        guard !chosen.isEmpty else { return shares }
        let range = ReliabilityChart.range(of: chosen + [reference], isProbability: calibration.isProbability)
        let curves = context.results.assessment.curves
        let figures = chosen.enumerated().map { index, group -> Node in
            let names = (group: group.key.label, reference: reference.key.label)
            var drawings = [
                ReliabilityChart(
                    id: "\(id)-\(index)-r", group: group, reference: reference, names: names,
                    isProbability: calibration.isProbability, range: range
                ).node
            ]
            if let curve = curves.first(where: { $0.key == group.key }),
                let base = curves.first(where: { $0.key == reference.key })
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
        let rings = decided(reference.key) == nil ? "" : " Rings: the actual decisions."
        let left = groups.count - 1 - chosen.count
        let more =
            left > 0
            ? " \(counted(left, "smaller or unknown group is", "smaller or unknown groups are")) not drawn." : ""
        // A narrow table fills the gap beside an odd chart.
        let isBeside = !chosen.count.isMultiple(of: 2) && shown.count <= 2
        return .fragment([
            .make(.div, .class("pairs"), list: figures + (isBeside ? [.make(.div, content: shares)] : [])),
            .note(
                """
                \(diagonal)Bars and the band are intervals at \(context.settings.confidence.level), each for its point \
                alone. On the right, the true against the false positive rate as the threshold moves: higher is \
                better.\(rings)\(more)
                """), isBeside ? .none : shares,
        ])
    }

    /// Whether a known group has the ten rows or so for each point that a curve needs.
    func isLarge(_ group: GroupCalibration) -> Bool {
        rows(group) >= 10 * (calibration.edges.count - 1) && (context.settings.comparesUnknown || !group.key.isUnknown)
    }

    private func rows(_ group: GroupCalibration) -> Int { group.bins.reduce(0) { $0 + $1.count } }

    /// The rates of the actual decisions.
    private func decided(_ key: GroupKey) -> (x: Double, y: Double)? {
        guard let group = context.group(key), let across = group.estimate("false_positive_rate")?.value,
            let up = group.estimate("true_positive_rate")?.value
        else { return nil }
        return (across, up)
    }
}
