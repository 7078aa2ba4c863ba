internal import FairnessMetrics

/// The page of a debiasing run: no network, no script, no other file.
public enum DebiasReport {
    /// Returns the page, in UTF-8; the same record always gives the same bytes.
    ///
    /// - Throws: `ReportsError.brokenPage` if the page breaks a rule that every page keeps, which is an internal error.
    public static func html(for record: DebiasRecord) throws(ReportsError) -> [UInt8] {
        try page(record).html()
    }

    /// Returns the page for a screen, for paper or as Markdown, in UTF-8.
    ///
    /// - Throws: `ReportsError.brokenPage` as `html(for:)` does.
    public static func rendered(_ record: DebiasRecord, as medium: ReportMedium) throws(ReportsError) -> [UInt8] {
        try page(record).bytes(for: medium)
    }

    private static func page(_ record: DebiasRecord) -> ReportPage {
        let name = Shortening.shortened(record.chosen, to: 200)
        let parts: [(id: String, title: String, body: [Node]?)] = [
            ("result", "What came of it", DebiasResultSection(record: record).body),
            ("losses", "Who lost", DebiasLossesSection(record: record).body),
            ("trials", "What was tried", TrialsSection(record: record).body),
            ("leakage", "What the representation still tells", LeakageSection(record: record).body),
            ("scope", "How it was done", scope(record)),
        ]
        return ReportPage(
            title: "Debiasing: \(name)", toolVersion: record.toolVersion,
            header: (record.isSynthetic ? [ReportPage.syntheticBanner] : []) + [
                .make(.p, .class("kicker"), content: "A model made to depend less on a protected attribute"),
                .make(.h1, content: .user(record.chosen, limit: 200)),
                .make(
                    .p, .class("byline"),
                    content:
                        "Judged once on \(counted(record.testCount, "text")) that nothing was learned or chosen from, against \(.user(record.before.model, limit: 200))."
                ),
            ],
            sections: parts.compactMap { part in
                part.body.map { ReportPage.Section(id: part.id, title: part.title, body: $0) }
            },
            footer: .paragraph(
                "Made with Assize \(user: record.toolVersion) from debias.json, which holds every number; comparison.html compares the audits before and after."
            ), style: StyleSheet.comparison + StyleSheet.tradeOff
        )
    }

    private static func scope(_ record: DebiasRecord) -> [Node] {
        [
            .takeaway(
                "Trials learn from some texts, are compared on others, and the one chosen is judged once on the rest."),
            .element(
                .ul, [],
                [
                    .make(.li, content: "From: \(.code(record.checkpoint))"),
                    .make(
                        .li,
                        content:
                            "Texts: \(record.trainingCount) to learn from, \(record.developmentCount) to compare trials on, \(record.testCount) to judge the result on."
                    ),
                    .make(
                        .li, content: "Chosen by \(.sentence(record.rule)), among trials that a checkpoint can hold."),
                    .make(.li, content: "Seed: \(user: record.seed)."),
                    .make(
                        .li,
                        content:
                            "Training took \((record.trials.reduce(0) { $0 + $1.seconds } / 60).fixed(1)) minutes for \(counted(record.trials.count, "trial")); trials that differ in what acts after training share it."
                    ),
                ] + record.warnings.map { .make(.li, content: .sentence($0)) }),
        ]
    }
}

extension DebiasRecord.Measure {
    /// The number with its interval beneath.
    func cell(_ format: (Double) -> String) -> Node {
        guard let interval else { return .text(format(value)) }
        return .fragment([
            .text(format(value)), .subline(.text("\(format(interval.lower)) to \(format(interval.upper))")),
        ])
    }
}

extension Node {
    /// A measure in a cell, which may be undefined.
    static func cell(_ measure: DebiasRecord.Measure?, _ format: (Double) -> String) -> Node {
        measure?.cell(format) ?? .subline("undefined")
    }
}

extension StyleSheet {
    /// The style of the picture of accuracy against the gap.
    static let tradeOff = Array(
        """

        .trade{max-width:34rem}
        .trade .front{fill:none;stroke:var(--none);stroke-width:1.6;stroke-dasharray:5 3.5}
        .trade text{font-size:9px;fill:var(--quiet)}
        .trade .err{stroke:var(--quiet);stroke-width:1}
        .trade .chosen{stroke:var(--none);stroke-width:13;stroke-linecap:round;fill:none}
        .trade .plain{stroke:var(--shown);stroke-width:9;stroke-linecap:square;fill:none}
        .trade .pts{fill:none}

        """.utf8)
}
