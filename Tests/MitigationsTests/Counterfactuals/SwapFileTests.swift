import Foundation
import Tables
import TestSupport
import Testing

@testable import Mitigations

struct SwapFileTests {
    private static func lexicon(_ text: String) throws -> SwapLexicon {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "swaps.csv")
            try Data(text.utf8).write(to: path)
            return try SwapLexicon.english.adding(file: path.path)
        }
    }

    @Test func `a user's pairs are exchanged, phrases and apostrophes too`() throws {
        let lexicon = try SwapFileTests.lexicon(
            "attribute,first,second\nvariety,the,tha\nvariety,and,an\nage,old man,young man\nvariety,don't,doan\n")
        #expect(lexicon.attributes == ["variety", "age", "gender", "race", "religion"])
        let swapper = TextSwapper(lexicon, attributes: ["variety", "age"], seed: 1)
        let swap = try #require(swapper.swapped("The Old Man and the sea don't wait; an old-man"))
        #expect(swap.text == "Tha Young Man an tha sea doan wait; and young-man")
        #expect(swapper.swapped("tha sea doan")?.text == "the sea don't")
        #expect(swapper.swapped("tha sea")?.direction?.from == "tha, an, …")
    }

    @Test(arguments: [
        ("attribute,first\na,b\n", "second"), ("attribute,first,second\nage,,b\n", "row 1: column 'first' is empty"),
        ("attribute,first,second\nage,old,young\nage,old,new\n", "row 2: 'old' stands twice"),
        ("attribute,first,second\nage,old,old\n", "twice"), ("attribute,first,second\nage,!,b\n", "'!' is no word"),
        ("attribute,first,second\n", "no data rows"),
    ])
    func `a mistake in the file has its place`(text: String, hint: String) {
        do {
            _ = try SwapFileTests.lexicon(text)
            Issue.record("no error")
        } catch { #expect("\(error)".contains(hint), "\(error)") }
    }
}
