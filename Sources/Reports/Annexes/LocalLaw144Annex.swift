internal import FairnessMetrics

extension ReportSection {
    /// The tables that New York City asks for.
    static let annexLL144 = ReportSection(
        id: "annex-nyc-ll144", title: "Annex: bias audit tables (New York City)",
        question: "What are the selection rates and impact ratios by sex, race or ethnicity, and both?"
    ) { context in
        guard context.settings.annexes.contains(.nycLL144) else { return nil }
        guard let columns = LocalLaw144Annex.columns(context) else {
            return [
                .takeaway(
                    "Nothing is computed here: the rule asks for sex and for race or ethnicity, and no protected columns are known to be these."
                )
            ]
        }
        guard let sex = SelectedCounts(context, [columns.sex]), let race = SelectedCounts(context, [columns.race]),
            let both = SelectedCounts(context, context.intersection(of: columns.sex, columns.race))
        else { return [.takeaway(Annex.notCounted(context))] }
        return LocalLaw144Annex(context: context, columns: columns, sex: sex, race: race, both: both).nodes
    }
}

extension ReportContext {
    /// The set of both attributes, in the order of the results.
    fileprivate func intersection(of first: String, _ second: String) -> [String] {
        intersectionSets.first { Set($0) == [first, second] } ?? [first, second]
    }
}

/// The three tables, whether they agree with each other, and what a reader must add.
struct LocalLaw144Annex {
    let context: ReportContext
    let columns: (sex: String, race: String)
    let sex: SelectedCounts, race: SelectedCounts, both: SelectedCounts

    private static let names = (
        sex: ["sex", "gender"], race: ["race", "ethnicity", "race_ethnicity", "race/ethnicity", "ethnic_group"]
    )

    /// The protected columns that are sex and race or ethnicity by their names.
    static func columns(_ context: ReportContext) -> (sex: String, race: String)? {
        func find(_ names: [String]) -> String? {
            context.singleSets.compactMap(\.first).first { names.contains($0.lowercased()) }
        }
        guard let sex = find(names.sex), let race = find(names.race) else { return nil }
        return (sex, race)
    }

    /// Where the cells of one value do not add up to what the table of its attribute says of it: the people of known sex and
    /// race, against those of the value of whom the other may be unknown.
    static func disagreements(
        _ margin: SelectedCounts, _ cells: SelectedCounts,
        unknownOfOther: (AttributeValue) -> (people: Int, selected: Int)
    ) -> [Node] {
        margin.known.compactMap { category in
            guard let value = category.key.values.first else { return nil }
            let own = cells.known.filter { $0.key.values.contains(value) }
            let unknown = unknownOfOther(value)
            let people = own.reduce(unknown.people) { $0 + $1.people }
            let selected = own.reduce(unknown.selected) { $0 + $1.selected }
            guard people != category.people || selected != category.selected else { return nil }
            return """
                \(.group(category.key)): \(category.selected) of \(category.people) selected in its own table, \
                \(selected) of \(people) in the cells
                """
        }
    }

    var nodes: [Node] {
        let lowest = lowest
        let takeaway: Node =
            lowest.map { name, ratio in "The lowest impact ratio is \(ratio.fixed(3)), that of \(name)." }
            ?? "No impact ratio can be computed: nobody was selected."
        return [.takeaway(takeaway)]
            + [
                table("sex", "Sex categories", sex), table("race", "Race/ethnicity categories", race),
                table("both", "Intersectional categories", both),
            ] + [
                .paragraph(
                    "\(counted(both.unknown, "person", "people")) of unknown sex or race/ethnicity \(both.unknown == 1 ? "was" : "were") assessed and \(both.unknown == 1 ? "stands" : "stand") in no table of both."
                ), agreement, excluded,
                .note(
                    """
                    The impact ratio is the selection rate of a category divided by that of the category with the highest rate (6 RCNY \
                    § 5-300). Categories of less than two percent of the people may be left out of impact ratios with a \
                    justification (§ 5-301(d)); their counts and rates stand here all the same. A tool that scores is to be \
                    measured by the share above the median score: audit 'score > MEDIAN' as the decision for that.
                    """),
                .note(
                    """
                    What this does not establish: being selected is taken for the favourable outcome, and the rule names no ratio that passes. To be added by people: who audited and their \
                    independence, the source and dates of the data, the date on which the tool came into use, a justification for each category left out, and whether the audit is less than a year old. \
                    Sex and race or ethnicity must be what people said of themselves; imputed values are not accepted.
                    """),
            ]
    }

    private var lowest: (Node, Double)? {
        var found: (Node, Double)?
        for counts in [sex, race, both] {
            guard let highest = counts.highest, highest.selected > 0 else { continue }
            for category in counts.known where !counts.isUnderTwoPercent(category) {
                let ratio = category.rate / highest.rate
                if found.map({ ratio < $0.1 }) ?? true { found = (.group(category.key), ratio) }
            }
        }
        return found
    }

    /// The counts of a value in the cells of unknown other attribute.
    private func unknown(_ value: AttributeValue) -> (people: Int, selected: Int) {
        let cells = context.groups(context.intersection(of: columns.sex, columns.race)).filter {
            $0.key.isUnknown && $0.key.values.contains(value)
        }
        return cells.reduce((0, 0)) { sums, group in
            let rate = group.estimate("selection_rate")?.defined
            return (sums.0 + Int(rate?.denominator ?? 0), sums.1 + Int(rate?.numerator ?? 0))
        }
    }

    private var agreement: Node {
        let wrong =
            Self.disagreements(sex, both, unknownOfOther: unknown)
            + Self.disagreements(race, both, unknownOfOther: unknown)
        return wrong.isEmpty
            ? .paragraph("The cells of both attributes add up to the tables of each.")
            : .paragraph("The tables disagree with each other. \(.joined(wrong, by: "; ")).")
    }

    private var excluded: Node {
        let names = [sex, race, both].flatMap { counts in
            counts.known.filter(counts.isUnderTwoPercent).map { Node.group($0.key) }
        }
        return names.isEmpty
            ? .none : .paragraph("Under two percent, without an impact ratio: \(.joined(names, by: ", ")).")
    }

    private func table(_ id: String, _ title: Node, _ counts: SelectedCounts) -> Node {
        let highest = counts.highest
        return DataTable(
            id: "annex-ll144-\(id)", caption: title,
            columns: [
                .init("Category", .text), .init("# of applicants"), .init("# selected"), .init("Selection rate"),
                .init("Impact ratio"),
            ],
            rows: counts.known.map { category in
                let ratio: Node =
                    if counts.isUnderTwoPercent(category) {
                        "left out: under 2 %"
                    } else if let highest,
                        highest.selected > 0
                    { .text((category.rate / highest.rate).fixed(3)) } else { "–" }
                return [
                    .group(category.key), .text(category.people.grouped), .text(category.selected.grouped),
                    .text(category.rate.percent), ratio,
                ]
            }
        ).node
    }
}
