import Testing

@testable import Mitigations

struct TextSwapperTests {
    private static func swapped(_ text: String, _ attributes: [String]? = ["gender"], draw: Int = 0) -> String? {
        TextSwapper(.english, attributes: attributes, seed: 5).swapped(text, draw: draw)?.text
    }

    /// Without names, whose partners are drawn.
    private static let known: [(String, String)] = [
        ("He lost his keys.", "She lost her keys."),
        ("I saw her yesterday.", "I saw him yesterday."),
        ("Her car is red and I like her.", "His car is red and I like him."),
        ("The book is hers, not his.", "The book is his, not hers."),
        ("I gave her a book about her brother.", "I gave him a book about his sister."),
        ("They made her happy.", "They made him happy."),
        ("Her happy life ended.", "His happy life ended."),
        ("Please call her back!", "Please call him back!"),
        ("His family holds him back", "Her family holds her back"),
        (
            "Don't let him play. They saw him cry and call him my friend",
            "Don't let her play. They saw her cry and call her my friend"
        ),
        ("Her \"friend\" told her \"no\"", "His \"friend\" told him \"no\""),
        ("She gave it to his ‘boss’", "He gave it to her ‘boss’"),
        ("Her back hurts.", "His back hurts."),
        ("I will let her go", "I will let him go"),
        ("he or she; his or her car", "she or he; her or his car"),
        ("HE SAID: \"HER NAME\"", "SHE SAID: \"HIS NAME\""),
        ("She's here, isn't she?", "He's here, isn't he?"),
        ("The boys' father's car", "The girls' mother's car"),
        ("the ladies' coats", "the gentlemen's coats"), ("the gentlemen's coats", "the ladies' coats"),
        ("an actress and a waitress", "an actor and a waiter"),
        ("A king met an uncle.", "A queen met an aunt."),
        ("a man, an heir", "a woman, an heiress"),
        ("an empress", "an emperor"), ("a duchess or an heiress", "a duke or an heir"),
        ("He hurt himself.", "She hurt herself."),
        ("Two policemen and three women", "Two policewomen and three men"),
        ("s/he or (s)he may", "s/he or (s)he may"),
        ("Miss Brown met Mr. Green", "Mr Brown met Ms. Green"),
        (
            "She told him @hershey that #SheSaid see http://x.de/she and a.her@b.de",
            "He told her @hershey that #SheSaid see http://x.de/she and a.her@b.de"
        ),
    ]

    @Test(arguments: known)
    func `words of gender move by their grammar`(text: String, wanted: String) {
        #expect((TextSwapperTests.swapped(text) ?? text) == wanted)
    }

    @Test(arguments: [
        "The weather was fine.", "", "I miss you", "the white wall and the black car", "#he @she she@he.com",
        "www.she.com/her", "shepherd, heron, history, manual, the2man",
    ])
    func `a text without such a word is none to swap`(text: String) {
        #expect(TextSwapperTests.swapped(text, nil) == nil)
    }

    @Test(
        arguments: known.map(\.0).filter { !$0.contains("Miss") } + [
            "John and Mary met Mary's uncle JOHN; john said so.",
            "A Christian said that a Jewish man prays in the mosque.",
            "Black women and white men, Asian Americans, an African-American boy",
            "A Buddhist in a church of Islam, a Jew",
            "An Asian woman, a Black woman.", "Christians read the Bible, Muslims the Quran.",
            "A white or Black person",
            "Sarah’s mother gave her sister’s book to James", "He is Jewish. She is Christian. Every Hindu was there.",
        ], [1, 2, 3])
    func `two swaps give the text back`(text: String, draw: Int) throws {
        for attributes in [["gender"], ["race"], ["religion"], ["gender", "race", "religion"]] {
            let swapper = TextSwapper(.english, attributes: attributes, seed: 11)
            guard let once = swapper.swapped(text, draw: draw) else { continue }
            #expect(once.text != text)
            let twice = try #require(swapper.swapped(once.text, draw: draw))
            #expect(twice.text == text, "\(once.text)")
            #expect(twice.changes.map(\.to) == once.changes.map(\.from))
        }
    }

    @Test(arguments: [
        ("Mrs. Grey", "Ms. Grey"), ("my mum", "my mom"), ("the pastor", "the priest"), ("a koran", "a quran"),
    ])
    func `a word that shares its partner comes back as the other`(text: String, wanted: String) throws {
        let swapper = TextSwapper(.english, seed: 1)
        let once = try #require(swapper.swapped(text))
        #expect(swapper.swapped(once.text)?.text == wanted)
    }

    @Test func `a name has one partner in a text, of the other list, drawn by the seed`() throws {
        let text = "Mary knows John. mary's dog bit JOHN, not Susan."
        var partners: Set<String> = []
        for draw in 0..<20 {
            let swap = try #require(TextSwapper(.english, attributes: ["gender"], seed: 3).swapped(text, draw: draw))
            #expect(swap.changes.count == 5 && swap.direction == nil)
            let words = swap.text.split { !$0.isLetter }.map(String.init)
            #expect(words[0].lowercased() == words[3] && words[2].uppercased() == words[7])
            #expect(words[0].first?.isUppercase == true && words[0] != words[9] && words[3].first?.isLowercase == true)
            partners.insert(words[0])
        }
        #expect(partners.count > 5)
        let same = TextSwapper(.english, seed: 3).swapped(text, draw: 4)
        #expect(same == TextSwapper(.english, seed: 3).swapped(text, draw: 4))
    }

    @Test func `a text moves from one people to one other throughout`() throws {
        for draw in 0..<30 {
            let swap = try #require(
                TextSwapper(.english, seed: 2).swapped("Muslims: a Muslim imam in a mosque reads the Quran", draw: draw)
            )
            #expect(swap.direction?.from == "Muslim" && swap.direction?.to != "Muslim" && swap.changes.count == 5)
        }
        let race = TextSwapper(.english, attributes: ["race"], seed: 2)
        let mixed = try #require(race.swapped("African Americans and Black women"))
        #expect(mixed.direction != nil)
    }

    @Test func `the lists are well made`() {
        for family in SwapLexicon.english.families {
            var words: Set<String> = []
            for form in family.forms {
                #expect(form.words.count == family.members.count)
                for word in form.words {
                    #expect(word == word.lowercased() && !word.isEmpty)
                    #expect(words.insert(word).inserted || form.role != .any, "\(word)")
                }
            }
            #expect(family.terms.isEmpty || family.terms.count == family.members.count)
            #expect(Set(family.terms.map(\.count)).count <= 1)
            #expect(family.isOfNames || family.members.count.isMultiple(of: 2))
        }
        #expect(SwapLexicon.english.attributes == ["gender", "race", "religion"])
        #expect(throws: MitigationsError.self) { try SwapLexicon.english.only(["age"]) }
        #expect((try? SwapLexicon.english.only(["race"]))?.attributes == ["race"])
    }

    @Test(arguments: [
        ("umbrella", true), ("hour", true), ("hispanic", false), ("european", false), ("uncle", true),
        ("uniform", false),
        ("unimportant", true), ("one", false), ("Asian", true), ("MAN", false),
    ])
    func `the article follows the sound`(word: String, isVowel: Bool) {
        #expect(EnglishGrammar.beginsWithVowel(word) == isVowel)
    }
}
