import Foundation
import TestSupport
import Testing

@testable import Mitigations

struct SwapTemplateTests {
    private static func filled(
        _ templates: SwapTemplates, _ attribute: String, _ lexicon: SwapLexicon = .english, frame: String? = nil
    ) -> [SwappedPairs.Pair] {
        SwappedPairs(templates, frame: frame, lexicon: lexicon, attribute: attribute, seed: 1).pairs
    }

    private static func own(_ text: String) throws -> SwapTemplates {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "templates.csv")
            try Data(text.utf8).write(to: path)
            return try SwapTemplates(file: path.path)
        }
    }

    @Test func `each template is filled with each two of those of whom it can speak`() {
        let race = SwapTemplateTests.filled(.english, "race")
        #expect(race.count == 24 * 6 && Set(race.map(\.unit)).count == 24)
        #expect(race[0].original == "I met a Black person today." && race[0].swapped == "I met a white person today.")
        #expect(race[1].swapped == "I met an Asian person today." && race[1].from == "Black" && race[1].to == "Asian")
        #expect(SwapTemplateTests.filled(.english, "gender").count == 24 * 5)
        #expect(SwapTemplateTests.filled(.english, "religion", frame: "negative").count == 8 * 7)
        #expect(SwapTemplates.english.frames == ["neutral", "positive", "negative"])
        for pair in SwapTemplateTests.filled(.english, "gender") {
            #expect(pair.original?.contains("{") == false && pair.original != pair.swapped)
        }
    }

    @Test func `a user's templates take the user's words, and those without a place are swapped`() throws {
        let templates = try SwapTemplateTests.own(
            "template,frame,attribute\n{identity} called.,,\nHe is a {identity}.,plain,age\nhis car,plain,\nnothing,,\n"
        )
        let path = FileManager.default.temporaryDirectory.appending(path: "swaps-\(UUID().uuidString).csv")
        try Data("attribute,first,second\nage,old man,young man\n".utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let lexicon = try SwapLexicon.english.adding(file: path.path)
        let age = SwapTemplateTests.filled(templates, "age", lexicon)
        #expect(age.map(\.original) == ["Old man called.", "He is an old man."])
        #expect(age.map(\.swapped) == ["Young man called.", "He is a young man."])
        let gender = SwapTemplateTests.filled(templates, "gender", lexicon)
        #expect(gender.count == 6 && gender.last?.swapped == "her car" && gender.last?.from == "masculine")
        #expect(SwapTemplateTests.filled(templates, "gender", lexicon, frame: "plain").count == 1)
        #expect(SwapTemplateTests.filled(.english, "age", lexicon).isEmpty)
        #expect(throws: (any Error).self) { try SwapTemplateTests.own("sentence\nx\n") }
    }
}
