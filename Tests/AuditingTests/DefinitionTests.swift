import FairnessMetrics
import Foundation
import Reports
import Tables
import TestSupport
import Testing

@testable import Auditing

struct DefinitionTests {
    static func definition(_ yaml: String) throws -> AuditDefinition {
        try Places.withTemporaryFolder { folder in
            try Data(yaml.utf8).write(to: folder.appending(path: "audit.yaml"))
            return try AuditDefinition(contentsOf: folder.path)
        }
    }

    @Test func `a definition holds what the flags hold`() throws {
        let definition = try DefinitionTests.definition(
            """
            title: Offers
            data: [a.csv, b.csv]
            label: hired
            prediction: score_text != Low
            protected: [sex, age]
            bins: {age: [25, 45]}
            reference: {sex: Male}
            margin: 0.1
            interval: clopper_pearson
            bootstrap: 1000
            min_cell: 5
            missing: ["", "n/a"]
            separator: ";"
            gates: ["selection_rate.ratio >= 0.8"]
            """)
        #expect(definition.data == ["a.csv", "b.csv"])
        #expect(definition.prediction?.condition == .among(["Low"], isNegated: true))
        #expect(definition.bins == ["age": [25, 45]] && definition.references == ["sex": "Male"])
        #expect(definition.interval == .clopperPearson && definition.bootstrapDraws == 1_000)
        #expect(definition.margin == 0.1 && definition.minimumCell == 5)
        #expect(definition.table.missingMarkers == ["", "n/a"] && definition.table.separator == UInt8(ascii: ";"))
        #expect(definition.gates.count == 1)
    }

    @Test func `features and text are checked and named, not read`() throws {
        let results = try AuditTests.people {
            $0.features = ["age"]
            $0.text = "score"
        }
        #expect(results.roles.map(\.role) == ["label", "prediction", "protected", "protected", "feature", "text"])
        #expect(throws: TableError.self) { try AuditTests.people { $0.features = ["agee"] } }
    }

    @Test func `every fault is reported with its line`() {
        #expect {
            try DefinitionTests.definition(
                "data: x.csv\nprotecte: sex\nmargin: wide\ngates: [nonsense]\nheader: maybe\n")
        } throws: { error in
            let text = "\(error)"
            return text.contains("audit.yaml:2:1: no key is named 'protecte'; did you mean 'protected'?")
                && text.contains("audit.yaml:3:9: margin: 'wide' is not a number") && text.contains("audit.yaml:4:")
                && text.contains("audit.yaml:5:9: header")
        }
    }

    @Test(arguments: ["", "- a\n- b\n", "a: [", "data: x.csv\ndata: y.csv\n", "protected: {a: 1}\ndata: [[x]]\n"])
    func `what is no definition is refused`(yaml: String) {
        #expect(throws: AuditError.self) { try DefinitionTests.definition(yaml) }
    }

    @Test func `a folder without a definition is missing input`() {
        #expect {
            try Places.withTemporaryFolder { try AuditDefinition(contentsOf: $0.path) }
        } throws: { error in
            (error as? AuditError)?.kind == .missingInput
        }
    }

    @Test func `an annex that counts decisions needs some, and its name must be known`() throws {
        var definition = AuditDefinition()
        definition.data = ["x.csv"]
        definition.protected = [try ColumnExpression("sex")]
        definition.label = try ColumnExpression("hired")
        definition.annexes = [.euAIAct, .eeoc]
        #expect(definition.faults.count == 1 && definition.faults[0].contains("--annex eeoc counts who was selected"))
        definition.prediction = try ColumnExpression("offer")
        #expect(definition.faults.isEmpty)
        #expect {
            try Places.withTemporaryFolder { folder in
                let text = "data: x.csv\nlabel: hired\nprotected: [sex]\nannexes: [eeoc, ll144]\n"
                try Data(text.utf8).write(to: folder.appending(path: "audit.yaml"))
                return try AuditDefinition(contentsOf: folder.path)
            }
        } throws: { "\($0)".contains("'ll144' is none of eeoc, nyc-ll144, eu-ai-act, nist-rmf") }
    }

    @Test func `choices out of range are refused together`() {
        var definition = AuditDefinition()
        definition.data = ["x.csv"]
        definition.confidence = 1.2
        definition.margin = -1
        definition.threshold = 0.5
        let text = definition.faults.joined(separator: "\n")
        for hint in ["nothing to measure", "no protected attribute", "--confidence", "--margin", "--threshold needs"] {
            #expect(text.contains(hint))
        }
    }
}
