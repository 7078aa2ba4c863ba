import FairnessMetrics
import Foundation
import Files
import NumericalKernels
import Reports
import TestSupport
import Testing

@testable import Auditing

/// A search from files on disk to results.
struct SliceAuditTests {
    /// 3,000 rows: those in `city` c7 who are 40 or older are offered 95 % and not 40 %; `wage` is all different numbers.
    static let people: String = {
        var generator = SeededGenerator(seed: 11)
        var text = "offer,city,age,wage,grade,side\n"
        for row in 0..<3_000 {
            // Most people live in the first cities of 80.
            let city = Int(80 * generator.uniform() * generator.uniform())
            let age = 20 + Int(40 * generator.uniform())
            let offered = generator.uniform() < (city == 7 && age >= 40 ? 0.95 : 0.4)
            let grade = 1 + Int(3 * generator.uniform())
            text +=
                "\(offered ? 1 : 0),c\(city),\(age),\(Double(row) / 4),\(grade),\(row % 50 == 0 ? "" : "\(row % 2)")\n"
        }
        return text
    }()

    static func run(
        _ text: String = people, workers: Int = 2, _ change: (inout SliceDefinition) throws -> Void = { _ in }
    ) throws -> SliceResults {
        try Places.withTemporaryFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: "people.csv"))
            var definition = SliceDefinition()
            definition.audit.data = ["people.csv"]
            definition.audit.folder = folder.path
            definition.audit.prediction = ColumnExpression(column: "offer")
            definition.columns = ["city", "age", "wage", "grade", "side"].map { ColumnExpression(column: $0) }
            definition.minimumRows = 20
            try change(&definition)
            return try SliceAudit.run(definition, workers: workers)
        }
    }

    @Test func `the columns are read as they are, cut at quintiles or grouped`() throws {
        let results = try SliceAuditTests.run()
        #expect(results.metric == "selection_rate" && results.data.rows == 3_000)
        #expect(results.columns.map(\.kind) == [.grouped, .quantiles, .quantiles, .values, .values])
        let (city, age, wage) = (results.columns[0], results.columns[1], results.columns[2])
        #expect(city.values.count == 50 && city.values.last?.value == "other" && city.groupedValues > 20)
        #expect(age.edges.count == 4 && age.values.first?.value == "under \(Int(age.edges[0]))")
        #expect(wage.edges == [150, 300, 450, 600])
        #expect(results.columns[3].values.map(\.value) == ["1", "2", "3"])
        #expect(results.columns[4].values.map(\.value) == ["0", "1", "unknown"])
        #expect(results.columns[4].values.last?.isUnknown == true)
    }

    @Test func `a planted slice is found with given bins`() throws {
        let results = try SliceAuditTests.run {
            $0.audit.bins = ["age": [40]]
            $0.permutations = 99
        }
        let first = try #require(results.findings.slices.first)
        #expect(first.key.label == "c7 × 40 and over")
        #expect(first.adjustedPValue == 0.01 && first.test == "two_proportion_z")
        #expect(results.findings.heldOutRows == 0 && results.findings.searchedRows == 3_000)
    }

    @Test func `small data are tested by permutations, and a held-out half can be asked for`() throws {
        let usual = try SliceAuditTests.run()
        #expect(usual.settings.permutations == 199 && usual.findings.heldOutRows == 0)
        let halves = try SliceAuditTests.run { $0.permutations = 0 }
        #expect(halves.settings.permutations == nil && halves.findings.heldOutRows > 1_300)
        #expect(halves.findings.slices.map(\.adjustedPValue) == halves.findings.slices.map(\.adjustedPValue).sorted())
        let strict = try SliceAuditTests.run {
            $0.audit.confidence = 0.998
            $0.columns.removeLast(3)
        }
        #expect(strict.settings.permutations == 499)
    }

    @Test func `numbers read fast and numbers read as texts give the same`() throws {
        let fast = try SliceAuditTests.run()
        // In the last row the wage turns out to be text, so that nothing is read as numbers.
        let mixed = try SliceAuditTests.run(SliceAuditTests.people + "1,c1,30,none,1,1\n")
        #expect(fast.columns[2].kind == .quantiles && mixed.columns[2].kind == .grouped)
        #expect(fast.columns[1] == mixed.columns[1])
        let dictionary = (0..<400).map { "\(($0 * 37) % 100)" }
        let role = GroupingRole(expression: ColumnExpression(column: "x"), bins: nil)
        let numbers = SliceColumnReading(
            GroupingRole(expression: ColumnExpression(column: "x"), bins: []),
            numbers: [.nan] + dictionary.compactMap(Double.init))
        let codes = [0] + dictionary.indices.map { UInt32($0 + 1) }
        let texts = SliceColumnReading(role, codes: codes, dictionary: [""] + dictionary)
        #expect(numbers.column == texts.column && numbers.description == texts.description)
        #expect(numbers.description.edges == [20, 40, 60, 80])
    }

    @Test(
        arguments: [
            ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [3, 5, 7, 9]), ([5, 5, 5, 5, 5], []), ([], []),
            ([0, 0, 0, 0, 0, 0, 9, 4], [4]),
            ([0, 0, 0, 0, 0, 0, 0, 0, 9, 4, -0.0], [4]), ([-3, -2, -1, 0, 1], [-2, -1, 0, 1]),
            ([.nan, 2, .nan, 1], [2]),
            ([1e300, -1e300, 1e-300, 0, -1e-300], [-1e-300, 0, 1e-300, 1e300]),
        ] as [([Double], [Double])])
    func `quantile edges are numbers of the given rank, and no bin is empty`(numbers: [Double], edges: [Double]) {
        #expect(QuantileBins.edges(numbers) == edges)
    }

    @Test func `the number of threads changes no byte`() throws {
        let bytes = try [1, 2, 3].map { try SliceAuditTests.run(workers: $0).json.bytes() }
        #expect(bytes[0] == bytes[1] && bytes[1] == bytes[2])
    }

    @Test func `conditions and protected columns are searched too, each once`() throws {
        let results = try SliceAuditTests.run {
            $0.audit.protected = [ColumnExpression(column: "grade"), try ColumnExpression("age >= 40")]
            $0.columns = [ColumnExpression(column: "grade"), try ColumnExpression("city in (c7, c8)")]
        }
        #expect(results.columns.map(\.name) == ["grade", "age >= 40", "city in (c7, c8)"])
        #expect(results.columns.map(\.kind) == [.values, .condition, .condition])
        #expect(results.columns[1].values.map(\.value) == ["age >= 40", "age < 40"])
        #expect(SliceSummary.text(for: results).contains("city in (c7, c8)"))
    }

    @Test func `a definition's features are searched unless columns are named`() throws {
        let results = try SliceAuditTests.run {
            $0.columns = []
            $0.audit.protected = [ColumnExpression(column: "grade")]
            $0.audit.features = ["side"]
        }
        #expect(results.columns.map(\.name) == ["grade", "side"])
    }

    static let mistakes: [(hint: String, change: @Sendable (inout SliceDefinition) -> Void)] = [
        ("no column to search", { $0.columns = [] }),
        ("no rows to search", { $0.audit.data = ["a.tally"] }),
        ("which makes the prediction", { $0.columns.append(ColumnExpression(column: "offer")) }),
        ("did you mean 'selection_rate'", { $0.metric = "selectionrate" }),
        ("no share of rows", { $0.metric = "f1" }),
        ("needs a label", { $0.metric = "accuracy" }),
        ("--depth 4", { $0.depth = 4 }),
        ("--min-rows 0", { $0.minimumRows = 0 }),
        ("--permutations 5", { $0.permutations = 5 }),
        ("--weight", { $0.audit.weight = "wage" }),
        ("--strata", { $0.audit.strata = [ColumnExpression(column: "grade")] }),
        ("--confidence 2", { $0.audit.confidence = 2 }),
        ("--margin -1", { $0.audit.margin = -1 }),
        ("nothing to measure", { $0.audit.prediction = nil }),
        ("not among the columns to search", { $0.audit.bins = ["height": [1]] }),
        ("ascending order", { $0.audit.bins = ["age": [40, 30]] }),
        ("63 edges", { $0.audit.bins = ["age": (1...63).map(Double.init)] }),
        ("--threshold needs --score", { $0.audit.threshold = 0.5 }),
        ("more than 64", { $0.columns = (0..<65).map { ColumnExpression(column: "c\($0)") } }),
        ("age", { $0.columns.append(ColumnExpression(column: "agee")) }),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake is named`(index: Int) {
        let mistake = SliceAuditTests.mistakes[index]
        #expect {
            try SliceAuditTests.run { mistake.change(&$0) }
        } throws: { error in
            "\(error)".contains(mistake.hint)
        }
    }
}

/// The real table of COMPAS, if it is beside the checkout.
@Suite(.enabled(if: Places.hasSharedData, "the real data sets are not beside the checkout"))
struct KnownSliceTests {
    @Test func `COMPAS flags people with prior arrests and black people most often in error`() throws {
        var definition = SliceDefinition()
        definition.audit.data = ["compas/compas-scores-two-years.csv"]
        definition.audit.folder = Places.sharedData.path
        definition.audit.label = ColumnExpression(column: "two_year_recid")
        definition.audit.prediction = try ColumnExpression("score_text != Low")
        definition.columns = ["race", "sex", "age", "priors_count"].map { ColumnExpression(column: $0) }
        definition.metric = "false_positive_rate"
        definition.permutations = 199
        let results = try SliceAudit.run(definition)
        #expect(results.findings.overall.defined?.numerator == 1_282)
        let black = try #require(results.findings.slices.first { $0.key.label == "African-American" })
        // ProPublica's counts; the rest are all others.
        #expect(black.found == SliceCounts(numerator: 805, denominator: 1_795))
        #expect(black.foundRest == SliceCounts(numerator: 477, denominator: 2_168))
        #expect(black.verdict == .disparityShown && black.adjustedPValue == 0.005 && black.rows == 3_696)
        #expect(results.findings.slices[0].key.attributes == ["priors_count"])
    }
}
