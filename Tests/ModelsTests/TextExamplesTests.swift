import Foundation
import MatrixKernels
import TestSupport
import Testing
import Transformers

@testable import Models

struct TextExamplesTests {
    private static func table(
        _ text: String, labels: [String] = ["label"], isNumeric: Bool = false, weight: String? = nil
    ) throws -> TextTable {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "data.csv")
            try Data(text.utf8).write(to: path)
            var roles = TextTable.Roles(text: "text")
            roles.labels = labels
            roles.isNumeric = isNumeric
            roles.protected = ["sex"]
            roles.weight = weight
            return try TextTable(paths: [path.path], roles: roles)
        }
    }

    private static func tokenizer() throws -> Tokenizer {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder)
            return try Tokenizer(folder: folder.path)
        }
    }

    @Test func `a text is read as it stands, quotes, line breaks and words for nothing included`() throws {
        let table = try TextExamplesTests.table(
            "text,label,sex\n\"He said \"\"good\"\"\nand left\",1,m\nNA,0,\n,1,f\n")
        #expect(table.texts == ["He said \"good\"\nand left", "NA", nil])
        #expect(table.attributes[0].values == ["f", "m"] && table.attributes[0].codes == [1, nil, 0])
        #expect(table.labels == [.names(["1", "0", "1"])])
    }

    @Test func `rows without a text or a label are left out and counted, long texts cut and counted`() throws {
        let table = try TextExamplesTests.table(
            "text,label,sex\ngood film,yes,m\nbad film,,f\n,no,f\nthe the the the the the the the,no,f\n")
        let examples = try TextExamples(
            table, task: TextTask(table), tokenizer: TextExamplesTests.tokenizer(), maximumLength: 6)
        #expect(examples.rows == [0, 3] && examples.texts.lengths == [4, 6])
        guard case .classes(let classes) = examples.targets else { throw CancellationError() }
        #expect(classes == [1, 0])
        #expect(examples.warnings.count == 3 && examples.texts.truncated == 1)
    }

    @Test func `labels are in the order of numbers where they are numbers, else of names`() throws {
        func labels(_ values: [String], known: [String] = []) throws -> [String] {
            let rows = values.map { "x,\($0),m\n" }.joined()
            return try TextTask(TextExamplesTests.table("text,label,sex\n" + rows), known: known).outputs
        }
        #expect(try labels(["10", "9", "2"]) == ["2", "9", "10"])
        #expect(try labels(["b", "a"]) == ["a", "b"])
        #expect(try labels(["1", "0"], known: ["harmless", "toxic"]) == ["harmless", "toxic"])
        #expect(try labels(["toxic", "harmless"], known: ["toxic", "harmless"]) == ["toxic", "harmless"])
        #expect(try labels(["a", "b"], known: ["toxic", "harmless"]) == ["a", "b"])
    }

    @Test func `several columns of labels hold or do not`() throws {
        let table = try TextExamplesTests.table("text,a,b,sex\ngood,1,0,m\nbad,true,yes,f\n", labels: ["a", "b"])
        let task = try TextTask(table)
        #expect(task == .multiLabel(["a", "b"]))
        let examples = try TextExamples(
            table, task: task, tokenizer: TextExamplesTests.tokenizer(), maximumLength: 8)
        guard case .numbers(let numbers) = examples.targets else { throw CancellationError() }
        #expect(numbers.values == [1, 0, 1, 1])
        let wrong = try TextExamplesTests.table("text,a,b,sex\ngood,1,2,m\nbad,1,0,f\n", labels: ["a", "b"])
        #expect(throws: ModelsError.self) {
            try TextExamples(
                wrong, task: TextTask(wrong), tokenizer: TextExamplesTests.tokenizer(), maximumLength: 8)
        }
    }

    @Test func `what cannot be learnt is refused with the column's name`() throws {
        let same = try TextExamplesTests.table("text,label,sex\na,1,m\nb,1,f\n")
        #expect(throws: ModelsError.self) { try TextTask(same) }
        let none = try TextExamplesTests.table("text,label,sex\n,1,m\n,0,f\n")
        #expect(throws: ModelsError.self) {
            try TextExamples(none, task: TextTask(none), tokenizer: TextExamplesTests.tokenizer(), maximumLength: 8)
        }
    }

    @Test func `a split is whole, without overlap, and the seed's`() {
        let (training, held) = RowSplit.split(101, share: 0.3, seed: 5)
        #expect(held.count == 30 && Set(training).union(held) == Set(0..<101) && training.count == 71)
        #expect(RowSplit.split(101, share: 0.3, seed: 5).held == held)
        #expect(RowSplit.split(101, share: 0.3, seed: 6).held != held)
    }
}
