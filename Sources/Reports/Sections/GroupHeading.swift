internal import FairnessMetrics

/// A group's name as the heading of its row, with what a reader must know about it.
enum GroupHeading {
    /// The heading, marked if the group is small, withheld, unknown or the reference.
    static func node(_ group: GroupAssessment, _ context: ReportContext, isReference: Bool = false) -> Node {
        var marks: [String] = []
        if isReference { marks.append("reference group") }
        if group.key.isUnknown {
            marks.append(context.settings.comparesUnknown ? "not recorded" : "not recorded, not compared")
        }
        if group.isSuppressed {
            marks.append(group.withheld == .primary ? "withheld" : "withheld to protect a smaller group")
        } else if context.isSmall(group) {
            marks.append("small group, n\u{A0}=\u{A0}\(group.count.grouped)")
        }
        return marks.isEmpty
            ? .group(group.key) : .fragment([.group(group.key), .subline(.text(marks.joined(separator: "; ")))])
    }
}

/// A metric's value in a cell.
enum MetricCell {
    /// The rate alone, or why there is none.
    static func rate(_ group: GroupAssessment, _ metric: MetricWording) -> Node {
        guard let estimate = group.estimate(metric.id) else { return "not measured" }
        switch estimate {
        case .undefined(let reason): return .subline("undefined: \(.sentence(reason))")
        case .defined(let value): return .text(metric.value(value.value))
        }
    }

    /// The rate with counts and interval beneath.
    static func full(_ group: GroupAssessment, _ metric: MetricWording) -> Node {
        guard let value = group.estimate(metric.id)?.defined else { return rate(group, metric) }
        let counts = value.numerator == nil ? nil : value.countWords
        return .fragment([
            .text(metric.value(value.value)),
            counts.map { .subline(.text($0)) } ?? .none, .subline(.text(metric.interval(value.interval))),
        ])
    }
}

/// The groups that a table shows: all of them, or the largest if there are very many.
struct GroupListing {
    /// Groups in the order of the assessment.
    let shown: [GroupAssessment]
    private let total: Int

    private static let limit = 60

    init(_ groups: [GroupAssessment]) {
        total = groups.count
        guard groups.count > Self.limit else {
            shown = groups
            return
        }
        let smallest = groups.map(\.count).sorted(by: >)[Self.limit - 1]
        shown = Array(groups.filter { $0.count >= smallest }.prefix(Self.limit))
    }

    /// Says how many groups are not shown.
    var remark: Node {
        shown.count == total
            ? .none
            : .note("The \(shown.count) largest of \(counted(total, "group")) are shown; all are in the results.")
    }
}
