internal import FairnessMetrics

extension CalibrationByAttribute {
    /// The share that turned out positive by score.
    var shares: Node {
        guard !shown.isEmpty else { return .none }
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
                            .text(cell.share.percent), .subline("\(interval), n\u{A0}\(cell.count)"),
                        ])
                    }
            }, style: "data shares")
        let withheld = shown.contains { $0.withheldBins > 0 }
        var remarks: [String] = []
        if withheld { remarks.append("A dash: nobody, or fewer than \(context.settings.minimumCell) rows.") }
        if shown.count < groups.count {
            remarks.append(
                "\(shown.count) of \(groups.count) groups are shown, those with enough rows; all are in the results.")
        }
        return .fragment([table.node, remarks.isEmpty ? .none : .note(.text(remarks.joined(separator: " ")))])
    }

    /// Calibration and ROC of each group in numbers.
    var measures: Node {
        let curves = Dictionary(
            context.results.assessment.curves.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let stated = curves.values.first?.rates.map(\.falsePositiveRate) ?? []
        var columns: [DataTable.Column] = [.init(.attributes([attribute]), .text)]
        let reference = comparison?.reference
        if let reference { columns.append(.init("Against \(reference) at the same score")) }
        if calibration.isProbability {
            columns += [
                .init("Mean label − mean score"), .init("Intercept"), .init("Slope"), .init("Calibrated? p"),
            ]
        }
        columns.append(.init("ROC AUC"))
        columns += stated.map { .init("TPR at FPR \(($0 * 100).fixed(0))\u{202F}%") }
        let table = DataTable(
            id: "\(id)-measures", caption: "Calibration and ROC curve by \(.attributes([attribute]))", columns: columns,
            rows: groups.prefix(Self.mostRows).map { group in
                let heading = context.group(group.key).map { member in
                    GroupHeading.node(member, context, isReference: group.key == reference)
                }
                var cells = [heading ?? .group(group.key)]
                if reference != nil { cells.append(atSameScore(group.key)) }
                if calibration.isProbability {
                    cells += [cell(group.inTheLarge), cell(group.intercept), cell(group.slope)]
                    cells.append(.text(group.cox.map { ($0.adjustedPValue ?? $0.pValue).pValueWords } ?? "–"))
                }
                cells.append(cell(context.group(group.key)?.estimate("roc_auc") ?? .undefined("not measured")))
                return cells + stated.map { rate(curves[group.key], at: $0) }
            }, style: "data measures")
        let certain = groups.reduce((all: 0, wrong: 0)) { ($0.all + $1.certain, $0.wrong + $1.certainWrong) }
        let remark: Node =
            certain.all == 0
            ? .none
            : .note(
                """
                \(counted(certain.all, "row")) with a score of exactly 0 or 1 stay out of intercept, slope and the \
                test of both, having no log odds; \(counted(certain.wrong, "of them", "of them")) turned out the other \
                way, which no calibrated score allows.
                """)
        return .fragment([table.node, remark])
    }

    private func atSameScore(_ key: GroupKey) -> Node {
        guard let gap = comparison?.atSameScore.first(where: { $0.group == key })?.gap.defined else { return "–" }
        let ends = "\((gap.interval.lower * 100).fixed(1)) to \((gap.interval.upper * 100).fixed(1))"
        return .fragment([.text((gap.value > 0 ? "+" : "") + gap.value.points), .subline(.text(ends))])
    }

    private func rate(_ curves: GroupCurves?, at falsePositiveRate: Double) -> Node {
        guard let found = curves?.rates.first(where: { $0.falsePositiveRate == falsePositiveRate }) else { return "–" }
        let ends = "\((found.interval.lower * 100).fixed(0)) to \((found.interval.upper * 100).fixed(0))"
        return .fragment([.text(found.truePositiveRate.percent), .subline(.text(ends))])
    }

    private func cell(_ estimate: Estimate) -> Node {
        guard let value = estimate.defined else { return .subline(.sentence(estimate.undefinedReason ?? "")) }
        func short(_ number: Double) -> String { number.fixed(2) }
        return .fragment([
            .text(value.value.fixed(3)), .subline("\(short(value.interval.lower)) to \(short(value.interval.upper))"),
        ])
    }
}
