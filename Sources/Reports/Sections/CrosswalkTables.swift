internal import FairnessMetrics

/// The same quantities under the names and by the conventions of other tools, for each attribute alone.
struct CrosswalkTables {
    private let context: ReportContext
    private let parts: [(attributes: [String], crosswalk: Crosswalk)]

    /// Rows of Aequitas' table at most; the page is to be read.
    private static let limit = 60

    init(_ context: ReportContext) {
        self.context = context
        parts = context.singleSets.compactMap { set in
            Crosswalk(groups: context.groups(set), reference: context.reference(set)?.key).map { (set, $0) }
        }
    }

    /// The tables with a word on what would mislead; nothing without decisions.
    var nodes: [Node] {
        guard !parts.isEmpty else { return [] }
        return [
            .make(.h3, content: "The same quantity elsewhere"),
            .paragraph(
                """
                What fairlearn 0.15, AIF360 0.6.1 and Aequitas 1.1 would print for these groups, computed from the counts \
                above by the conventions of each. fairlearn compares the highest with the lowest group, as this report \
                does; AIF360 subtracts the reference group from all other known groups taken together, with a sign; \
                Aequitas divides each group by the reference group.
                """),
        ]
            + parts.enumerated().flatMap { index, part in
                [all(part.attributes, part.crosswalk, index), groups(part.attributes, part.crosswalk, index)]
            } + (remarks.isEmpty ? [] : [.element(.ul, [.class("note")], remarks.map { .make(.li, content: $0) })])
    }

    private func all(_ attributes: [String], _ crosswalk: Crosswalk, _ index: Int) -> Node {
        let tools: [Crosswalk.Tool] = [.fairlearn, .aif360]
        return DataTable(
            id: "crosswalk-\(index)",
            caption: "By \(.attributes(attributes)), all groups: here and elsewhere\(Self.against(crosswalk))",
            columns: [.init("Quantity", .text), .init("Here")] + tools.map { .init(.text($0.rawValue)) },
            rows: crosswalk.rows.map { row in
                let here = context.disparities(attributes).first { $0.aggregation == row.aggregation }
                return [.text(row.aggregation.name), .text(here?.estimate.value.map(Self.shown) ?? "undefined")]
                    + tools.map { tool in
                        row.numbers.first { $0.tool == tool }.map { number in
                            .fragment([Self.cell(number), .subline(.text(number.name))])
                        } ?? "–"
                    }
            }
        ).node
    }

    private func groups(_ attributes: [String], _ crosswalk: Crosswalk, _ index: Int) -> Node {
        let rows = crosswalk.groupRows
        guard let first = rows.first else { return .none }
        return .fragment([
            DataTable(
                id: "crosswalk-groups-\(index)",
                caption: "By \(.attributes(attributes)), each group: Aequitas\(Self.against(crosswalk))",
                columns: [.init(.attributes(attributes), .text)] + first.numbers.map { .init(.text($0.name)) },
                rows: rows.prefix(Self.limit).map { [.group($0.group)] + $0.numbers.map(Self.cell) }
            ).node,
            rows.count > Self.limit
                ? .note("The first \(Self.limit) of \(counted(rows.count, "group")) are shown.") : .none,
        ])
    }

    private var remarks: [Node] {
        var remarks: [Node] = []
        let cautions = parts.reduce(into: Set<Crosswalk.Caution>()) { $0.formUnion($1.crosswalk.cautions) }
        if cautions.contains(.undefinedAsZero) {
            let groups = parts.flatMap(\.crosswalk.undefined)
            remarks.append(
                """
                fairlearn takes a rate of nobody for 0. A rate of \(.joined(groups.prefix(5).map { .group($0) }, by: ", "))\
                \(groups.count > 5 ? " and others" : "") is undefined, and its gap and ratio are made of that 0; here such \
                groups are left out and counted.
                """)
        }
        if cautions.contains(.undefinedIgnored) {
            remarks.append(
                """
                AIF360 takes the larger of two differences for its equalized odds difference and does not see that the \
                second one is undefined: the number shown rests on false positive rates alone.
                """)
        }
        if cautions.contains(.infinityAsTen) {
            remarks.append("Aequitas prints 10 where the reference group's rate is 0 and the ratio is infinite.")
        }
        if parts.contains(where: { !$0.crosswalk.groupRows.isEmpty }) {
            remarks.append(
                """
                Aequitas calls ppr_disparity “statistical parity”. It divides shares of all people selected and so grows \
                with the size of the group; what other tools call statistical parity is its pprev_disparity.
                """)
            if parts.contains(where: \.crosswalk.isWeighted) {
                remarks.append("Aequitas knows no weights: its own numbers would ignore the weight column.")
            }
        }
        let numbers = parts.flatMap { $0.crosswalk.rows.flatMap(\.numbers) + $0.crosswalk.groupRows.flatMap(\.numbers) }
        if numbers.contains(where: \.value.isNaN) {
            remarks.append("NaN stands where a tool prints NaN; here such a number is undefined, with its reason.")
        }
        if parts.contains(where: { context.groups($0.attributes).contains(where: \.isSuppressed) }) {
            remarks.append("Groups that are withheld are left out of these numbers.")
        }
        return remarks
    }

    private static func against(_ crosswalk: Crosswalk) -> Node {
        crosswalk.reference.map { "; reference group \($0)" } ?? .none
    }

    private static func cell(_ number: Crosswalk.Number) -> Node {
        guard let caution = number.caution else { return .text(shown(number.value)) }
        let words =
            switch caution {
            case .undefinedAsZero: "undefined taken for 0"
            case .undefinedIgnored: "undefined ignored"
            case .infinityAsTen: "infinite"
            }
        return .fragment([.text(shown(number.value)), .subline(.text(words))])
    }

    /// Four decimals, as the tools' users compare them; NaN and infinities by the names the tools print.
    private static func shown(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value < 0 ? "−inf" : "inf") : value.fixed(4)
    }
}
