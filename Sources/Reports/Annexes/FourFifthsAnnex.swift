internal import FairnessMetrics

extension ReportSection {
    /// Adverse impact as the Uniform Guidelines measure it.
    static let annexEEOC = ReportSection(
        id: "annex-eeoc", title: "Annex: adverse impact (Uniform Guidelines)",
        question: "Is any group's selection rate below four fifths of the highest?"
    ) { context in
        guard context.settings.annexes.contains(.eeoc) else { return nil }
        let sets = context.singleSets.map { ($0, SelectedCounts(context, $0)) }
        guard sets.contains(where: { $0.1 != nil }) else { return [.takeaway(Annex.notCounted(context))] }
        return FourFifthsAnnex(context: context, sets: sets.compactMap { set, counts in counts.map { (set, $0) } })
            .nodes
    }
}

extension Annex {
    /// Why counts are not there.
    static func notCounted(_ context: ReportContext) -> Node {
        context.results.assessment.withholdsDetail
            ? "Nothing is computed here: the rule counts every group, and groups are withheld. Audit without --min-cell for it."
            : "Nothing is computed here: the rule counts people, and these results have no unweighted counts of decisions."
    }
}

/// A table for each attribute, and what it does not say.
private struct FourFifthsAnnex {
    let context: ReportContext
    let sets: [(attributes: [String], counts: SelectedCounts)]

    private struct Judged {
        let category: SelectedCounts.Category
        let isBelow: Bool, deviations: Double?, turns: Bool
    }

    private func judged(_ counts: SelectedCounts) -> [Judged] {
        guard let highest = counts.highest else { return [] }
        return counts.known.map { category in
            Judged(
                category: category, isBelow: category.isBelowFourFifths(of: highest),
                deviations: category.key == highest.key ? nil : category.standardDeviations(from: highest),
                turns: category.overtakesByOne(highest))
        }
    }

    var nodes: [Node] {
        var below: [Node] = []
        for (_, counts) in sets {
            below += judged(counts).filter { $0.isBelow && !counts.isUnderTwoPercent($0.category) }
                .map { .group($0.category.key) }
        }
        let takeaway: Node =
            below.isEmpty
            ? "No group of two percent of the people or more was selected at less than four fifths of the highest rate."
            : "Selected at less than four fifths of the highest rate: \(.joined(below, by: ", "))."
        return [.takeaway(takeaway)] + sets.enumerated().map { table($0, $1.attributes, $1.counts) } + [
            .note(
                """
                The rate of each group is divided by the highest one (29 CFR 1607.4(D), 1978), in whole numbers, so that no \
                rounding decides. Groups of less than two percent of the people of known group are shown, and neither judged nor taken as the highest \
                (questions and answers on the Guidelines, 44 FR 11996, 1979, no. 16). Standard deviations are those of the difference from \
                the highest rate, pooled and without a correction for continuity (Castaneda v. Partida, 430 U.S. 482, 1977; \
                Hazelwood v. United States, 433 U.S. 299, 1977: beyond two or three, chance is suspect). “Turns” marks where one other person selected would have put the \
                group above the highest (no. 21): such numbers are too small to rely on.
                """),
            .note(
                """
                What this does not establish: being selected is taken for the favourable outcome; where it is not, as with a label of high risk, audit the opposite decision. Adverse impact is a reason to look at how a procedure is validated, not a finding of \
                discrimination; four fifths is a rule of thumb, and smaller differences may matter where they are significant, larger ones may not where numbers are small. \
                It says nothing of who applied or was discouraged from applying. The rule is one of employment in the United \
                States and of no other field.
                """),
        ]
    }

    private func table(_ number: Int, _ attributes: [String], _ counts: SelectedCounts) -> Node {
        let highest = counts.highest
        let rows = judged(counts).map { row -> [Node] in
            let category = row.category
            let ratio: Node =
                highest.map { top in top.selected == 0 ? "–" : .text((category.rate / top.rate).fixed(3)) } ?? "–"
            let finding: Node =
                counts.isUnderTwoPercent(category)
                ? "under 2 %: not judged"
                : category.key == highest?.key
                    ? "highest"
                    : row.isBelow ? .make(.strong, content: "below four fifths") : "not below"
            return [
                .group(category.key), .text(category.people.grouped), .text(category.selected.grouped),
                .text(category.rate.percent), ratio, finding,
                .text(row.deviations.map { $0.fixed(2) } ?? "–"), row.turns && row.isBelow ? "turns" : "–",
            ]
        }
        let unknown: Node =
            counts.unknown > 0
            ? .note(
                "\(counted(counts.unknown, "person", "people")) of unknown \(.attributes(attributes)) stand in no line."
            )
            : .none
        return .fragment([
            DataTable(
                id: "annex-eeoc-\(number + 1)", caption: "Selection by \(.attributes(attributes))",
                columns: [
                    .init("Group", .text), .init("Considered"), .init("Selected"), .init("Rate"),
                    .init("To the highest"), .init("Four fifths", .text), .init("Standard deviations"),
                    .init("One other person", .text),
                ], rows: rows
            ).node, unknown,
        ])
    }
}
