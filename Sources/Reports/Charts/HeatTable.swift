internal import FairnessMetrics

/// One metric in every combination of two attributes: a table whose cells are shaded by their value.
struct HeatTable {
    private let context: ReportContext
    private let attributes: [String]
    private let metric: MetricWording
    private let id: String
    private let cells: [GroupKey: GroupAssessment]
    private let rows: [AttributeValue]
    private let columns: [AttributeValue]
    private let range: ClosedRange<Double>

    /// How many shades there are; each is a class of the style sheet.
    static let shades = 6
    private static let limit = 400

    /// Makes a table; nil if there are not exactly two attributes or too many cells.
    init?(context: ReportContext, attributes: [String], metric: String, id: String) {
        let groups = context.groups(attributes)
        guard attributes.count == 2 else { return nil }
        let first = Self.distinct(groups.map { $0.key.values[0] })
        let second = Self.distinct(groups.map { $0.key.values[1] })
        guard first.count * second.count <= Self.limit else { return nil }
        // The longer attribute runs down the page, where there is room.
        let isTurned = first.count < second.count
        rows = isTurned ? second : first
        columns = isTurned ? first : second
        self.attributes = isTurned ? attributes.reversed() : attributes
        cells = Dictionary(
            groups.map { (isTurned ? GroupKey($0.key.values.reversed()) : $0.key, $0) },
            uniquingKeysWith: { first, _ in first })
        let values = groups.filter { !context.isSmall($0, in: metric) }.compactMap { $0.estimate(metric)?.value }
        range = (values.min() ?? 0)...(values.max() ?? 1)
        self.context = context
        self.metric = MetricWording(metric)
        self.id = id
    }

    /// The table.
    var node: Node {
        let head: [Node] =
            [
                .make(.th, Attribute(.scope, "col"), content: "\(user: attributes[0]) by \(user: attributes[1])")
            ] + columns.map { .make(.th, Attribute(.scope, "col"), content: heading($0)) }
        let body = rows.map { row in
            Node.element(
                .tr, [],
                [.make(.th, Attribute(.scope, "row"), content: heading(row))]
                    + columns.map { cell(cells[GroupKey([row, $0])]) })
        }
        return .make(
            .div, .class("scroll"), Attribute(.tabindex, "0"), Attribute(.role, "region"), Attribute(.labelledBy, id),
            content: .make(
                .table, .class("data heat"),
                content: .make(
                    .caption, .id(id),
                    content: .make(.span, content: "\(metric.name) by \(.attributes(attributes)) \(formula)")),
                .make(.thead, content: .element(.tr, [], head)), .element(.tbody, [], body)))
    }

    private var formula: Node { metric.formula.map { .make(.small, content: "\($0)") } ?? .none }

    private func heading(_ value: AttributeValue) -> Node {
        value.isUnknown && !context.settings.comparesUnknown
            ? .fragment([.user(value.value), .subline("not compared")]) : .user(value.value)
    }

    private func cell(_ group: GroupAssessment?) -> Node {
        guard let group else { return .make(.td, .class("empty"), content: .subline("nobody")) }
        guard !group.isSuppressed else {
            return .make(
                .td, .class("empty"), content: "withheld",
                group.withheld == .primary
                    ? .subline("n < \(context.settings.minimumCell)") : .subline("protects a smaller group"))
        }
        guard let estimate = group.estimate(metric.id), let value = estimate.defined else {
            let reason = group.estimate(metric.id)?.undefinedReason ?? "not measured"
            return .make(.td, .class("empty"), content: "undefined", .subline(.sentence(reason)))
        }
        let counts = Node.subline(.text(value.countWords ?? "n = \(group.count.grouped)"))
        let isSmall = context.isSmall(group, in: metric.id)
        let mark: Node = isSmall ? .subline("small") : .none
        return .make(
            .td, .class(isSmall ? "empty" : "h\(shade(value.value))"),
            content: .make(.strong, content: .text(metric.value(value.value))), counts, mark)
    }

    private func shade(_ value: Double) -> Int {
        guard range.upperBound > range.lowerBound else { return 0 }
        let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        return share.isFinite ? Int(min(max(share, 0) * Double(Self.shades), Double(Self.shades - 1))) : 0
    }

    private static func distinct(_ values: [AttributeValue]) -> [AttributeValue] {
        var seen: Set<AttributeValue> = []
        return values.filter { seen.insert($0).inserted }
    }
}
