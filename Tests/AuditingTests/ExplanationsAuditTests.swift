import FairnessMetrics
import Foundation
import Reports
import TestSupport
import Testing

@testable import Auditing

/// Explanations that a definition names, in the results of its audit.
struct ExplanationsAuditTests {
    private static let explanations = """
        {"schema": "assize.explanations/1", "request": {"model": "m"}, "skipped": [],
         "data": {"files": [{"path": "x.csv", "sha256": "00"}]},
         "explanations": [{"row": 0, "method": "linear_shap", "output": "logit_margin", "value": 1, "evaluations": 0,
          "players": [{"name": "age", "value": 1}]}],
         "gaps": [{"gap": "demographic_parity_difference", "attribute": "sex", "method": "linear_shap",
          "first": {"name": "F", "rows": 3}, "second": {"name": "M", "rows": 4}, "measured": {"value": 0.5},
          "base_difference": {"value": 0}, "unattributed": {"value": 0},
          "contributions": [{"name": "age", "value": 0.5, "interval": [0.4, 0.6]}]}]}
        """

    private static func audit(_ text: String?, minimumCell: Int = 0) throws -> AuditResults {
        try Places.withTemporaryFolder { folder in
            try Data(AuditTests.people.utf8).write(to: folder.appending(path: "people.csv"))
            if let text { try Data(text.utf8).write(to: folder.appending(path: "explanations.json")) }
            let definition = """
                data: people.csv
                label: hired
                prediction: offer
                protected: [sex]
                min_cell: \(minimumCell)
                explanations: explanations.json
                """
            try Data(definition.utf8).write(to: folder.appending(path: "audit.yaml"))
            return try Audit.run(AuditDefinition(contentsOf: folder.path))
        }
    }

    @Test func `a definition's explanations are found beside it and kept in the results`() throws {
        let digest = try #require(Self.audit(Self.explanations).explanations)
        #expect(digest.gaps.count == 1 && digest.rows == 1 && digest.model == "m" && digest.sha256.count == 64)
        #expect(digest.path.hasSuffix("/explanations.json") && digest.dataHashes == ["00"])
        #expect(try Self.audit(Self.explanations, minimumCell: 4).explanations?.withheld == 1)
    }

    @Test func `a file that is not there or holds something else is named with what it should be`() {
        #expect { try Self.audit(nil) } throws: { error in
            (error as? AuditError)?.kind == .missingInput
                && "\(error)".contains("the explanations.json of assize explain")
        }
        for (text, part) in [("{", "1:2"), ("{\"schema\": \"assize.results/1\"}", "is not 'assize.explanations/1'")] {
            #expect { try Self.audit(text) } throws: { error in
                (error as? AuditError)?.kind == .data && "\(error)".contains("explanations.json: ")
                    && "\(error)".contains(part)
            }
        }
    }
}
