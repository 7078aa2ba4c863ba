import FairnessMetrics
import Files
import Foundation
import Reports
import TestSupport
import Testing

@testable import Auditing

/// Audits of numbers and of several classes, from a file on disk to a report.
struct OutcomeAuditTests {
    static let numbers: String = {
        var text = "sex,age,pay,expected,w\n"
        for index in 0..<40 {
            let pay = 1000 + 37 * (index * 7 % 40)
            let expected = index == 5 ? "NA" : "\(pay + (index % 5) * 11 - (index % 2) * 60)"
            text +=
                "\(index % 2 == 0 ? "F" : "M"),\(20 + index),\(index == 3 ? "" : "\(pay)"),\(expected),\(1 + index % 3)\n"
        }
        return text
    }()

    static let classes: String = {
        var text = "sex,truth,guess,w\n"
        let names = ["red", "green", "blue"]
        for index in 0..<90 {
            let truth = names[index % 3]
            let guess = index % 7 == 0 ? names[(index / 7) % 3] : truth
            text += "\(index % 2 == 0 ? "F" : "M"),\(index == 4 ? "NA" : truth),\(guess),\(1 + index % 4)\n"
        }
        return text
    }()

    static func regression(
        _ text: String = numbers, workers: Int = 2, _ change: (inout AuditDefinition) throws -> Void = { _ in }
    ) throws -> AuditResults {
        try AuditTests.run(text, workers: workers) {
            $0.task = .regression
            $0.label = ColumnExpression(column: "pay")
            $0.prediction = ColumnExpression(column: "expected")
            $0.protected = [ColumnExpression(column: "sex")]
            try change(&$0)
        }
    }

    static func multiclass(
        _ text: String = classes, workers: Int = 2, _ change: (inout AuditDefinition) throws -> Void = { _ in }
    ) throws -> AuditResults {
        try AuditTests.run(text, workers: workers) {
            $0.task = .multiclass
            $0.label = ColumnExpression(column: "truth")
            $0.prediction = ColumnExpression(column: "guess")
            $0.protected = [ColumnExpression(column: "sex")]
            try change(&$0)
        }
    }

    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "nothing was refused"
        } catch { return "\(error)" }
    }

    @Test func `numbers are read, missing ones counted by group`() throws {
        let results = try OutcomeAuditTests.regression()
        let men = try AuditTests.group(results, ["M"])
        #expect(men.missing.label == 1 && men.missing.prediction == 1 && men.count == 20)
        #expect(men.estimate("mean_label")?.defined?.denominator == 19)
        #expect(men.estimate("mean_error")?.defined?.denominator == 18)
        #expect(results.settings.task == .regression && results.roles.allSatisfy { $0.positive == nil })
        #expect(results.assessment.outcome?.column == .label)
        #expect(results.assessment.distributions.map(\.column) == [.label, .prediction, .error])
    }

    @Test func `results of numbers and classes read back, and render again to the same page`() throws {
        for results in [
            try OutcomeAuditTests.regression { $0.weight = "w" }, try OutcomeAuditTests.multiclass { $0.weight = "w" },
            try OutcomeAuditTests.regression { $0.label = nil },
            try OutcomeAuditTests.multiclass { $0.prediction = nil },
        ] {
            let copy = try AuditResults(json: JSON(parsing: results.json.bytes()))
            #expect(copy == results)
            let page = try AuditReport.html(for: results)
            #expect(try AuditReport.html(for: copy) == page)
            #expect(page.count < 300_000)
            #expect(!TextSummary.text(for: results).isEmpty)
            #expect(String(decoding: page, as: UTF8.self).contains("id=\"verdicts\""))
        }
    }

    @Test func `the number of threads changes no byte`() throws {
        #expect(
            try OutcomeAuditTests.regression(workers: 1).json.bytes()
                == OutcomeAuditTests.regression(workers: 4).json.bytes())
        #expect(
            try OutcomeAuditTests.multiclass(workers: 1).json.bytes()
                == OutcomeAuditTests.multiclass(workers: 4).json.bytes())
    }

    @Test func `text in a column of numbers is an error with its place`() {
        let message = refusal {
            _ = try OutcomeAuditTests.regression("sex,pay,expected\nF,1,2\nM,much,3\n")
        }
        #expect(
            message.hasSuffix(
                "people.csv:3: column 'pay': 'much' is not a number; name it with --missing if it means no value"))
    }

    @Test func `roles that do not fit the task are refused, each with what would`() {
        let condition = refusal { _ = try OutcomeAuditTests.regression { $0.label = try ColumnExpression("pay > 5") } }
        #expect(condition.contains("--label takes a column of numbers in --task regression, not a condition"))
        let score = refusal { _ = try OutcomeAuditTests.regression { $0.score = ColumnExpression(column: "pay") } }
        #expect(score.contains("a number that is predicted is the --prediction"))
        let positive = refusal { _ = try OutcomeAuditTests.multiclass { $0.positive = "red" } }
        #expect(positive.contains("--positive: with --task multiclass no value is positive"))
        let nothing = refusal {
            _ = try OutcomeAuditTests.multiclass {
                $0.label = nil
                $0.prediction = nil
            }
        }
        #expect(nothing == "nothing to measure: --task multiclass needs --label, --prediction or both")
    }

    @Test func `a column that is not two-valued names the tasks that would fit`() {
        func message(_ values: [String]) -> String {
            let text = "sex,truth\n" + values.map { "F,\($0)\n" }.joined()
            return refusal {
                _ = try OutcomeAuditTests.multiclass(text) {
                    $0.task = .binary
                    $0.prediction = nil
                }
            }
        }
        let colours = message(["red", "green", "blue"])
        #expect(colours.contains("--task multiclass") && !colours.contains("--task regression"))
        let grades = message(["1", "2", "3"])
        #expect(grades.contains("--task regression, which reads numbers, or --task multiclass"))
        let pay = message((1...30).map(String.init))
        #expect(pay.contains("--task regression") && !pay.contains("--task multiclass"))
        #expect(!message(["good", "bad"]).contains("--task"))
    }

    @Test func `classes are counted, whatever the weight and whatever is missing`() throws {
        let results = try OutcomeAuditTests.multiclass { $0.weight = "w" }
        #expect(results.assessment.classes == ["blue", "green", "red"])
        #expect(results.assessment.overall.missing.label == 1)
        // By hand: rows 7, 14, … with another guess, and what they weigh.
        var (right, all) = (0.0, 0.0)
        for index in 0..<90 where index != 4 {
            let weight = Double(1 + index % 4)
            all += weight
            if index % 7 != 0 || (index / 7) % 3 == index % 3 { right += weight }
        }
        let accuracy = try #require(results.assessment.overall.estimate("accuracy")?.defined)
        #expect(agree(accuracy.value, right / all, relative: 1e-14) && accuracy.denominator == all)
        let parity = results.assessment.disparities.filter { $0.aggregation == .demographicParityDifference }
        #expect(parity.map(\.className) == ["blue", "green", "red"])
    }

    @Test func `classes that cannot be compared are refused`() {
        let many = "sex,truth\n" + (0..<60).map { "F,c\($0)\n" }.joined()
        let tooMany = refusal { _ = try OutcomeAuditTests.multiclass(many) { $0.prediction = nil } }
        #expect(tooMany.contains("has more than 50 different values") && tooMany.contains("--label 'truth == VALUE'"))
        let together = "sex,truth,guess\n" + (0..<40).map { "F,c\($0),c\($0 + 30)\n" }.joined()
        #expect(refusal { _ = try OutcomeAuditTests.multiclass(together) }.contains("70 classes together"))
        let apart = refusal { _ = try OutcomeAuditTests.multiclass("sex,truth,guess\nF,a,1\nM,b,2\n") }
        #expect(apart.contains("no class in common: the label has 'a', 'b', the prediction '1', '2'"))
        let one = refusal { _ = try OutcomeAuditTests.multiclass("sex,truth,guess\nF,a,a\nM,a,a\n") }
        #expect(one.contains("every row has the one class 'a'"))
    }

    @Test func `equal numbers are one class, and a class that is only predicted is told`() throws {
        let results = try OutcomeAuditTests.multiclass("sex,truth,guess\nF,1,1.0\nM,2,2\nF,10,2.0\nM,2,3\n")
        #expect(results.assessment.classes == ["1", "2", "3", "10"])
        #expect(results.assessment.overall.estimate("accuracy")?.value == 0.5)
        #expect(results.warnings == ["class '3' is predicted but is nobody's label"])
    }

    @Test func `gates speak of errors and of every class`() throws {
        let results = try OutcomeAuditTests.regression {
            $0.gates = [
                try Gate("mean_absolute_error.difference <= 1000"), try Gate("mean_absolute_error.ratio@sex >= 2"),
            ]
        }
        #expect(results.gates.map(\.isMet) == [true, false])
        let classes = try OutcomeAuditTests.multiclass { $0.gates = [try Gate("demographic_parity_difference <= 0.9")] }
        #expect(classes.gates[0].isMet && classes.gates[0].finding == "met by 3 of 3")
    }

    @Test func `tallies carry classes and refuse numbers`() throws {
        let whole = try OutcomeAuditTests.multiclass { $0.weight = "w" }
        let lines = OutcomeAuditTests.classes.split(separator: "\n").map(String.init)
        try Places.withTemporaryFolder { folder in
            for (name, rows) in [("a", lines[1...31]), ("b", lines[32...])] {
                let text = ([lines[0]] + rows).joined(separator: "\n") + "\n"
                try Data(text.utf8).write(to: folder.appending(path: "\(name).csv"))
                var definition = AuditDefinition()
                definition.folder = folder.path
                definition.data = ["\(name).csv"]
                definition.task = .multiclass
                definition.label = ColumnExpression(column: "truth")
                definition.prediction = ColumnExpression(column: "guess")
                definition.protected = [ColumnExpression(column: "sex")]
                definition.weight = "w"
                let tally = try Audit.tally(definition)
                try Data(tally.json.bytes()).write(to: folder.appending(path: "\(name).tally"))
                definition.task = .regression
                #expect(refusal { _ = try Audit.tally(definition) }.contains("a tally holds counts only"))
            }
            var sum = AuditDefinition()
            sum.folder = folder.path
            sum.data = ["a.tally", "b.tally"]
            let results = try Audit.run(sum)
            #expect(results.settings.task == .multiclass)
            #expect(results.assessment == whole.assessment)
            // A file whose classes do not add up to its counts.
            let path = folder.appending(path: "a.tally")
            let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
            let broken = text.replacingOccurrences(of: "\"classes\":[[0,0,", with: "\"classes\":[[0,0,9")
            #expect(broken != text)
            try Data(broken.utf8).write(to: path)
            let message = refusal { _ = try Audit.run(sum) }
            #expect(message.contains("classes"), "\(message)")
        }
    }

    @Test func `a definition in YAML names the task`() throws {
        let definition = try DefinitionTests.definition(
            "data: a.csv\ntask: regression\nlabel: pay\nprotected: sex\n")
        #expect(definition.task == .regression && definition.faults.isEmpty)
        let message = refusal {
            _ = try DefinitionTests.definition("data: a.csv\ntask: ranking\nlabel: pay\nprotected: sex\n")
        }
        #expect(message.contains("audit.yaml:2:7: task: 'ranking' is none of binary, regression, multiclass"))
    }
}
