import FairnessMetrics
import Files
import Foundation
import NumericalKernels
import Reports
import TestSupport
import Testing

@testable import Auditing

/// Laws of tallies: however a table is split, the sum of its parts' tallies is judged as the table is.
struct TallyTests {
    /// Ways to audit the random table, each with every kind of column.
    static let definitions: [(name: String, change: @Sendable (inout AuditDefinition) throws -> Void)] = [
        (
            "values",
            {
                $0.label = ColumnExpression(column: "hired")
                $0.prediction = ColumnExpression(column: "offer")
                $0.protected = [ColumnExpression(column: "sex"), ColumnExpression(column: "race")]
                $0.references = ["race": "A"]
                $0.minimumCell = 4
            }
        ),
        (
            "bins, a condition and strata",
            {
                $0.prediction = try ColumnExpression("grade in (B, C)")
                $0.protected = [ColumnExpression(column: "age"), try ColumnExpression("sex != F")]
                $0.strata = [ColumnExpression(column: "race")]
                $0.bins = ["age": [30, 45.5]]
                $0.gates = [try Gate("selection_rate.difference <= 0.1")]
            }
        ),
        (
            "numbers and a named positive value",
            {
                $0.label = ColumnExpression(column: "grade")
                $0.positive = "C"
                $0.protected = [ColumnExpression(column: "age")]
                $0.comparesUnknown = true
                $0.margin = 0.2
            }
        ),
    ]

    static func table(seed: UInt64) -> [String] {
        var generator = SeededGenerator(seed: seed)
        func pick(_ values: [String]) -> String { values[Int(Double(values.count) * generator.uniform())] }
        return (0..<200).map { row in
            // The last race comes late, so that the parts know different values; two spell it in different bytes.
            let race = row < 120 ? pick(["A", "B", "unknown", ""]) : pick(["A", "e\u{301}", "\u{E9}", "10"])
            let fields = [
                pick(["F", "M", "?"]), race, pick(["9", "29", "30", "45.5", "100", ""]), pick(["0", "1", "1.0", ""]),
                pick(["yes", "no"]), row < 120 ? pick(["A", "B"]) : pick(["A", "B", "C"]),
                "\(generator.uniform())", "\(3 * generator.uniform())",
            ]
            return fields.joined(separator: ",")
        }
    }

    static func write(_ rows: some Sequence<String>, to folder: URL, _ name: String) throws {
        let text = "sex,race,age,hired,offer,grade,score,weight\n" + rows.map { $0 + "\n" }.joined()
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    static func definition(
        _ folder: URL, _ data: [String], _ change: (inout AuditDefinition) throws -> Void
    ) throws -> AuditDefinition {
        var definition = AuditDefinition()
        definition.folder = folder.path
        definition.data = data
        try change(&definition)
        return definition
    }

    /// Tallies three parts of a table and audits the sum, in the order given, and the whole table.
    static func audits(
        seed: UInt64, order: [Int], _ change: (inout AuditDefinition) throws -> Void
    ) throws -> (sum: AuditResults, whole: AuditResults) {
        try Places.withTemporaryFolder { folder in
            let rows = table(seed: seed)
            let parts = [rows[..<50], rows[50..<120], rows[120...]]
            for (index, part) in parts.enumerated() {
                try write(part, to: folder, "\(index).csv")
                let tally = try Audit.tally(definition(folder, ["\(index).csv"], change))
                try AtomicFile.write(tally.json.bytes(.indented), to: folder.appending(path: "\(index).tally").path)
            }
            let whole = try definition(folder, ["0.csv", "1.csv", "2.csv"], change)
            var sum = AuditDefinition()
            sum.folder = folder.path
            sum.data = order.map { "\($0).tally" }
            (sum.references, sum.margin, sum.minimumCell) = (whole.references, whole.margin, whole.minimumCell)
            (sum.comparesUnknown, sum.gates) = (whole.comparesUnknown, whole.gates)
            var results = try (sum: Audit.run(sum), whole: Audit.run(whole))
            #expect(results.sum.data.files.map(\.path) == sum.data)
            #expect(
                results.sum.data.files.flatMap(\.tallied).map(\.sha256)
                    == order.map { results.whole.data.files[$0].sha256 })
            // All else has to agree.
            (results.sum.data, results.sum.title) = (results.whole.data, results.whole.title)
            return results
        }
    }

    @Test(arguments: [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]], 0..<3)
    func `a table in three parts, added in any order, is the table to the byte`(order: [Int], kind: Int) throws {
        for seed in 0..<5 {
            let (sum, whole) = try TallyTests.audits(
                seed: UInt64(seed), order: order, TallyTests.definitions[kind].change)
            #expect(sum.json.bytes(.indented) == whole.json.bytes(.indented), "\(TallyTests.definitions[kind].name)")
        }
    }

    @Test(arguments: [[0, 1, 2], [2, 1, 0]]) func `weighted sums agree but for rounding`(order: [Int]) throws {
        let (sum, whole) = try TallyTests.audits(seed: 7, order: order) {
            try TallyTests.definitions[0].change(&$0)
            $0.weight = "weight"
        }
        #expect(sum.assessment.groups.map(\.count) == whole.assessment.groups.map(\.count))
        #expect(sum.assessment.overall.weight != Double(sum.assessment.overall.count))
        let differences = TallyTests.differences(sum.json, whole.json, "")
        #expect(differences.isEmpty, "\(differences.prefix(5))")
    }

    /// The paths at which two values differ by more than 1e-12, absolutely or of the larger one.
    static func differences(_ first: JSON, _ second: JSON, _ path: String) -> [String] {
        func number(_ json: JSON) -> Double? {
            switch json {
            case .integer(let value): Double(value)
            case .number(let value): value
            default: nil
            }
        }
        if let a = number(first), let b = number(second) {
            return agree(a, b, relative: 1e-12, absolute: 1e-12) ? [] : ["\(path): \(a) and \(b)"]
        }
        switch (first, second) {
        case (.array(let a), .array(let b)) where a.count == b.count:
            return zip(a, b).enumerated().flatMap { differences($1.0, $1.1, "\(path)[\($0)]") }
        case (.object(let a), .object(let b)) where a.members.map(\.key) == b.members.map(\.key):
            return zip(a.members, b.members).flatMap { differences($0.value, $1.value, "\(path).\($0.key)") }
        default: return first == second ? [] : ["\(path): \(first) and \(second)"]
        }
    }

    @Test func `decisions by a threshold are tallied, scores are refused`() throws {
        try Places.withTemporaryFolder { folder in
            try TallyTests.write(TallyTests.table(seed: 1), to: folder, "people.csv")
            let scored = try TallyTests.definition(folder, ["people.csv"]) {
                $0.score = ColumnExpression(column: "score")
                $0.protected = [ColumnExpression(column: "sex")]
            }
            #expect {
                try Audit.tally(scored)
            } throws: { error in
                (error as? AuditError)?.kind == .usage && "\(error)".contains("--threshold")
            }
            var decided = scored
            decided.threshold = 0.25
            let direct = try Audit.run(decided)
            try AtomicFile.write(
                Audit.tally(decided).json.bytes(), to: folder.appending(path: "a.tally").path)
            let text = try String(contentsOf: folder.appending(path: "a.tally"), encoding: .utf8)
            #expect(text.contains("score >= 0.25") && text.utf8.count < 2_000)
            let judged = try Audit.run(TallyTests.definition(folder, ["a.tally"]) { _ in })
            for group in direct.assessment.groups {
                let other = try #require(judged.assessment.groups.first { $0.key == group.key })
                #expect(other.estimate("selection_rate") == group.estimate("selection_rate"))
                #expect(other.estimate("mean_score") == nil && group.estimate("mean_score") != nil)
            }
        }
    }

    @Test func `a part without the positive value is counted and says so`() throws {
        try Places.withTemporaryFolder { folder in
            try TallyTests.write(TallyTests.table(seed: 1)[..<50], to: folder, "part.csv")
            let definition = try TallyTests.definition(folder, ["part.csv"], TallyTests.definitions[2].change)
            let tally = try Audit.tally(definition)
            #expect(tally.warnings == ["no row of column 'grade' (label) has the positive value 'C'"])
            // Alone it is no audit: there the value is taken for a mistake.
            #expect(throws: AuditError.self) { try Audit.run(definition) }
        }
    }

    @Test func `small cells are counted`() throws {
        try Places.withTemporaryFolder { folder in
            try TallyTests.write(TallyTests.table(seed: 1), to: folder, "people.csv")
            let tally = try Audit.tally(
                TallyTests.definition(folder, ["people.csv"], TallyTests.definitions[0].change))
            let sizes = tally.table.cells.values.map(\.everyone.count)
            #expect(tally.cells(below: 5) == sizes.count { $0 < 5 } && tally.cells(below: 5) > 0)
            #expect(tally.cells(below: 0) == 0 && tally.cells(below: 1000) == tally.cellCount)
        }
    }
}
