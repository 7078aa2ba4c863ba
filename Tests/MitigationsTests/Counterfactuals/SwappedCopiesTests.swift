import Foundation
import Models
import TestSupport
import Testing

@testable import Mitigations

struct SwappedCopiesTests {
    private static func table(_ rows: [String]) throws -> TextTable {
        try Places.withTemporaryFolder { folder in
            let data = folder.appending(path: "data.csv")
            try Data(("text,label,sex,dialect,pay\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: data)
            var roles = TextTable.Roles(text: "text")
            roles.labels = ["label"]
            roles.protected = ["sex", "dialect"]
            roles.weight = "pay"
            return try TextTable(paths: [data.path], roles: roles)
        }
    }

    @Test func `a text gains a copy for each attribute it has a word of, and keeps the rest`() throws {
        let table = try SwappedCopiesTests.table([
            "she is good,1,f,x,1", "nobody is good,0,m,y,2", "a Muslim man,1,m,x,3", "he was bad,0,m,y,4",
        ])
        let made = SwappedCopies(table, rows: [1, 2, 3], lexicon: .english, seed: 1)
        #expect(made.rowCount == 2 && made.copies.map(\.row) == [1, 1, 2])
        #expect(made.copies[0].text == "a Muslim woman" && made.copies[2].text == "she was bad")
        #expect(made.copies[1].text?.hasSuffix(" man") == true && made.copies[1].text?.contains("Muslim") == false)
        #expect(made.copies.map(\.unknown) == [["sex"], [], ["sex"]])
        let longer = table.rows([1, 2, 3]).adding(made.copies)
        #expect(longer.count == 6 && longer.texts[3] == "a Muslim woman" && longer.texts[0] == "nobody is good")
        #expect(longer.labels == [.names(["0", "1", "0", "1", "1", "0"])] && longer.weights == [2, 3, 4, 3, 3, 4])
        #expect(longer.attributes[0].codes == [1, 1, 1, nil, 1, nil])
        #expect(longer.attributes[1].codes == [1, 0, 1, 0, 0, 1])
    }

    @Test func `the draw is that of the row in the table, whatever else is copied`() throws {
        let table = try SwappedCopiesTests.table((0..<40).map { "Mary \($0) is a Jew,\($0 % 2),f,x,1" })
        let all = SwappedCopies(table, rows: Array(0..<40), lexicon: .english, seed: 1)
        let some = SwappedCopies(table, rows: [7, 30], lexicon: .english, seed: 1)
        #expect(some.copies.map(\.text) == [7, 30].flatMap { row in all.copies.filter { $0.row == row }.map(\.text) })
        #expect(Set(all.copies.map(\.text)).count > 60)
        let other = SwappedCopies(table, rows: Array(0..<40), lexicon: .english, seed: 2)
        #expect(other.copies != all.copies)
    }
}

extension SwappedCopiesTests {
    @Test func `a sweep leaves out what the data do not allow, a method that was named is refused`() throws {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder)
            let rows = (0..<40).map { "nobody \($0),\($0 % 2),\($0 % 3 == 0 ? "f" : "m"),\($0 % 5 == 0 ? "x" : "y"),1" }
            let table = try SwappedCopiesTests.table(rows)
            var settings = DebiasSettings()
            settings.trials = [.plain, try DebiasTrial("counterfactual")]
            #expect(throws: MitigationsError.self) {
                try Debiasing(
                    checkpoint: folder.path, isScratch: true, table: table, settings: settings, folder: folder.path)
            }
            settings.leavesOutInapplicable = true
            let run = try Debiasing(
                checkpoint: folder.path, isScratch: true, table: table, settings: settings, folder: folder.path)
            #expect(run.leftOut.count == 1 && run.leftOut[0].contains("--swaps FILE"))
        }
    }
}
