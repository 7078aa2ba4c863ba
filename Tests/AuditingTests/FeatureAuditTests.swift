import FairnessMetrics
import Files
import Foundation
import Reports
import TestSupport
import Testing

@testable import Auditing

/// Audits that read features: the rows that consistency needs.
struct FeatureAuditTests {
    /// Forty people; income is a number, town a text; `broken` makes a late income no number.
    static func table(broken: Bool = false, numbers: Int = 40) -> String {
        let towns = ["Elm", "Oak", "Fir"]
        let rows = (0..<numbers).map { row -> String in
            let income = broken && row == numbers - 1 ? "unclear" : row == 5 ? "" : "\((row * 37) % 101)"
            return "\(row % 2 == 0 ? "f" : "m"),\(income),\(towns[row % 3]),\((row * 37) % 101 > 50 ? 1 : 0)"
        }
        return (["sex,income,town,offer"] + rows).joined(separator: "\n") + "\n"
    }

    private func run(
        _ text: String, workers: Int = 2, _ change: (inout AuditDefinition) -> Void = { _ in }
    ) throws -> AuditResults {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "people.csv")
            try text.write(to: path, atomically: true, encoding: .utf8)
            var definition = AuditDefinition()
            definition.data = [path.path]
            definition.prediction = ColumnExpression(column: "offer")
            definition.protected = [ColumnExpression(column: "sex")]
            definition.features = ["income", "town"]
            change(&definition)
            return try Audit.run(definition, workers: workers)
        }
    }

    @Test func `rows without a feature are left out and counted`() throws {
        let found = try #require(run(FeatureAuditTests.table()).assessment.measures.consistency)
        #expect(found.rows == 39 && found.incomplete == 1 && found.features == ["income", "town"])
        #expect(found.groups.map(\.key.label) == ["f", "m"])
        #expect(found.groups.map(\.count) == [20, 19])
    }

    @Test func `what is found does not depend on threads, and results read back are equal`() throws {
        let text = FeatureAuditTests.table(numbers: 3_000)
        let (one, two) = (try run(text, workers: 1), try run(text, workers: 3))
        #expect(one.assessment.measures == two.assessment.measures)
        #expect(one.assessment.measures.consistency?.rows == 2_999)
        #expect(try AuditResults(json: JSON(parsing: one.json.bytes())) == one)
    }

    @Test func `a feature of numbers that turns out to be text is one`() throws {
        // More different numbers than a dictionary is kept for, and one text at the end.
        let found = try #require(
            run(FeatureAuditTests.table(broken: true, numbers: 400)).assessment.measures.consistency)
        #expect(found.rows == 399)
    }

    @Test func `without features nothing is read of rows`() throws {
        let measures = try run(FeatureAuditTests.table()) { $0.features = [] }.assessment.measures
        #expect(measures.consistency == nil)
    }

    @Test(arguments: ["sex", "offer"])
    func `a column with another part cannot make people alike`(column: String) {
        let error = #expect(throws: AuditError.self) {
            try run(FeatureAuditTests.table()) { $0.features = ["income", column] }
        }
        #expect(String(describing: error).contains("--features names '\(column)'"))
    }

    @Test func `first positions need a score and are at least one`() {
        let error = #expect(throws: AuditError.self) {
            try run(FeatureAuditTests.table()) { $0.topK = [0, 10] }
        }
        let text = String(describing: error)
        #expect(text.contains("--top-k needs --score") && text.contains("--top-k 0"))
    }

    @Test func `a tally says that it holds no rows`() throws {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "people.csv")
            try FeatureAuditTests.table().write(to: path, atomically: true, encoding: .utf8)
            var definition = AuditDefinition()
            definition.data = [path.path]
            definition.prediction = ColumnExpression(column: "offer")
            definition.protected = [ColumnExpression(column: "sex")]
            definition.features = ["income"]
            let tallied = try Audit.tally(definition)
            #expect(tallied.people == nil && tallied.warnings.contains { $0.contains("a tally holds none") })
        }
    }
}
