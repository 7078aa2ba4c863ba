import FairnessMetrics
import Files
import Testing

@testable import Reports

extension SampleResults {
    /// Typical results with every annex.
    static func annexed() -> AuditResults {
        var results = typical()
        results.settings.annexes = Annex.allCases
        return results
    }

    /// Results of groups with so many selected of so many people.
    static func selections(_ groups: [(values: [(String, String)], selected: Int, people: Int)]) -> AuditResults {
        let made = groups.map { row in
            var group = group(
                row.values,
                Counts(
                    trueNegative: row.people - row.selected, falsePositive: row.selected, falseNegative: 0,
                    truePositive: 0),
                ["selection_rate"])
            for index in group.key.values.indices where group.key.values[index].value == "?" {
                group.key.values[index].isUnknown = true
            }
            return group
        }
        var results = results(
            Assessment(overall: group([], tiny, []), groups: made, disparities: [], familySizes: [:]), minimumCell: 0)
        results.settings.annexes = Annex.allCases
        return results
    }
}

/// What is computed for rules, in their terms.
struct AnnexTests {
    private static func page(_ results: AuditResults) throws -> PageQuery {
        try PageQuery(AuditReport.html(for: results))
    }

    private static func rows(_ results: AuditResults, _ table: String) throws -> [String] {
        try page(results).texts("//table[caption[@id='\(table)']]//tbody/tr")
    }

    private static func byRace(_ counts: [(String, Int, Int)]) -> AuditResults {
        SampleResults.selections(counts.map { ([("race", $0.0)], $0.1, $0.2) })
    }

    @Test(arguments: [
        (8, 100, 10, 100, false), (7_999, 100_000, 10_000, 100_000, true), (2, 3, 5, 6, false),
        (79, 119, 83, 100, true),
        (4 << 28, 5 << 28, 1 << 28, 1 << 28, false), ((4 << 28) - 1, 5 << 28, 1 << 28, 1 << 28, true),
    ])
    func `four fifths are decided in whole numbers`(
        selected: Int, people: Int, topSelected: Int, topPeople: Int, isBelow: Bool
    ) {
        let group = SelectedCounts.Category(key: GroupKey([]), selected: selected, people: people)
        let top = SelectedCounts.Category(key: GroupKey([]), selected: topSelected, people: topPeople)
        #expect(group.isBelowFourFifths(of: top) == isBelow)
    }

    @Test func `standard deviations are pooled and not corrected for continuity`() throws {
        let (first, second) = (
            SelectedCounts.Category(key: GroupKey([]), selected: 40, people: 100),
            SelectedCounts.Category(key: GroupKey([]), selected: 60, people: 100)
        )
        // (0.4 − 0.6) / √(0.5 · 0.5 · 2 / 100)
        #expect(abs((first.standardDeviations(from: second) ?? 0) + 0.2 / 0.005.squareRoot()) < 1e-12)
        #expect(
            SelectedCounts.Category(key: GroupKey([]), selected: 5, people: 5).standardDeviations(
                from: .init(key: GroupKey([]), selected: 9, people: 9)) == nil)
    }

    @Test func `a group below four fifths is named, a very small one is shown and not judged`() throws {
        let results = Self.byRace([("A", 300, 500), ("B", 200, 480), ("C", 1, 10), ("?", 3, 7)])
        let text = try Self.page(results).texts("//section[@aria-labelledby='annex-eeoc']").joined()
        #expect(text.contains("Selected at less than four fifths of the highest rate: B."), "\(text.prefix(300))")
        #expect(text.contains("7 people of unknown race stand in no line"))
        let rows = try Self.rows(results, "annex-eeoc-1")
        #expect(rows.count == 3 && rows[0].contains("highest") && rows[1].contains("0.694"), "\(rows)")
        #expect(rows[2].contains("under 2 %") && !rows[2].contains("below four fifths"))
        let none = try Self.page(Self.byRace([("A", 50, 100), ("B", 40, 100)]))
        #expect(
            try none.texts("//section[@aria-labelledby='annex-eeoc']").joined().contains("No group of two percent"))
    }

    @Test func `numbers that one other person would turn about are marked`() throws {
        let rows = try Self.rows(Self.byRace([("A", 4, 8), ("B", 3, 8)]), "annex-eeoc-1")
        #expect(rows[1].contains("below four fifths") && rows[1].contains("turns"), "\(rows)")
        let large = try Self.rows(Self.byRace([("A", 40, 80), ("B", 30, 80)]), "annex-eeoc-1")
        #expect(large[1].contains("below four fifths") && !large[1].contains("turns"))
    }

    @Test func `the city's tables have counts, rates and ratios, and who is in none of them`() throws {
        let results = SampleResults.annexed()
        let text = try Self.page(results).texts("//section[@aria-labelledby='annex-nyc-ll144']").joined()
        #expect(text.contains("add up to the tables of each") && text.contains("unknown sex or race/ethnicity"))
        #expect(try Self.rows(results, "annex-ll144-sex").count == 2)
        let race = try #require(SelectedCounts(ReportContext(results), ["race"]))
        let highest = try #require(race.highest)
        let rows = try Self.rows(results, "annex-ll144-race")
        #expect(rows.count == race.known.count)
        for (row, category) in zip(rows, race.known) {
            #expect(row.contains("\(category.selected)") || category.selected > 999)
            if race.isUnderTwoPercent(category) {
                #expect(row.contains("left out: under 2 %"))
            } else {
                #expect(row.contains((category.rate / highest.rate).fixed(3)))
            }
        }
    }

    @Test func `tables that disagree with their cells are told`() throws {
        func results(_ cell: Int) -> AuditResults {
            SampleResults.selections([
                ([("sex", "F")], 50, 100), ([("sex", "M")], 60, 100), ([("race", "x")], 60, 110),
                ([("race", "y")], 50, 90),
                ([("sex", "F"), ("race", "x")], cell, 60), ([("sex", "F"), ("race", "y")], 20, 40),
                ([("sex", "M"), ("race", "x")], 30, 50), ([("sex", "M"), ("race", "y")], 30, 50),
            ])
        }
        func text(_ results: AuditResults) throws -> String {
            try Self.page(results).texts("//section[@aria-labelledby='annex-nyc-ll144']").joined()
        }
        #expect(try text(results(30)).contains("add up to the tables of each"))
        let wrong = try text(results(29))
        #expect(wrong.contains("F: 50 of 100 selected in its own table, 49 of 100 in the cells"), "\(wrong)")
        #expect(wrong.contains("x: 60 of 110 selected in its own table, 59 of 110 in the cells"))
        #expect(!wrong.contains("M: 60"))
    }

    @Test func `without counts or columns nothing is computed, and the reason stands there`() throws {
        func text(_ results: AuditResults, _ section: String) throws -> String {
            try Self.page(results).texts("//section[@aria-labelledby='annex-\(section)']").joined()
        }
        var withheld = SampleResults.small()
        withheld.settings.annexes = Annex.allCases
        #expect(try text(withheld, "eeoc").contains("no unweighted counts"))
        #expect(try text(withheld, "nyc-ll144").contains("no protected columns are known"))
        var weighted = Self.byRace([("A", 4, 8), ("B", 3, 8)])
        weighted.assessment.groups[0].weight = 9.5
        #expect(try text(weighted, "eeoc").contains("no unweighted counts"))
    }

    @Test func `checklists mark open what the results do not hold`() throws {
        let bare = try Self.page(SampleResults.annexed())
        let open = try bare.texts("//table[caption[@id='annex-eu-ai-act-items']]//tbody/tr").filter {
            $0.contains("Open")
        }
        #expect(open.count == 6)
        var results = try SampleResults.tried()
        results.dataAudit = SampleResults.audited().dataAudit
        results.settings.annexes = Annex.allCases
        let full = try Self.page(results).texts("//table[caption[@id='annex-eu-ai-act-items']]//tbody/tr")
        #expect(full.filter { $0.contains("Open") }.count == 5)
        #expect(full.contains { $0.contains("10(2)(g)") && $0.contains("3 ways tried") })
    }

    @Test func `the choice of annexes goes through the file`() throws {
        let results = SampleResults.annexed()
        let again = try AuditResults(json: JSON(parsing: results.json.bytes()))
        #expect(again.settings.annexes == Annex.allCases)
        #expect(SampleResults.typical().json["settings"]?["annexes"] == nil)
    }
}
