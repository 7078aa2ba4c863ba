/// What of English grammar a swap needs: which of its uses an ambiguous word has, and which article it takes.
///
/// Rules of thumb over the neighbouring words, not a parser.
enum EnglishGrammar {
    /// Returns whether a word has a role where it stands.
    static func fits(_ role: WordRole, _ run: Int, in text: WordRuns) -> Bool {
        switch role {
        case .any: true
        case .object: !isDeterminer(run, in: text)
        case .determiner: isDeterminer(run, in: text)
        case .ownership: !isDeterminer(run, in: text)
        case .noun: isNoun(run, in: text)
        case .adjective: !isNoun(run, in: text)
        case .beforePeople: isBeforePeople(run, in: text)
        case .title: isBeforeName(run, in: text)
        }
    }

    /// Whether *her* or *his* belongs to a noun that follows.
    private static func isDeterminer(_ run: Int, in text: WordRuns) -> Bool {
        if let gap = text.gap(after: run), gap.elementsEqual(["/"]), possessives.contains(text.runs[run + 1].lower) {
            return isDeterminer(run + 1, in: text)
        }
        guard let next = text.following(run) else { return isBeforeQuotation(run, in: text) }
        let word = text.runs[next].lower
        if ["and", "or"].contains(word), let other = text.following(next), possessives.contains(text.runs[other].lower)
        {
            return isDeterminer(other, in: text)
        }
        if closing.contains(word) { return false }
        let isHer = text.runs[run].lower == "her"
        if isHer, let before = text.preceding(run) {
            let verb = text.runs[before].lower
            if particles.contains(word), moving.contains(verb) { return false }
            if ["let", "lets", "letting"].contains(verb) { return false }
            if bareVerbs.contains(word), letting.contains(verb) { return false }
        }
        // "made her happy." against "her happy life"
        if isHer, complements.contains(word) || word.hasSuffix("ly") && !nouns.contains(word) {
            guard let after = text.following(next) else { return false }
            return !closing.contains(text.runs[after].lower)
        }
        return true
    }

    /// Whether a noun in quotation marks follows: *his "friend"*; after a verb of saying they hold what was said to *her*.
    private static func isBeforeQuotation(_ run: Int, in text: WordRuns) -> Bool {
        guard let gap = text.gap(after: run), gap.count == 2, let space = gap.first, let mark = gap.last,
            space.properties.isWhitespace, "'\"“‘".unicodeScalars.contains(mark)
        else { return false }
        guard text.runs[run].lower == "her", let before = text.preceding(run) else { return true }
        return !saying.contains(text.runs[before].lower)
    }

    /// Whether a word that can be noun or adjective follows an article and nothing that it could describe follows it.
    private static func isNoun(_ run: Int, in text: WordRuns) -> Bool {
        guard let before = text.preceding(run), articles.contains(text.runs[before].lower) else { return false }
        guard let next = text.following(run) else { return true }
        return closing.contains(text.runs[next].lower)
    }

    private static func isBeforePeople(_ run: Int, in text: WordRuns) -> Bool {
        var place = run
        for _ in 0..<4 {
            guard let next = text.following(place) else { return false }
            let word = text.runs[next].lower
            if people.contains(word) { return true }
            guard ["and", "or"].contains(word) || passing.contains(word) else { return false }
            place = next
        }
        return false
    }

    private static func isBeforeName(_ run: Int, in text: WordRuns) -> Bool {
        guard let next = text.following(run), let first = text.scalars[text.runs[run].range].first,
            let other = text.scalars[text.runs[next].range].first
        else { return false }
        return first.properties.isUppercase && other.properties.isUppercase
    }

    /// Returns whether a word begins with the sound of a vowel, so that *an* stands before it.
    static func beginsWithVowel(_ word: String) -> Bool {
        let word = word.lowercased()
        if ["hour", "honest", "honor", "honour", "heir"].contains(where: word.hasPrefix) { return true }
        if ["eu", "ewe", "one", "once", "use", "usu", "uti", "ubi", "ufo"].contains(where: word.hasPrefix) {
            return false
        }
        if word.hasPrefix("uni") { return word.hasPrefix("unin") || word.hasPrefix("unim") }
        return word.first.map("aeiou".contains) ?? false
    }

    // MARK: - Words

    private static let possessives: Set = ["his", "her", "hers", "their", "my", "your", "our", "its"]

    private static let articles: Set = [
        "a", "an", "the", "this", "that", "every", "each", "another", "one", "no", "any",
    ]

    /// Words that begin no phrase of a noun: after them no noun of the pronoun follows.
    private static let closing = words(
        """
        to in on at for from with by of about as than into onto over under after before because since while when where who
        whom what why how if that which though although until till unless through during without within against between
        among around near off out up down away and or but nor so yet the a an this these those some any no every each all
        both he she they it we i you him me us them himself herself themselves myself yourself is was are were been has had
        have do does did will would can could should shall may might must not never always again now then today tomorrow
        yesterday tonight soon too also here there anyway instead ever either already anymore once twice please like lol
        lmao tho cuz rn u im hers isn wasn didn doesn won wouldn couldn shouldn ain my your his her our their tbh smh
        fr af dat dis da wit
        """)

    /// Adjectives that may complete an object.
    private static let complements = words(
        """
        happy sad angry mad crazy pregnant stupid smart beautiful pretty ugly well better best good bad worse right wrong
        alone alive dead sick nervous proud sorry jealous upset humble wet famous rich poor fat skinny wait more first last enough
        """)

    private static let particles: Set = [
        "back", "home", "down", "everything", "flowers", "money", "something", "nothing",
    ]

    private static let moving = words(
        """
        call called calling calls bring brought send sent take took taken taking get got want wanted wants text texted
        drive drove drop dropped win won love loved loves walk walked follow followed give gave given giving gives buy
        bought hold holds held holding tell told offer offered lend lent owe owed pay paid
        """)

    private static let letting = words(
        "make made makes making help helped helps helping watch watched watching see saw seeing hear heard")

    private static let saying: Set = [
        "told", "tell", "tells", "telling", "ask", "asks", "asked", "text", "texted",
    ]

    /// Nouns that end as adverbs do.
    private static let nouns: Set = [
        "family", "belly", "bully", "ally", "reply", "jelly", "fly", "supply", "assembly", "lily",
    ]

    private static let bareVerbs = words(
        """
        go be cry feel think know do get laugh leave stay come see say speak talk run live die eat sleep believe want
        understand realize realise look sound find have take keep stop try move learn forget remember suffer smile stand
        """)

    /// Words between a word of race and the people that it describes.
    private static let passing: Set = [
        "black", "white", "asian", "hispanic", "young", "old", "older", "younger", "poor", "rich", "trans", "gay",
        "working", "american", "british", "christian", "muslim", "jewish", "male", "female", "single", "teenage",
        "college",
    ]

    private static let people = words(
        """
        person people persons man men woman women guy guys gal gals girl girls boy boys male males female females kid kids
        child children baby babies teen teens teenager teenagers adult adults folk folks family families community
        communities american americans friend friends neighbor neighbors neighbour neighbours worker workers student
        students voter voters teacher teachers doctor doctors nurse nurses lawyer lawyers officer officers cop cops actor
        actors actress actresses player players artist artists father fathers mother mothers dad dads mom moms husband
        husbands wife wives brother brothers sister sisters son sons daughter daughters boyfriend boyfriends girlfriend
        girlfriends couple couples lady ladies gentleman gentlemen dude dudes customer customers patient patients immigrant
        immigrants citizen citizens victim victims candidate candidates applicant applicants employee employees employer
        boss bosses race population youth youths lives
        """)

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { $0.isWhitespace }.map(String.init))
    }
}
