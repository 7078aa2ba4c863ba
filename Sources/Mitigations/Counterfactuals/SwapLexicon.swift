/// Words that tell of whom a text speaks, and the words that would stand there if it spoke of somebody else.
///
/// A family has members, such as masculine and feminine, and forms, such as *father* and *mother*: the same word for each
/// member. A text is swapped by exchanging members, so that all its words move together; of more than two members pairs are
/// drawn. Names have lists of equal length, of which each name has its own partner.
public struct SwapLexicon: Sendable, Hashable {
    /// A word for each member of a family.
    struct Form: Sendable, Hashable {
        /// The words, lower case, in the order of the members.
        let words: [String]
        /// What the word has to be in its sentence.
        var role = WordRole.any
        /// Whether it is a plural, whose possessive has an apostrophe alone after an s.
        var isPlural = false
    }

    /// A word that is exchanged for others and never comes back: *mum* becomes *dad*, and *dad* becomes *mom*.
    struct Variant: Sendable, Hashable {
        let word: String
        let member: Int
        let form: Int
        var role = WordRole.any
    }

    /// Members that are exchanged for each other.
    struct Family: Sendable, Hashable {
        let attribute: String
        let members: [String]
        let forms: [Form]
        var variants: [Variant] = []
        /// What a template says of each member: things that can be said of a person, in the order of the members.
        var terms: [[String]] = []
        /// Whether forms are drawn too: names, of which each list is one member.
        var isOfNames = false
        /// Whether a user gave it.
        var isOwn = false
    }

    /// The families; where two have the same word, the first decides.
    let families: [Family]

    /// The attributes, in the order of the families.
    public var attributes: [String] {
        families.map(\.attribute).reduce(into: []) { list, name in
            if !list.contains(name) { list.append(name) }
        }
    }

    /// English words of gender (with first names), race and religion; Mitigations/Counterfactuals holds the lists.
    public static let english = SwapLexicon(
        families: [.genderWords, .genderNames, .race, .nationalRace, .religion, .furtherReligion])

    /// Returns the families of some attributes.
    ///
    /// - Throws: `MitigationsError.usage` with the attributes that there are.
    public func only(_ names: [String]) throws(MitigationsError) -> SwapLexicon {
        for name in names where !attributes.contains(name) {
            throw .usage(
                "no words are known for the attribute '\(name)': there are \(attributes.joined(separator: ", ")); "
                    + "--swaps FILE adds others")
        }
        return SwapLexicon(families: families.filter { names.contains($0.attribute) })
    }

    /// Returns these families with a user's pairs before them.
    func adding(_ own: [Family]) -> SwapLexicon { SwapLexicon(families: own + families) }

    /// All that shapes a swap, as text by which a resumed run is known to be the same.
    var fingerprint: String {
        families.map { family in
            "\(family.attribute) \(family.members) \(family.forms) \(family.variants)"
        }.joined(separator: "\n")
    }
}

/// What a word has to be in its sentence to be exchanged as its form says.
enum WordRole: Sendable, Hashable {
    /// Whatever it is.
    case any
    /// A pronoun that is the object: *I saw her*.
    case object
    /// A pronoun before its noun: *her car*.
    case determiner
    /// A pronoun in place of a noun: *the car is his*.
    case ownership
    /// A noun after an article: *a Christian said*.
    case noun
    /// Any other use of the same word: *is Christian*, *a Christian school*.
    case adjective
    /// Before a word for people: *white people*, and no *white wall*.
    case beforePeople
    /// Before a name: *Miss Jones*, and no *I miss you*.
    case title

    /// Whether the word is left alone in any other use.
    var isRequired: Bool { self == .beforePeople || self == .title }
}
