internal import FairnessMetrics

/// A gap that the evidence shows, between two groups large enough to speak of.
struct Finding {
    let disparity: Disparity
    let evidence: Evidence
    let higher: GroupAssessment
    let lower: GroupAssessment

    /// The part of the gap that is beyond doubt.
    var evidencedGap: Double { evidence.interval.lower }

    /// Makes a finding of a difference; nil if no pair of groups of sufficient size shows one beyond the margin.
    init?(_ disparity: Disparity, in context: ReportContext) {
        guard disparity.verdict == .disparityShown, disparity.aggregation == .difference,
            let evidence = disparity.evidence, evidence.interval.lower > disparity.margin,
            let higher = context.group(evidence.highest), let lower = context.group(evidence.lowest),
            !context.isSmall(higher, in: disparity.metric), !context.isSmall(lower, in: disparity.metric)
        else { return nil }
        self.disparity = disparity
        self.evidence = evidence
        self.higher = higher
        self.lower = lower
    }

    /// The finding with the largest evidenced gap in one of the headline metrics; the first named among equals.
    static func worst(in context: ReportContext, among sets: [[String]]) -> Finding? {
        var worst: Finding?
        for disparity in sets.flatMap({ context.disparities($0) + context.classDisparities($0) })
        where disparity.isOfClass
            ? context.isMainOfClass(disparity) : context.headlineMetrics.contains(disparity.metric)
        {
            guard let finding = Finding(disparity, in: context) else { continue }
            if finding.evidencedGap > worst?.evidencedGap ?? -1 { worst = finding }
        }
        return worst
    }

    /// The finding in words, with counts of people.
    func sentence(in context: ReportContext) -> Node {
        let metric = MetricWording(disparity.metric)
        let comparison: Node
        if let name = disparity.className {
            comparison = classComparison(.user(name))
        } else {
            comparison = plainComparison(metric, context)
        }
        return "By \(.attributes(disparity.attributes)), \(comparison): \(figures(metric)).\(people(metric))"
    }

    private func plainComparison(_ metric: MetricWording, _ context: ReportContext) -> Node {
        let comparison: Node
        switch disparity.metric {
        case "selection_rate":
            comparison = "\(higher.key) were selected more often than \(lower.key)"
        case "true_positive_rate":
            comparison =
                "among people \(Self.labelled(true, context)), \(higher.key) were selected more often than \(lower.key)"
        case "false_positive_rate":
            comparison =
                "among people \(Self.labelled(false, context)), \(higher.key) were selected more often than \(lower.key)"
        case "base_rate":
            comparison = "\(higher.key) carry the positive label more often than \(lower.key)"
        default:
            comparison = "the \(metric.nameWithinSentence) is higher for \(higher.key) than for \(lower.key)"
        }
        return comparison
    }

    /// The same of one class against all others.
    private func classComparison(_ name: Node) -> Node {
        switch disparity.metric {
        case "selection_rate": "the class “\(name)” is predicted more often for \(higher.key) than for \(lower.key)"
        case "true_positive_rate":
            "among people labelled “\(name)”, it is predicted more often for \(higher.key) than for \(lower.key)"
        case "false_positive_rate":
            "among people not labelled “\(name)”, it is predicted more often for \(higher.key) than for \(lower.key)"
        default: "the label “\(name)” is more frequent for \(higher.key) than for \(lower.key)"
        }
    }

    private func figures(_ metric: MetricWording) -> Node {
        let parts = [higher, lower].map { group -> Node in
            let estimate =
                disparity.className.map { group.estimate(metric.id, ofClass: $0) } ?? group.estimate(metric.id)
            guard let value = estimate?.defined else { return "not estimable" }
            guard value.numerator != nil, let counts = value.countWords else {
                return "\(metric.value(value.value)) (\(metric.interval(value.interval)))"
            }
            return "\(counts) (\(metric.value(value.value)))"
        }
        return "\(parts[0]) against \(parts[1])"
    }

    private func people(_ metric: MetricWording) -> Node {
        guard metric.isShare, let count = evidence.people else { return .none }
        return " At the lower rate it would have been \(counted(count, "fewer person", "fewer people"))."
    }

    /// People whose label is, or is not, the positive one.
    static func labelled(_ isPositive: Bool, _ context: ReportContext) -> Node {
        guard let label = context.role("label") else { return isPositive ? "labelled positive" : "labelled negative" }
        guard let positive = label.positive else {
            return isPositive
                ? "for whom \(.code(label.column)) holds" : "for whom \(.code(label.column)) does not hold"
        }
        return isPositive
            ? "whose \(.code(label.column)) is \(.code(positive))"
            : "whose \(.code(label.column)) is not \(.code(positive))"
    }
}

extension Evidence {
    /// The people above the number that the lower group's rate would give, as a whole number; nil below one.
    var people: Int? { peopleCount.flatMap { Int(exactly: $0.rounded()) }.flatMap { $0 >= 1 ? $0 : nil } }
}
