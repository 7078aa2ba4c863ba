import FairnessMetrics
import Files
import Foundation
import Reports
import TestSupport
import Testing

@testable import Auditing

/// A ledger that a definition names, in the results of its audit.
struct LedgerAuditTests {
    private static func ledger(_ minimumCell: Int) -> MitigationLedger {
        let sex = GroupingColumn(name: "sex", values: ["F", "M"].map { AttributeValue(attribute: "sex", value: $0) })
        let rows = JudgedRows(
            labels: (0..<80).map { $0 / 2 % 2 == 0 }, attributes: [sex], codes: [(0..<80).map { $0 % 2 }])
        let judge = StepJudge(rows, first: (0..<80).map { $0 % 3 == 0 }, draws: 50)
        let blank = MitigationStep(
            id: "as-they-are", name: "As they are", stage: .none, needsGroup: false, isRandomised: false,
            overall: GroupAssessment(key: GroupKey([]), count: 0, weight: 0, missing: MissingCounts(), metrics: []),
            groups: [], disparities: [])
        return MitigationLedger(
            title: "t", data: ["people.csv"], toolVersion: "0", command: "c", seed: 0, positive: "1",
            attributes: ["sex"], goal: .equalizedOdds, confidence: 0.95, margin: 0.05, minimumCell: minimumCell,
            fittedRows: 10, judgedRows: 80, steps: [judge.judged(blank, decisions: nil)])
    }

    private static func audit(_ bytes: [UInt8]?, minimumCell: Int = 0) throws -> AuditResults {
        try Places.withTemporaryFolder { folder in
            try Data(AuditTests.people.utf8).write(to: folder.appending(path: "people.csv"))
            if let bytes { try Data(bytes).write(to: folder.appending(path: "ledger.json")) }
            let definition = """
                data: people.csv
                label: hired
                prediction: offer
                protected: [sex]
                min_cell: \(minimumCell)
                ledger: ledger.json
                """
            try Data(definition.utf8).write(to: folder.appending(path: "audit.yaml"))
            return try Audit.run(AuditDefinition(contentsOf: folder.path))
        }
    }

    @Test func `a definition's ledger is found beside it and kept in the results`() throws {
        let digest = try #require(Self.audit(Self.ledger(0).json.bytes()).ledger)
        #expect(digest.path.hasSuffix("/ledger.json") && digest.sha256.count == 64 && digest.ledger.judgedRows == 80)
        #expect(try Self.audit(Self.ledger(2).json.bytes(), minimumCell: 2).ledger?.ledger.minimumCell == 2)
    }

    @Test func `a file that is not there, holds something else or shows too much is refused`() {
        #expect { try Self.audit(nil) } throws: { error in
            (error as? AuditError)?.kind == .missingInput && "\(error)".contains("--ledger takes the ledger.json")
        }
        let shown = Self.ledger(0).json.bytes()
        for (bytes, cell, part) in [
            (Array("{".utf8), 0, "1:2"),
            (Array("{\"schema\": \"assize.results/1\"}".utf8), 0, "is not 'assize.ledger/1'"),
            (shown, 3, "--min-cell 3"),
        ] {
            #expect { try Self.audit(bytes, minimumCell: cell) } throws: { error in
                (error as? AuditError)?.kind == .data && "\(error)".contains("ledger.json: ")
                    && "\(error)".contains(part)
            }
        }
    }
}
