extension SwapLexicon.Family {
    /// The members of gender.
    private static let members = ["masculine", "feminine"]

    /// Pronouns, titles, kin, and people and professions whose word has a gender.
    static let genderWords: SwapLexicon.Family = {
        var forms = [
            SwapLexicon.Form(words: ["he", "she"]), SwapLexicon.Form(words: ["him", "her"], role: .object),
            SwapLexicon.Form(words: ["his", "her"], role: .determiner),
            SwapLexicon.Form(words: ["his", "hers"], role: .ownership),
            SwapLexicon.Form(words: ["himself", "herself"]), SwapLexicon.Form(words: ["mr", "ms"]),
            SwapLexicon.Form(words: ["men", "women"], isPlural: true),
            SwapLexicon.Form(words: ["gentlemen", "ladies"], isPlural: true),
            SwapLexicon.Form(words: ["husbands", "wives"], isPlural: true),
        ]
        forms += singular.map { SwapLexicon.Form(words: [$0.0, $0.1]) }
        forms += regular.flatMap { masculine, feminine in
            [
                SwapLexicon.Form(words: [masculine, feminine]),
                SwapLexicon.Form(words: [masculine + "s", feminine + "s"], isPlural: true),
            ]
        }
        forms += sibilant.flatMap { masculine, feminine in
            [
                SwapLexicon.Form(words: [masculine, feminine]),
                SwapLexicon.Form(words: [masculine + "s", feminine + "es"], isPlural: true),
            ]
        }
        forms += occupations.flatMap { stem in
            [
                SwapLexicon.Form(words: [stem + "man", stem + "woman"]),
                SwapLexicon.Form(words: [stem + "men", stem + "women"], isPlural: true),
            ]
        }
        func form(_ word: String) -> Int { forms.firstIndex { $0.words.contains(word) } ?? 0 }
        return SwapLexicon.Family(
            attribute: "gender", members: members, forms: forms,
            variants: [
                .init(word: "mrs", member: 1, form: form("mr")),
                .init(word: "miss", member: 1, form: form("mr"), role: .title),
                .init(word: "mum", member: 1, form: form("dad")),
                .init(word: "mummy", member: 1, form: form("daddy"), role: .any),
                .init(word: "grandad", member: 0, form: form("grandpa")),
                .init(word: "granny", member: 1, form: form("grandpa")),
            ],
            terms: [
                ["man", "boy", "father", "husband", "gentleman"], ["woman", "girl", "mother", "wife", "lady"],
            ])
    }()

    /// First names that most people in the United States have met as those of men and of women, and that are no other word.
    static let genderNames = SwapLexicon.Family(
        attribute: "gender", members: members,
        forms: zip(masculineNames, feminineNames).map { SwapLexicon.Form(words: [$0, $1]) }, isOfNames: true)

    /// Words without a plural of their own, or whose plural stands elsewhere.
    private static let singular: [(String, String)] = [
        ("man", "woman"), ("gentleman", "lady"), ("husband", "wife"), ("sir", "madam"), ("hubby", "wifey"),
        ("masculine", "feminine"), ("masculinity", "femininity"), ("manly", "womanly"), ("manhood", "womanhood"),
        ("boyhood", "girlhood"), ("boyish", "girlish"), ("fatherhood", "motherhood"), ("fatherly", "motherly"),
        ("paternal", "maternal"), ("paternity", "maternity"), ("brotherhood", "sisterhood"),
        ("brotherly", "sisterly"),
        ("fiancé", "fiancée"), ("fiance", "fiancee"), ("bro", "sis"), ("hero", "heroine"), ("heroes", "heroines"),
        ("landlord", "landlady"),
        ("landlords", "landladies"),
    ]

    /// Words whose plural has an s.
    private static let regular: [(String, String)] = [
        ("boy", "girl"), ("guy", "gal"), ("male", "female"), ("father", "mother"), ("dad", "mom"),
        ("daddy", "mommy"), ("papa", "mama"), ("son", "daughter"), ("brother", "sister"), ("uncle", "aunt"),
        ("nephew", "niece"), ("grandfather", "grandmother"), ("grandpa", "grandma"), ("grandson", "granddaughter"),
        ("stepfather", "stepmother"), ("stepdad", "stepmom"), ("stepson", "stepdaughter"),
        ("stepbrother", "stepsister"), ("godfather", "godmother"), ("godson", "goddaughter"),
        ("boyfriend", "girlfriend"), ("schoolboy", "schoolgirl"), ("cowboy", "cowgirl"), ("groom", "bride"),
        ("king", "queen"), ("latino", "latina"), ("monk", "nun"),
        ("widower", "widow"),
    ]

    /// Words of which the feminine takes an e before the s.
    private static let sibilant: [(String, String)] = [
        ("lad", "lass"), ("actor", "actress"), ("waiter", "waitress"), ("prince", "princess"), ("duke", "duchess"),
        ("emperor", "empress"), ("heir", "heiress"), ("steward", "stewardess"), ("wizard", "witch"),
    ]

    /// What stands before man, woman, men and women.
    private static let occupations = [
        "police", "fire", "chair", "spokes", "business", "congress", "council", "sales", "camera", "sports", "crafts",
        "states", "anchor", "horse", "service", "alder", "assembly", "fisher", "handy", "noble",
    ]

    private static let masculineNames = [
        "james", "john", "robert", "michael", "david", "william", "richard", "joseph", "thomas", "charles",
        "christopher", "daniel", "matthew", "anthony", "donald", "steven", "paul", "andrew", "joshua", "kenneth",
        "kevin", "brian", "george", "edward", "ronald", "timothy", "jason", "jeffrey", "ryan", "jacob", "gary",
        "nicholas", "eric", "jonathan", "stephen", "larry", "justin", "scott", "brandon", "benjamin", "samuel",
        "gregory", "raymond", "alexander", "patrick", "dennis", "jerry", "tyler", "aaron", "nathan", "henry",
        "douglas", "adam", "peter", "zachary", "kyle", "walter", "ethan", "jeremy", "jamal",
    ]

    private static let feminineNames = [
        "mary", "patricia", "jennifer", "linda", "elizabeth", "barbara", "susan", "jessica", "sarah", "karen", "lisa",
        "nancy", "betty", "margaret", "sandra", "ashley", "kimberly", "emily", "donna", "michelle", "amanda",
        "dorothy", "melissa", "deborah", "stephanie", "rebecca", "sharon", "laura", "cynthia", "kathleen", "amy",
        "angela", "shirley", "anna", "brenda", "pamela", "emma", "nicole", "helen", "samantha", "katherine",
        "christine", "debra", "rachel", "carolyn", "janet", "catherine", "maria", "heather", "diane", "ruth", "julie",
        "olivia", "evelyn", "judith", "megan", "andrea", "cheryl", "hannah", "latoya",
    ]
}
