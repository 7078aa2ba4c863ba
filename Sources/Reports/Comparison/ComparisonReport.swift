internal import FairnessMetrics

/// The page of a comparison of two audits: no network, no script, no other file.
public enum ComparisonReport {
    /// Returns the page, in UTF-8; the same comparison always gives the same bytes.
    ///
    /// - Parameters:
    ///   - comparison: The two audits, and what changed from one to the other.
    ///   - change: What was measured of two models beside the audits.
    /// - Throws: `ReportsError.brokenPage` if the page breaks a rule that every page keeps, which is an internal error.
    public static func html(
        for comparison: AuditComparison, change: ModelChange? = nil
    ) throws(ReportsError) -> [UInt8] {
        try page(comparison, change).html()
    }

    /// Returns the page for a screen, for paper or as Markdown, in UTF-8.
    ///
    /// - Throws: `ReportsError.brokenPage` as `html(for:change:)` does.
    public static func rendered(
        _ comparison: AuditComparison, as medium: ReportMedium
    ) throws(ReportsError) -> [UInt8] {
        try page(comparison, nil).bytes(for: medium)
    }

    private static func page(_ comparison: AuditComparison, _ change: ModelChange?) -> ReportPage {
        let wording = ComparisonWording(comparison)
        let (before, after) = (comparison.before, comparison.after)
        let isSynthetic = before.data.isSynthetic || after.data.isSynthetic
        let title = Shortening.shortened(after.title, to: 200)
        let subtitle: Node = before.title == after.title ? "" : " against \(.user(before.title, limit: 200))"
        return ReportPage(
            title: "\(title): before and after",
            toolVersion: after.toolVersion,
            header: (isSynthetic ? [ReportPage.syntheticBanner] : []) + [
                .make(.p, .class("kicker"), content: "Two audits compared: before and after"),
                .make(.h1, content: .user(after.title, limit: 200)),
                .make(
                    .p, .class("byline"),
                    content:
                        "\(counted(after.data.rows, "row")) after, \(counted(before.data.rows, "row")) before\(subtitle)"
                ),
            ],
            sections: sections(wording, change),
            footer: .paragraph(
                "Made with Assize \(user: after.toolVersion) from two results, by arithmetic alone; comparison.json holds every number\(change == nil ? "" : ", debias.json those of swaps and ability")."
            ),
            style: StyleSheet.comparison)
    }

    private static func sections(_ wording: ComparisonWording, _ change: ModelChange?) -> [ReportPage.Section] {
        let parts: [(String, String, [Node]?)] = [
            ("changes", "What changed", ChangesSection(wording: wording).body),
            ("losses", "Who is worse off", LossesSection(wording: wording).body),
            (
                "swaps", "When a text speaks of somebody else", change.flatMap { SwapSection(change: $0).body }
            ), ("ability", "What general ability was lost", change.flatMap { AbilitySection(change: $0).body }),
            ("groups", "Group by group", GroupChangesSection(wording: wording).body),
            ("gaps", "Gaps between groups", GapChangesSection(wording: wording).body),
            ("scope", "What was compared", ComparedSection(wording: wording).body),
        ]
        return parts.compactMap { id, title, body in
            body.map { ReportPage.Section(id: id, title: title, body: $0) }
        }
    }
}

extension StyleSheet {
    /// The style sheet of pages with charts of changes.
    static let comparison =
        bytes
        + Array(
            """

            .changes{min-width:58rem}
            .changes td,.changes tbody th{vertical-align:middle}
            .changes td.plot{position:relative;padding:0;height:3.6rem}
            .changes td.plot svg{position:absolute;inset:0;width:100%;height:100%}
            .move{stroke:var(--quiet);stroke-width:1.4}
            line.was{stroke:var(--quiet);stroke-width:1.6}
            line.now{stroke:var(--accent);stroke-width:2.5;stroke-linecap:round}
            circle.was{fill:var(--paper);stroke:var(--quiet);stroke-width:2}
            circle.now{fill:var(--accent)}
            .fell::before{content:"\\2193"}
            .rose::before{content:"\\2191"}
            .same{color:var(--quiet);background:var(--panel)}
            .same::before{content:"="}
            .outcomes{list-style:none;padding:0}
            .outcomes li{margin:.8rem 0}
            .outcomes .v{margin-right:.5rem}
            .moves td small,.changes td small{white-space:nowrap}
            .moves td bdi,.changes td bdi{white-space:normal}
            .moves td,.changes td{max-width:16rem}
            @media print{.changes{min-width:0}.changes td small,.moves td small{white-space:normal}}

            """.utf8)
}
