internal import FairnessMetrics

/// What a comparison says, in sentences that the page, the terminal and `comparison.json` share.
struct ComparisonWording {
    let comparison: AuditComparison
    let before: ReportContext
    let after: ReportContext

    init(_ comparison: AuditComparison) {
        self.comparison = comparison
        before = ReportContext(comparison.before)
        after = ReportContext(comparison.after)
    }

    /// The gaps that a reader sees first: those of each attribute alone in the headline metrics.
    var mainGaps: [DisparityChange] {
        comparison.disparities.filter { isMain($0) && $0.subject.attributes.count == 1 }
    }

    /// The metrics that have a chart: the headline metrics of either audit.
    var chartMetrics: [String] {
        after.headlineMetrics + before.headlineMetrics.filter { !after.headlineMetrics.contains($0) }
    }

    /// Whether a gap is between all groups in a headline metric.
    func isMain(_ gap: DisparityChange) -> Bool {
        if gap.subject.isOfClass { return after.isMainOfClass(gap.subject) }
        return gap.subject.aggregation == .difference && after.isMain(gap.subject)
    }

    /// Whether a gap is of one group of an attribute against the reference group, in a metric that has a chart.
    func isAgainstReference(_ gap: DisparityChange) -> Bool {
        gap.subject.aggregation == .differenceToReference && gap.subject.attributes.count == 1
            && chartMetrics.contains(gap.subject.metric)
    }

    /// The sentence that a reader should take from all this.
    var lead: Node {
        let gaps = mainGaps.filter { $0.outcome != .notComparable }
        guard !gaps.isEmpty else {
            let reason = mainGaps.first?.change.obstacle ?? "they have no gap between groups in common"
            return "These two audits cannot be compared: \(.sentence(reason)). \(losses)"
        }
        if gaps.count == 1, let gap = gaps.first { return "\(sentence(gap)) \(losses)" }
        let parts = [
            count(.shrank, gaps) { "\($0) shrank" }, count(.grew, gaps) { "\($0) grew" },
            count(.same, gaps) { "\($0) \($0 == "1" ? "is" : "are") unchanged" },
            count(.cannotTell, gaps) { "for \($0) these two audits cannot tell" },
        ].compactMap(\.self)
        let first: Node = "Of \(counted(gaps.count, "main gap")) between groups, \(parts.joined(separator: ", "))."
        let surest = surestGap(gaps).map { sentence($0) } ?? .none
        return "\(first) \(surest)\(surestGap(gaps) == nil ? "" : " ")\(losses)"
    }

    private func count(
        _ outcome: DisparityChange.Outcome, _ gaps: [DisparityChange], _ words: (String) -> String
    ) -> String? {
        let count = gaps.count { $0.outcome == outcome }
        return count == 0 ? nil : words(count == gaps.count && count > 1 ? "all \(count)" : count.grouped)
    }

    /// The evidenced change that is largest, one for the worse before one for the better.
    private func surestGap(_ gaps: [DisparityChange]) -> DisparityChange? {
        func largest(_ outcome: DisparityChange.Outcome) -> DisparityChange? {
            gaps.filter { $0.outcome == outcome }.max { ($0.growth ?? 0).magnitude < ($1.growth ?? 0).magnitude }
        }
        return largest(.grew) ?? largest(.shrank)
    }

    /// What became of one gap.
    func sentence(_ gap: DisparityChange) -> Node {
        let subject = subject(gap)
        guard let difference = gap.change.difference, let first = gap.before?.estimate.defined,
            let second = gap.after?.estimate.defined
        else {
            return "\(subject) cannot be compared: \(.sentence(gap.change.obstacle ?? "it is in one audit alone"))."
        }
        let size = gap.subject.sizeWords
        let values: Node = "from \(size(first.value)) to \(size(second.value))"
        let bounds = gap.change.bounds.map { "\(boundsName) of the change \(gap.subject.ends($0))" }
        let rest: Node
        switch gap.outcome {
        case .shrank: rest = "shrank, \(values) (\(bounds ?? ""))"
        case .grew: rest = "grew, \(values) (\(bounds ?? ""))"
        case .same: rest = "is the same in both, \(size(first.value))"
        case .notComparable, .cannotTell:
            let here = comparison.relation.isIndependent ? "" : " on these rows"
            let growth = gap.growth ?? 0
            let side = growth < 0 ? "smaller" : growth > 0 ? "larger" : "as large"
            let why = bounds.map { "\($0) reach both sides" } ?? "intervals of two levels cannot be joined"
            rest =
                difference == 0
                ? "is as large as before\(here), \(size(first.value)), and whether it changed beyond them the two audits cannot tell (\(why))"
                : "is \(side)\(here), \(values), but whether that is more than chance these two audits cannot tell (\(why))"
        }
        return "\(subject) \(rest)\(turned(gap)).\(stillShown(gap))"
    }

    private func turned(_ gap: DisparityChange) -> Node {
        guard gap.isTurned else { return .none }
        guard let highest = gap.after?.highest, let lowest = gap.after?.lowest else {
            return ", and it points the other way"
        }
        return ", and it points the other way, \(highest) over \(lowest)"
    }

    private func stillShown(_ gap: DisparityChange) -> Node {
        guard gap.outcome == .shrank, gap.after?.verdict == .disparityShown else { return .none }
        return " A disparity is still shown."
    }

    /// `By race, the gap in false positive rate`.
    private func subject(_ gap: DisparityChange) -> Node {
        let disparity = gap.subject
        let name = MetricWording(disparity.metric).nameWithinSentence
        let ofClass: Node =
            disparity.isOfClass ? disparity.className.map { " of the class \(user: $0)" } ?? .none : .none
        let by: Node = "By \(.attributes(disparity.attributes)),"
        let pair: Node =
            disparity.group.map { group in
                disparity.reference.map { " of \(group) to \($0)" } ?? " of \(group) to everybody"
            } ?? .none
        if disparity.aggregation.isComposite { return "\(by) the \(disparity.aggregation.name.lowercasedFirst)" }
        return disparity.aggregation.isRatio
            ? "\(by) the gap (as a ratio) in \(name)\(ofClass)\(pair)" : "\(by) the gap in \(name)\(ofClass)\(pair)"
    }

    /// Whether anybody is worse off, in a sentence.
    var losses: Node {
        let all = comparison.losses
        guard comparison.canTellLosses else {
            return
                "Whether any group is worse off cannot be told: no true positive rate, accuracy or error is in both audits."
        }
        guard let worst = all.first else { return "No group’s own \(watchedWords) got worse." }
        let people = Set(all.map(\.key).filter { !$0.values.isEmpty }).count
        let everybody = all.contains { $0.key.values.isEmpty }
        let who =
            people == 0
            ? "everybody taken together"
            : counted(people, "group") + (everybody ? ", and everybody taken together," : "")
        let isOne = people + (everybody ? 1 : 0) == 1
        let sure = all.count(where: \.isEvidenced)
        let extent =
            sure == 0
            ? ", which chance alone may do"
            : sure == all.count
                ? ", by more than chance"
                : ", in \(sure.grouped) of \(counted(all.count, "figure")) by more than chance"
        return """
            Levelling-down alarm: \(who) \(isOne ? "is" : "are") worse off in \(isOne ? "its" : "their") own \
            \(watchedWords)\(extent); most of all \(loss(worst)).
            """
    }

    private var watchedWords: String {
        comparison.after.settings.task == .regression ? "error" : "true positive rate or accuracy"
    }

    /// `the true positive rate of Caucasian, from 52.3 % to 48.0 %, about 41 people`.
    func loss(_ loss: GroupLoss) -> Node {
        let metric = MetricWording(loss.metric)
        let name: Node =
            loss.className.map { "\(metric.nameWithinSentence) of the class \(user: $0)" }
            ?? .text(metric.nameWithinSentence)
        let values = [loss.change.before, loss.change.after].map { $0?.value.map { metric.value($0) } ?? "undefined" }
        let people = loss.people.flatMap { Int(exactly: $0.rounded()) }.flatMap { $0 > 0 ? $0 : nil }
        let number = people.map { ", about \(counted($0, "person", "people"))" } ?? ""
        return
            "the \(name) of \(loss.key.values.isEmpty ? "everybody" : .group(loss.key)), from \(values[0]) to \(values[1])\(number)"
    }

    /// How bounds of changes are called.
    var boundsName: String {
        comparison.relation.isIndependent ? "\(comparison.after.settings.confidence.level) interval" : "bounds"
    }

    /// How the rows of the two belong together, and what that means for changes.
    var relation: Node {
        let wide = """
            How much one person’s two outcomes go together is in neither file, so that a paired change cannot be judged from \
            two summaries. The bounds given run from the lower end of the one interval to the upper end of the other: they \
            hold however the two depend on each other, at \(comparison.after.settings.confidence.level) or above, and are \
            wider than a paired analysis of the rows would be. What they leave open may still be a change.
            """
        if !comparison.paired.isEmpty {
            let names = PairedFigure.Share.allCases.filter { share in
                comparison.paired.contains { $0.metric == share.rawValue }
            }.map { MetricWording($0.rawValue).nameWithinSentence }
            return """
                Both audits are of the same rows, and both outcomes of each are known: the bounds of a change of a group’s \
                \(names.joined(separator: ", ")) are \(comparison.after.settings.confidence.level) intervals by the rows \
                that changed (Agresti and Min 2005). Bounds of other changes, of gaps between groups above all, are \
                taken from the two summaries, from the lower end of the one interval to the upper end of the other: they \
                hold however the two depend on each other, and are wide.
                """
        }
        switch comparison.relation {
        case .sameRows: return "Both audits are of the same rows: same hash, same count. \(wide)"
        case .apparentlySameRows:
            return
                "The files differ, but every group has as many rows and as many positive labels in both: it seems to be the same people. \(wide)"
        case .sharedFiles:
            return "The audits share some of their files, so that part of the people are in both. \(wide)"
        case .differentFiles:
            return """
                The audits are of different files. The interval of each change takes them for independent samples (variances \
                recovered from the ends of the two intervals); it does not hold if people are in both, which hashes of files \
                cannot show.
                """
        }
    }
}

extension Disparity {
    /// An interval of a change in the unit of the disparity: `−20.1 to −9.2 points`.
    func ends(_ interval: Interval) -> String {
        let metric = MetricWording(metric)
        if aggregation.isRatio { return "\(interval.lower.fixed(2)) to \(interval.upper.fixed(2))" }
        return metric.ends(interval)
    }
}

extension MetricWording {
    /// An interval of a difference: `−20.1 to −9.2 points`.
    func ends(_ interval: Interval) -> String {
        isShare
            ? "\((interval.lower * 100).fixed(1)) to \(interval.upper.points)"
            : "\(interval.lower.plain) to \(interval.upper.plain)"
    }

    /// A change with its sign: `+3.2 points`.
    func change(_ change: Double) -> String { (change > 0 ? "+" : "") + gap(change) }
}
