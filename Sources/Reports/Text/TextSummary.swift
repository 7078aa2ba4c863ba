internal import FairnessMetrics

/// The results in plain words and a few tables, for a terminal.
public enum TextSummary {
    /// Returns the summary: what was read, the groups of each attribute, the verdicts, the surest findings.
    public static func text(for results: AuditResults) -> String {
        let context = ReportContext(results)
        var lines = heading(results)
        for set in context.singleSets {
            lines.append("")
            lines += groups(of: set, context)
            lines += verdicts(of: set, context)
        }
        for set in context.intersectionSets { lines += verdicts(of: set, context) }
        lines += distributions(context)
        lines += strata(context)
        lines += calibration(context)
        lines += dataAudit(context)
        let measures = MeasureLines(context).lines
        if !measures.isEmpty { lines += [""] + measures.map(\.visible) }
        if !results.gates.isEmpty {
            lines.append("")
            lines += results.gates.map { "gate \($0.isMet ? "met     " : "crossed "): \($0.gate) (\($0.finding))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ results: AuditResults) -> [String] {
        var lines = [results.title.visible]
        if results.data.isSynthetic { lines.append("SYNTHETIC DATA: generated, not observed.") }
        let parts = results.roles.filter { $0.role == "label" || $0.role == "prediction" || $0.role == "score" }.map {
            role in
            let positive = role.positive.map { $0 == role.column ? "" : " (positive: \($0.visible))" } ?? ""
            let missing = role.missing.map { $0 > 0 ? ", missing in \(counted($0, "row"))" : "" } ?? ""
            return "\(role.role) \(role.column.visible)\(positive)\(missing)"
        }
        lines.append(([counted(results.data.rows, "row")] + parts).joined(separator: " · "))
        return lines
    }

    private static func groups(of set: [String], _ context: ReportContext) -> [String] {
        let metrics = context.headlineMetrics.map { MetricWording($0) }
        let groups = context.groups(set)
        var table = TextTable(
            header: [set.joined(separator: " × ").visible, "rows"] + metrics.map { $0.nameWithinSentence })
        for group in groups.prefix(maximumGroups) + [context.overall] {
            let name = group.key.values.isEmpty ? "everybody" : group.key.label.visible
            let count = group.isSuppressed ? "withheld" : group.count.grouped
            table.add(
                [name, count]
                    + metrics.map { metric in
                        group.estimate(metric.id)?.value.map { metric.value($0) } ?? "undefined"
                    })
        }
        var lines = table.lines
        if groups.count > maximumGroups {
            lines.append("… and \(counted(groups.count - maximumGroups, "more group")) in the report")
        }
        return lines
    }

    private static func verdicts(of set: [String], _ context: ReportContext) -> [String] {
        let interval = "\(context.settings.confidence.level) interval"
        var table = TextTable(
            header: [
                "\(set.joined(separator: " × ").visible): gap between groups", "gap", interval, "p (Holm)", "verdict",
            ])
        var findings: [String] = []
        let headlines = headlines(of: set, context)
        guard !headlines.isEmpty else { return [] }
        for disparity in headlines {
            let metric = MetricWording(disparity.metric)
            let isRatio = disparity.aggregation.isRatio
            let base =
                disparity.aggregation.isComposite
                ? disparity.aggregation.name.lowercasedFirst : metric.nameWithinSentence + " difference"
            let name = disparity.className.map { "\(base), \($0.visible)" } ?? base
            guard let estimate = disparity.estimate.defined else {
                table.add([name, "undefined", "", "", disparity.verdict.words.lowercasedFirst])
                findings.append("  \(name): \(disparity.reason.lowercasedFirst)".visible)
                continue
            }
            func shown(_ value: Double) -> String { isRatio || !metric.isShare ? value.plain : (value * 100).fixed(1) }
            table.add([
                name, shown(estimate.value) + (isRatio || !metric.isShare ? "" : " points"),
                "\(shown(estimate.interval.lower)) to \(shown(estimate.interval.upper))",
                disparity.adjustedPValue?.pValueWords ?? "", disparity.verdict.words.lowercasedFirst,
            ])
            if disparity.verdict == .cannotTell {
                let rows = disparity.rowsNeeded.map { " About \(counted($0, "more row")) would settle it." } ?? ""
                findings.append("  \(name): \(disparity.reason)\(rows)".visible)
            } else if disparity.verdict == .disparityShown, let evidence = disparity.evidence {
                findings.append(
                    "  \(name): \(sentence(evidence, metric, ofClass: disparity.className, context))".visible)
            }
        }
        return [""] + table.lines + findings
    }

    private static func sentence(
        _ evidence: Evidence, _ metric: MetricWording, ofClass className: String?, _ context: ReportContext
    ) -> String {
        let sides = [evidence.highest, evidence.lowest].map { key in
            let group = context.group(key)
            let estimate = className.map { group?.estimate(metric.id, ofClass: $0) } ?? group?.estimate(metric.id)
            return "\(key.label) " + (estimate?.value.map { metric.value($0) } ?? "")
        }
        let people = evidence.peopleCount.flatMap { Int(exactly: $0.magnitude.rounded()) }.map {
            "; at the lower rate it would be \(counted($0, "person", "people")) fewer"
        }
        return "surest between \(sides[0]) and \(sides[1])\(people ?? "")."
    }

    /// The comparisons that lead: the named criteria, or the difference of the leading metric where there are none.
    private static func headlines(of set: [String], _ context: ReportContext) -> [Disparity] {
        let criteria = context.disparities(set).filter { $0.aggregation.isComposite }
        if context.settings.task == .multiclass {
            return context.headlineMetrics.compactMap { context.difference(of: $0, set) }
                + criteria.filter { !$0.aggregation.isRatio }
                + context.mainOfClasses(set).prefix(maximumClasses)
        }
        if !criteria.isEmpty {
            return set.count == 1
                ? criteria : criteria.filter { !$0.aggregation.isRatio && $0.aggregation != .averageOddsDifference }
        }
        return context.headlineMetrics.compactMap { context.difference(of: $0, set) }
    }

    /// How far each group's distribution lies from that of the reference group.
    private static func distributions(_ context: ReportContext) -> [String] {
        let all = context.results.assessment.distributions
        var table = TextTable(
            header: ["distribution of", "group", "against", "D", "W", "median gap", "p (Holm)", "verdict"])
        var rows = 0
        for distribution in all {
            for gap in distribution.gaps.prefix(maximumGroups) {
                guard let reference = gap.reference, let distance = gap.kolmogorovSmirnov.value else { continue }
                rows += 1
                table.add([
                    distribution.column.rawValue, gap.group.label.visible, reference.label.visible, distance.points,
                    gap.wasserstein.value?.plain ?? "",
                    gap.quantiles.count > 1 ? gap.quantiles[1].value?.plain ?? "" : "",
                    gap.adjustedPValue?.pValueWords ?? "", gap.verdict.words.lowercasedFirst,
                ])
            }
        }
        return rows == 0 ? [] : [""] + table.lines
    }

    private static func strata(_ context: ReportContext) -> [String] {
        let strata = context.results.assessment.strata
        guard !strata.isEmpty, let metric = context.headlineMetrics.first else { return [] }
        var table = TextTable(header: ["within", "attribute", "rows", "gap", "highest", "verdict"])
        for stratum in strata.prefix(maximumGroups) {
            for disparity in stratum.disparities
            where disparity.metric == metric && disparity.aggregation == .difference {
                let groups = stratum.groups.filter { $0.key.attributes == disparity.attributes }
                let rows = groups.contains(where: \.isSuppressed) ? nil : groups.reduce(0) { $0 + $1.count }
                table.add([
                    stratum.key.values.map { "\($0.attribute) \($0.value)" }.joined(separator: ", ").visible,
                    disparity.attributes.joined(separator: " × ").visible, rows?.grouped ?? "withheld",
                    disparity.estimate.value.map { MetricWording(metric).gap($0) } ?? "undefined",
                    disparity.highest?.label.visible ?? "", disparity.verdict.words.lowercasedFirst,
                ])
            }
        }
        return ["", "\(MetricWording(metric).name) within each stratum"] + table.lines + conditional(metric, context)
    }

    /// What becomes of each gap among people alike, a line for each group.
    private static func conditional(_ metric: String, _ context: ReportContext) -> [String] {
        let wording = MetricWording(metric)
        return context.results.assessment.conditional.filter { $0.metric == metric }.compactMap { comparison in
            guard let crude = comparison.crude.value, let alike = comparison.standardised.value else { return nil }
            let turn =
                switch comparison.reversal {
                case .none: ""
                case .indicated: " The gap seems to turn about."
                case .shown: " The gap turns about: Simpson's paradox."
                }
            let sides = "\(comparison.group.label) against \(comparison.reference.label)".visible
            let gaps = "\(wording.gap(crude)) over the whole table, \(wording.gap(alike)) among people alike."
            return "  \(sides): \(gaps)\(turn)"
        }
    }

    /// A line for each attribute by which the same score does not mean the same for every group.
    private static func calibration(_ context: ReportContext) -> [String] {
        guard let calibration = context.results.assessment.calibration else { return [] }
        let wording = CalibrationWording(calibration: calibration, confidence: context.settings.confidence)
        let lines = calibration.comparisons.filter(wording.speaks).map { comparison in
            let p = (comparison.test?.adjustedPValue ?? 0).pValueWords
            let start = "  by \(comparison.attribute) the same score does not mean the same for every group (p \(p))"
            guard let gap = comparison.widest, let high = wording.share(gap.highest, gap.bin),
                let low = wording.share(gap.lowest, gap.bin)
            else {
                guard let (gap, value) = wording.surestAtSameScore(comparison), let reference = comparison.reference
                else {
                    return start.visible
                }
                let size =
                    "\(value.value.magnitude.points) \(value.value > 0 ? "more" : "less") often than \(reference.label)"
                return "\(start): \(gap.group.label) turned out positive \(size)".visible
            }
            let sides = "\(high.share.percent) of \(gap.highest.label) and \(low.share.percent) of \(gap.lowest.label)"
            return "\(start): of people with a score of \(wording.bin(gap.bin)), \(sides) turned out positive".visible
        }
        return lines.isEmpty ? [] : ["", "Calibration"] + lines
    }

    /// What the audit of the data themselves shows, a line for each finding.
    private static func dataAudit(_ context: ReportContext) -> [String] {
        guard let record = context.results.dataAudit else { return [] }
        let compared = record.parts.reduce(0) { $0 + $1.compared }
        let shown = record.shown.count
        let head =
            "The data themselves: \(shown) of \(counted(compared, "comparison")) \(shown == 1 ? "shows" : "show") a disparity"
        let findings = record.parts.flatMap { part -> [String] in
            let wording = DataAuditWording(part.kind)
            let sentences = part.leading.prefix(maximumFindings).map { finding in
                "  \(Node.capitalised(wording.sentence(finding, label: nil)).plain.visible)."
            }
            let more = part.shownCount - sentences.count
            return sentences + (more > 0 ? ["  … and \(more) more: \(wording.title.lowercasedFirst)"] : [])
        }
        let notes = record.parts.flatMap { part in
            DataAuditWording.copies.contains(part.kind) ? part.notes.map { "  \($0.visible)" } : []
        }
        return ["", head] + findings + notes
    }

    private static let maximumFindings = 3
    private static let maximumGroups = 14
    /// The most comparisons of single classes, the widest gaps first.
    private static let maximumClasses = 6
}

/// A table of left-aligned names and right-aligned numbers.
struct TextTable {
    private var rows: [[String]]

    init(header: [String]) { rows = [header] }

    mutating func add(_ row: [String]) { rows.append(row) }

    var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        var lines = rows.map { row in
            row.enumerated().map { column, text in
                let padding = String(repeating: " ", count: widths[column] - text.count)
                // Names and verdicts begin at the left, numbers end at the right.
                return column == 0 || column == columns - 1 && rows[0][column] == "verdict"
                    ? text + padding : padding + text
            }.joined(separator: "  ").trimmingTrailingBlanks
        }
        let width = lines.map(\.count).max() ?? 0
        lines.insert(String(repeating: "─", count: width), at: 1)
        return lines
    }
}

extension String {
    /// The text with a small first letter, unless it begins with an acronym.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

    /// The text on one line of at most 60 characters for names: control characters, which could steer a terminal, shown
    /// as dots.
    var visible: String {
        let shown = String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: "·"
                    default: scalar
                    }
                }))
        return shown.count > 240 ? shown.prefix(240) + "…" : shown
    }

    fileprivate var trimmingTrailingBlanks: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
