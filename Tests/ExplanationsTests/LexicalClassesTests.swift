import Explanations
import Foundation
import TestSupport
import Testing

struct LexicalClassesTests {
    @Test(arguments: [
        ("She", "pronoun"), ("they're", "pronoun"), ("women", "identity_gender"), ("Black", "identity_race"),
        ("Muslim's", "identity_religion"), ("Mexican", "identity_nationality"), ("#gay", "identity_orientation"),
        ("elderly", "identity_age"), ("wheelchair", "identity_disability"), ("Lakisha", "first_name"),
        ("finna", "dialect"), ("y’all", "dialect"), ("ION", "dialect"), ("dis", "dialect"), ("Fucking", "profanity"),
        ("table", "other"), ("!", "other"),
    ])
    func `a word has a class`(word: String, name: String) {
        let classes = LexicalClasses.standard
        #expect(classes.names[classes.classOf(word)] == name)
    }

    @Test func `no word is listed twice in a way that hides a whole class`() {
        let classes = LexicalClasses.standard
        #expect(Set(classes.names).count == classes.names.count && classes.names.last == LexicalClasses.rest)
    }

    @Test func `the players of a text are merged into the same classes whatever the text`() throws {
        let model = try ExplainedTinyModel.model()
        let game = try TextGame("she was not very good and he is bad", model: model)
        let classes = LexicalClasses.standard
        let groups = classes.groups(of: game.text)
        #expect(groups.count == classes.names.count)
        #expect(groups[classes.classOf("she")] == [0, 6])
        let merged = MergedGame(game, groups: groups)
        var withoutPronouns = Coalition.everyone(playerCount: merged.playerCount)
        withoutPronouns[classes.classOf("she")] = false
        let direct = Coalition(playerCount: 9, [1, 2, 3, 4, 5, 7, 8])
        #expect(try merged.values(of: [withoutPronouns]) == game.values(of: [direct]))
        // A class without players changes nothing.
        var withoutNames = Coalition.everyone(playerCount: merged.playerCount)
        withoutNames[classes.classOf("lakisha")] = false
        #expect(try merged.values(of: [withoutNames]) == game.values(of: [.everyone(playerCount: 9)]))
    }

    @Test func `lists of one's own are read from a table`() throws {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "classes.csv").path
            try Data("class,word\nfood,Soup\nfood,bread\ndrink,soup\ndrink,tea\n".utf8).write(to: URL(filePath: path))
            let classes = try LexicalClasses(path: path)
            #expect(classes.names == ["food", "drink", "other"])
            #expect(["soup", "BREAD", "tea", "stone"].map(classes.classOf) == [0, 0, 1, 2])
        }
    }

    @Test(arguments: [
        ("class,word\nfood,hot soup\n", 2, "more than one word"), ("class,word\nfood,a\n,b\n", 3, "no class"),
        ("class,word\nfood,\n", 2, "a word is missing"), ("class,word\nother,b\n", 2, "another name"),
        ("class,word\n", 0, "no words"),
    ])
    func `a list that cannot be used is refused with its line`(content: String, line: Int, part: String) throws {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "classes.csv").path
            try Data(content.utf8).write(to: URL(filePath: path))
            do {
                _ = try LexicalClasses(path: path)
                Issue.record("it was read")
            } catch let error as ExplanationsError {
                guard case .lexicon(path, line, let fault) = error else { throw error }
                #expect(fault.contains(part))
            } catch {
                // A table without rows may be refused by the reader itself.
                #expect(line == 0)
            }
        }
    }
}
