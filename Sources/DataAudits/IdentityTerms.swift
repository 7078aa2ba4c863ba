/// Words that name groups of people, none of them a slur.
public struct IdentityTerms: Sendable, Equatable {
    /// The words of each kind, lower case.
    public let kinds: [(name: String, words: [String])]

    /// Makes a list of words by kind.
    public init(kinds: [(name: String, words: [String])]) { self.kinds = kinds }

    /// Whether both hold the same words.
    public static func == (left: IdentityTerms, right: IdentityTerms) -> Bool {
        left.kinds.count == right.kinds.count
            && zip(left.kinds, right.kinds).allSatisfy { $0.name == $1.name && $0.words == $1.words }
    }

    /// The words that come with the tool: English, neutral in tone.
    public static let shipped = IdentityTerms(kinds: [
        (
            "gender",
            [
                "woman", "women", "female", "females", "girl", "girls", "lady", "ladies", "she", "her", "man", "men",
                "male", "males", "boy", "boys", "he", "him", "his", "transgender", "trans", "nonbinary",
            ]
        ),
        (
            "orientation",
            [
                "gay", "lesbian", "lesbians", "bisexual", "heterosexual", "homosexual", "straight", "queer", "lgbt",
                "lgbtq",
            ]
        ),
        (
            "religion",
            [
                "muslim", "muslims", "islam", "islamic", "christian", "christians", "christianity", "catholic",
                "protestant", "jew", "jews", "jewish", "judaism", "hindu", "hindus", "buddhist", "buddhists", "sikh",
                "sikhs", "mormon", "atheist", "atheists",
            ]
        ),
        (
            "race and ethnicity",
            [
                "black", "blacks", "white", "whites", "asian", "asians", "latino", "latina", "latinos", "hispanic",
                "hispanics", "african", "africans", "caucasian", "arab", "arabs", "indigenous", "aboriginal", "roma",
            ]
        ),
        (
            "nationality",
            [
                "american", "americans", "mexican", "mexicans", "chinese", "japanese", "korean", "koreans", "indian",
                "indians", "pakistani", "russian", "russians", "german", "germans", "french", "british", "english",
                "irish", "italian", "italians", "polish", "turkish", "iranian", "nigerian", "immigrant", "immigrants",
                "refugee", "refugees", "foreigner", "foreigners",
            ]
        ),
        (
            "age",
            ["old", "older", "elderly", "young", "younger", "teenage", "teenager", "teenagers", "senior", "seniors"]
        ),
        (
            "disability",
            ["disabled", "disability", "blind", "deaf", "autistic", "autism", "wheelchair", "paralyzed", "epileptic"]
        ),
    ])
}
