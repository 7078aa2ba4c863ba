import Foundation
import Tables
import TestSupport
import Testing

@testable import DataAudits

/// Cleaning changes what it says it changes, and nothing else.
struct CleaningTests {
    private func clean(_ text: String, _ options: TableCleaning.Options = .init()) throws -> TableCleaning {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "people.csv")
            try Data(text.utf8).write(to: file)
            var table = TableOptions()
            table.missingMarkers = [""]
            return try TableCleaning(TableReader(paths: [file.path], options: table), options: options)
        }
    }

    private func text(_ cleaning: TableCleaning) -> String { String(decoding: cleaning.csv, as: UTF8.self) }

    @Test func `equal rows are removed and each is told`() throws {
        var options = TableCleaning.Options()
        options.protected = ["sex"]
        let cleaning = try clean("sex,age\nf,30\nm,40\nf,30\nf,30\nm,41\n", options)
        #expect(text(cleaning) == "sex,age\nf,30\nm,40\nm,41\n")
        #expect(
            cleaning.removals.map(\.row) == [3, 4] && cleaning.removals.allSatisfy { $0.repeats == 1 && $0.isExact })
        #expect(cleaning.groups.map(\.value) == ["f", "m"] && cleaning.groups.map(\.copies) == [2, 0])
        #expect(cleaning.rows == (5, 3))
    }

    @Test func `columns that are ignored do not keep rows apart`() throws {
        var options = TableCleaning.Options()
        #expect(try clean("id,age\n1,30\n2,30\n", options).removals.isEmpty)
        options.ignored = ["id"]
        #expect(try text(clean("id,age\n1,30\n2,30\n", options)) == "id,age\n1,30\n")
    }

    @Test func `invisible characters, accents and spellings become one`() throws {
        // A zero-width space, an accent of its own, capitals, and a Cyrillic а.
        let cleaning = try clean(
            "w,n\nyes,1\nyes,2\ny\u{200B}es,3\nYES,4\ncafé,5\ncafé,6\ncafe\u{301},7\nm\u{430}n,8\nman,9\nman,10\n")
        #expect(text(cleaning) == "w,n\nyes,1\nyes,2\nyes,3\nyes,4\ncafé,5\ncafé,6\ncafé,7\nman,8\nman,9\nman,10\n")
        #expect(Set(cleaning.changes.map(\.reason)) == [.characters, .composition, .spelling])
        #expect(cleaning.changes.allSatisfy { $0.rows == 1 && $0.column == "w" })
        var options = TableCleaning.Options()
        options.unifiesSpellings = false
        #expect(try text(clean("w,n\nyes,1\nyes,2\nYES,3\n", options)) == "w,n\nyes,1\nyes,2\nYES,3\n")
    }

    @Test func `nearly equal rows go only if asked for`() throws {
        var lines = "a,b,c\n"
        for row in 0..<60 { lines += "\(row * 37 % 60 * 10).5,\(row * row % 97).25,\(row * 53 % 61).75\n" }
        let table = lines + "0.50001,0.25,0.75\n"
        #expect(try clean(table).removals.isEmpty)
        var options = TableCleaning.Options()
        options.removesNearCopies = true
        let removals = try clean(table, options).removals
        #expect(removals == [.init(row: 61, repeats: 1, isExact: false)])
    }

    @Test func `cleaning a clean table changes nothing`() throws {
        let before = "name,note\nAnna,\"a, b\"\nBea,\"say \"\"hi\"\"\"\nCleo,NA\n"
        let cleaning = try clean(before)
        #expect(text(cleaning) == before)
        #expect(cleaning.changes.isEmpty && cleaning.removals.isEmpty)
    }
}
