internal import FairnessMetrics

/// The page of a rebalanced table: who is in it before and after, what the label still tells, what was invented.
public enum RebalanceReport {
    /// Returns the page, in UTF-8; the same record always gives the same bytes.
    ///
    /// - Throws: `ReportsError.brokenPage` if the page breaks a rule that every page keeps, which is an internal error.
    public static func html(for record: RebalanceRecord) throws(ReportsError) -> [UInt8] {
        try page(record).html()
    }

    /// Returns the page for a screen, for paper or as Markdown, in UTF-8.
    ///
    /// - Throws: `ReportsError.brokenPage` as `html(for:)` does.
    public static func rendered(_ record: RebalanceRecord, as medium: ReportMedium) throws(ReportsError) -> [UInt8] {
        try page(record).bytes(for: medium)
    }

    private static func page(_ record: RebalanceRecord) -> ReportPage {
        let sections = record.methods.enumerated().map { place, method in
            ReportPage.Section(
                id: "method-\(place + 1)", title: Shortening.shortened(method.id, to: 80),
                body: body(method, place + 1, record))
        }
        return ReportPage(
            title: "Rebalanced: \(Shortening.shortened(record.title, to: 200))", toolVersion: record.toolVersion,
            header: (record.isSynthetic ? [ReportPage.syntheticBanner] : []) + [
                .make(.p, .class("kicker"), content: "A table made to depend less on a protected attribute"),
                .make(.h1, content: .user(record.title, limit: 200)),
                .make(
                    .p, .class("byline"),
                    content:
                        "What each method made of the table. What that is worth to whoever learns from it stands in ledger.html, judged on rows that no method touched."
                ),
            ],
            sections: sections + [ReportPage.Section(id: "scope", title: "How it was done", body: scope(record))],
            footer: .paragraph(
                "Made with Assize \(user: record.toolVersion) from rebalance.json, which holds every number."),
            style: StyleSheet.comparison
        )
    }

    private static func body(_ method: RebalanceRecord.Method, _ number: Int, _ record: RebalanceRecord) -> [Node] {
        let invented = method.inventedCount
        let removed = method.cells.reduce(0) { $0 + $1.removed }
        let takeaway: Node =
            invented == 0 && removed == 0
            ? "No row was added, left out or changed; only weights differ."
            : "\(method.rowsBefore) rows became \(method.rowsAfter): \(method.cells.reduce(0) { $0 + $1.copied }) copied, \(method.cells.reduce(0) { $0 + $1.synthetic }) invented, \(method.cells.reduce(0) { $0 + $1.changed }) changed, \(removed) left out."
        let dependence = DataTable(
            id: "dependence-\(number)",
            caption:
                "How far the label depends on who it is about: largest difference of the shares labelled \(.user(record.positive))",
            columns: [.init("Groups", .text), .init("Before"), .init("After")],
            rows: method.dependence.map { entry in
                [
                    .attributes(entry.attributes), EstimateCell.node(entry.before) { ($0 * 100).fixed(1) },
                    EstimateCell.node(entry.after) { ($0 * 100).fixed(1) },
                ]
            }, style: "data moves")
        let cells = DataTable(
            id: "cells-\(number)", caption: "Rows by group and label, before and after",
            columns: [
                .init("Group", .text), .init("Label", .text), .init("Rows before"), .init("Rows after"),
                .init("Weight before"), .init("Weight after"), .init("Copied"), .init("Invented"), .init("Changed"),
                .init("Left out"),
            ],
            rows: method.cells.map { cell in
                [
                    .user(cell.group), .user(cell.label), .text("\(cell.rowsBefore)"), .text("\(cell.rowsAfter)"),
                    .text(cell.weightBefore.fixed(1)), .text(cell.weightAfter.fixed(1)), .text("\(cell.copied)"),
                    .text("\(cell.synthetic)"), .text("\(cell.changed)"), .text("\(cell.removed)"),
                ]
            }, style: "data moves")
        let unknown: [Node] =
            method.unknown == 0
            ? []
            : [
                .paragraph(
                    "\(counted(method.unknown, "row")) without a known label or group stayed as \(method.unknown == 1 ? "it was" : "they were") and stand\(method.unknown == 1 ? "s" : "") in no line of the table."
                )
            ]
        let notes: [Node] =
            method.notes.isEmpty
            ? [] : [.element(.ul, [], method.notes.map { .make(.li, content: .sentence($0)) })]
        return [.paragraph(.sentence(method.explanation)), .takeaway(takeaway)]
            + (method.dependence.isEmpty ? [] : [dependence.node]) + [cells.node] + unknown + notes + [
                .note(
                    "Differences in points, with 95 % intervals that take each row, copied or invented ones too, for one person: after a method that adds rows they are too narrow. The rows are in \(user: method.file), with their weight, their origin and the row that they came from."
                )
            ]
    }

    private static func scope(_ record: RebalanceRecord) -> [Node] {
        [
            .element(
                .ul, [],
                [
                    .make(.li, content: "Data: \(.joined(record.data.map { .code($0) }, by: ", "))"),
                    .make(
                        .li, content: "Label: \(user: record.label); positive: \(user: record.positive)."),
                    .make(.li, content: "Features: \(user: record.features.joined(separator: ", "))."),
                    .make(.li, content: "Seed: \("\(record.seed)")."),
                    .make(.li, content: "Again: \(.code(record.command))"),
                ] + record.notes.map { .make(.li, content: .sentence($0)) })
        ]
    }
}
