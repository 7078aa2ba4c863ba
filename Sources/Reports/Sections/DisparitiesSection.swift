internal import FairnessMetrics

extension ReportSection {
    /// Every comparison between groups with its interval, its p-value and its verdict.
    static let disparities = ReportSection(
        id: "disparities", title: "Comparisons between groups",
        question: "How large is each gap, how sure is it, and how many rows would settle it?"
    ) { context in
        let sets = context.attributeSets.filter { !DisparityTables.comparisons(context, $0).isEmpty }
        guard !sets.isEmpty else { return nil }
        let all = sets.flatMap { DisparityTables.comparisons(context, $0) }
        let hidden = context.hiddenComparisons
        let remark: Node =
            hidden == 0
            ? .none
            : .note("\(counted(hidden, "further comparison")) \(hidden == 1 ? "is" : "are") in the file results.json.")
        return [.takeaway("\(DisparityTables.summary(all))")]
            + sets.enumerated().flatMap { DisparityTables(context: context, attributes: $1, index: $0).nodes }
            + [remark]
    }
}

/// The comparisons of the groups that one set of attributes forms.
private struct DisparityTables {
    let context: ReportContext
    let attributes: [String]
    let index: Int

    /// The comparisons over all groups of a set that the page shows.
    static func comparisons(_ context: ReportContext, _ attributes: [String]) -> [Disparity] {
        context.disparities(attributes).filter { !$0.aggregation.isPerGroup && context.shows($0) }
    }

    /// How many comparisons have which verdict.
    static func summary(_ disparities: [Disparity]) -> String {
        let total = disparities.count
        let parts = Verdict.allCases.compactMap { verdict -> String? in
            let count = disparities.count { $0.verdict == verdict }
            guard count > 0 else { return nil }
            let number = count == total && total > 1 ? "all" : count.grouped
            switch verdict {
            case .disparityShown: return "\(number) \(count == 1 ? "shows" : "show") a disparity"
            case .noMaterialDisparity: return "\(number) \(count == 1 ? "lies" : "lie") within the margin"
            case .cannotTell: return "for \(number) the data cannot tell"
            }
        }
        return "Of \(counted(total, "comparison")), \(parts.joined(separator: ", "))."
    }

    var nodes: [Node] {
        let all = Self.comparisons(context, attributes)
        let main =
            all.filter { context.isMain($0) && !$0.aggregation.isComposite }
            + all.filter { context.isMain($0) && $0.aggregation.isComposite }
        let rest = all.filter { !context.isMain($0) }
        var nodes: [Node] = [.make(.h3, content: "By \(.attributes(attributes))")]
        if !main.isEmpty { nodes.append(mainTable(main)) }
        if !rest.isEmpty {
            let table = DataTable(
                id: "gaps-\(index)-rest", caption: "Ratios and further metrics by \(.attributes(attributes))",
                columns: columns, rows: rest.map { cells($0, withReason: false) }, style: "data rest")
            let summary: Node = "\(counted(rest.count, "more comparison")) by \(.attributes(attributes))"
            nodes.append(main.isEmpty ? table.node : .details(summary, [table.node]))
        }
        return nodes
    }

    private var columns: [DataTable.Column] {
        [
            .init("Comparison", .text), .init("Size (interval)"), .init("Highest over lowest", .text), .init("p"),
            .init("p adjusted"), .init("Verdict", .text), .init("Detectable"), .init("More rows"),
        ]
    }

    private func mainTable(_ disparities: [Disparity]) -> Node {
        let shares = disparities.filter { MetricWording($0.metric).isShare }
        let ends = shares.compactMap(\.estimate.defined).flatMap { [$0.interval.lower, $0.interval.upper] }
        let id = "gaps-\(index)"
        var columns = columns
        var rows = disparities.map { cells($0, withReason: true) }
        if !ends.isEmpty {
            let margin = context.settings.margin
            let plot = ForestPlot(
                scale: Scale(spanning: ends + [margin], includingZero: true), band: Interval(0, margin), line: nil)
            let axis = plot.axis(
                id: "\(id)-axis", title: "Differences by \(plain: attributes)",
                description: "A point and an interval for each difference; shaded from 0 to the margin.",
                format: { ($0 * 100).fixed(0) })
            columns.insert(.init(axis, .plot), at: 2)
            for (row, disparity) in disparities.enumerated() {
                let isShare = MetricWording(disparity.metric).isShare
                rows[row].insert(isShare ? plot.row(disparity.estimate) : .none, at: 2)
            }
        }
        return DataTable(
            id: id,
            caption: ends.isEmpty
                ? "Differences by \(.attributes(attributes))"
                : "Differences by \(.attributes(attributes)), in points; shaded up to the margin",
            columns: columns, rows: rows, style: "data gaps"
        ).node
    }

    private func cells(_ disparity: Disparity, withReason: Bool) -> [Node] {
        let metric = MetricWording(disparity.metric)
        let heading: Node =
            disparity.aggregation.isComposite
            ? .fragment([.text(disparity.aggregation.name), .subline(part(of: disparity))])
            : .fragment([.text(metric.name), .subline(.text(disparity.aggregation.name(of: disparity.metric)))])
        var pair: Node = "–"
        if let highest = disparity.highest, let lowest = disparity.lowest { pair = "\(highest) over \(lowest)" }
        let left: Node =
            disparity.notEstimable == 0
            ? .none
            : .subline(
                "\(disparity.notEstimable) of \(disparity.compared + disparity.notEstimable) groups not estimable")
        return [
            heading, disparity.size, .fragment([pair, left]),
            .text(disparity.pValue.map(\.pValueWords) ?? "–"),
            .text(disparity.adjustedPValue.map(\.pValueWords) ?? "–"),
            .fragment([
                disparity.verdict.node,
                withReason && disparity.verdict == .cannotTell ? .subline(.sentence(disparity.reason)) : .none,
            ]),
            .text(disparity.smallestDetectableGap.map(disparity.sizeWords) ?? "–"),
            .text(disparity.rowsNeeded?.grouped ?? "–"),
        ]
    }

    /// Which rates a criterion is about.
    private func part(of disparity: Disparity) -> Node {
        let name = MetricWording(disparity.metric).nameWithinSentence
        switch disparity.aggregation {
        case .equalizedOddsDifference, .equalizedOddsRatio:
            return disparity.className.map { "set by the \(name) of \(user: $0)" } ?? "set by the \(name)"
        case .averageOddsDifference: return "of true and false positive rates"
        default: return "of the \(name)"
        }
    }
}
