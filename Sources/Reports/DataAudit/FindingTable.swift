internal import FairnessMetrics

/// The comparisons of one part of a data audit, those that show something first.
struct FindingTable {
    let context: ReportContext
    let part: DataAuditPart

    /// How many comparisons that show nothing are listed.
    private static let limit = 6
    /// How many that show something are listed.
    private static let shownLimit = 20

    private var wording: DataAuditWording { DataAuditWording(part.kind) }

    private var listed: [DataFinding] { Self.listed(part.findings) }

    /// The findings that a page lists.
    private static func listed(_ findings: [DataFinding]) -> [DataFinding] {
        let shown = findings.filter { $0.verdict == .disparityShown }
        let rest = findings.filter { $0.verdict != .disparityShown && $0.value.defined != nil }
        return Array(shown.prefix(shownLimit)) + rest.prefix(shown.isEmpty ? limit : 3)
    }

    /// The findings that a page is made of: all that show something, and those that it lists besides.
    static func kept(_ findings: [DataFinding]) -> [DataFinding] {
        findings.filter { $0.verdict == .disparityShown }
            + listed(findings).filter { $0.verdict != .disparityShown }
    }

    /// The table, or its heading where there is nothing to compare, and what to know.
    var nodes: [Node] {
        let notes = part.notes.map { Node.paragraph(.sentence($0)) }
        return listed.isEmpty ? [.make(.h3, content: .text(wording.title))] + notes : [table, remark] + notes
    }

    private var remark: Node {
        let others = part.compared - listed.count
        let shown = part.findings.count { $0.verdict == .disparityShown }
        let more: Node =
            others > 0 ? "\(counted(others, "more comparison")) \(others == 1 ? "is" : "are") not listed" : .none
        guard others > 0 else { return .none }
        return .note(
            shown > Self.shownLimit
                ? "\(more), \(counted(shown - Self.shownLimit, "disparity", "disparities")) among them: see results.json."
                : "\(more); none of them shows a disparity.")
    }

    private var table: Node {
        let columns = listed.contains { $0.column != nil }
        // What is the same in every row stands in the caption.
        let common = Set(listed.map(\.detail)).count == 1 && part.kind != .missing ? listed[0].detail : nil
        let details = part.kind != .missing && common == nil && listed.contains { $0.detail != nil }
        let people = listed.contains { $0.people != nil }
        let extra = listed.contains { $0.extra?.defined != nil }
        var headings: [DataTable.Column] = [.init("Group", .text)]
        if columns { headings.append(.init("Column", .text)) }
        if details { headings.append(.init("What", .text)) }
        headings.append(.init(.text(wording.valueHeading)))
        if let rest = wording.restHeading { headings.append(.init(.text(rest))) }
        headings.append(.init("\(wording.gapHeading) (interval)"))
        if extra { headings.append(.init(.text(extraHeading))) }
        if people { headings.append(.init("People")) }
        headings += [.init("Adjusted p"), .init("Verdict", .text)]
        let rows = listed.map { finding -> [Node] in
            var cells: [Node] = [
                .fragment([.group(finding.group), .subline(.attributes(finding.group.attributes))])
            ]
            if columns {
                let also: Node =
                    part.kind == .missing ? finding.detail.map { .subline(.sentence($0)) } ?? .none : .none
                cells.append(
                    .fragment([
                        finding.column.map { .code($0) } ?? (part.kind == .proxies ? "all together" : "–"), also,
                    ]))
            }
            if details { cells.append(finding.detail.map { .sentence($0) } ?? "–") }
            cells.append(counts(finding.value, finding))
            if wording.restHeading != nil { cells.append(finding.rest.map { counts($0, finding) } ?? "–") }
            cells.append(gap(finding))
            if extra {
                cells.append(finding.extra.map { EstimateCell.node($0) { $0.fixed(3) } } ?? "–")
            }
            if people { cells.append(.text(finding.people.map { $0.rounded().fixed(0) } ?? "–")) }
            cells.append(.text(finding.adjustedPValue?.pValueWords ?? "–"))
            cells.append(finding.verdict.node)
            return cells
        }
        return DataTable(
            id: "data-\(part.kind.rawValue)",
            caption: common.map { "\(wording.title): \(.sentence($0))" } ?? .text(wording.title), columns: headings,
            rows: rows
        ).node
    }

    /// The gap, its interval without the unit.
    private func gap(_ finding: DataFinding) -> Node {
        guard let gap = finding.gap.defined else { return EstimateCell.node(finding.gap) { $0.fixed(3) } }
        let isPoints = wording.isShare(finding) && part.kind != .representation
        func end(_ value: Double) -> String { isPoints ? (value * 100).fixed(1) : wording.gap(value, of: finding) }
        return .fragment([
            .text(wording.gap(gap.value, of: finding)),
            .subline(.text("\(end(gap.interval.lower)) to \(end(gap.interval.upper))")),
        ])
    }

    private var extraHeading: String {
        part.kind == .terms ? "Pointwise information (bits)" : "Bits given the label"
    }

    /// The value with the counts behind it.
    private func counts(_ estimate: Estimate, _ finding: DataFinding) -> Node {
        guard let value = estimate.defined else { return EstimateCell.node(estimate) { $0.fixed(3) } }
        let words = Node.text(wording.value(value.value, of: finding))
        guard let numerator = value.numerator, let denominator = value.denominator else { return words }
        return .fragment([words, .subline("\(numerator.tally) of \(denominator.tally)")])
    }
}
