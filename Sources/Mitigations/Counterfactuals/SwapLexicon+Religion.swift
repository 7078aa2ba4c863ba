extension SwapLexicon.Family {
    /// Faiths that have a word of their own for people, faith, house, cleric and book.
    static let religion = SwapLexicon.Family(
        attribute: "religion", members: ["Christian", "Muslim", "Jewish", "Hindu"],
        forms: [
            SwapLexicon.Form(words: ["christian", "muslim", "jewish", "hindu"], role: .adjective),
            SwapLexicon.Form(words: ["christian", "muslim", "jew", "hindu"], role: .noun),
            SwapLexicon.Form(words: ["christians", "muslims", "jews", "hindus"], isPlural: true),
            SwapLexicon.Form(words: ["christianity", "islam", "judaism", "hinduism"]),
            SwapLexicon.Form(words: ["church", "mosque", "synagogue", "temple"]),
            SwapLexicon.Form(words: ["churches", "mosques", "synagogues", "temples"], isPlural: true),
            SwapLexicon.Form(words: ["priest", "imam", "rabbi", "pandit"]),
            SwapLexicon.Form(words: ["priests", "imams", "rabbis", "pandits"], isPlural: true),
            SwapLexicon.Form(words: ["bible", "quran", "torah", "gita"]),
        ],
        variants: [
            SwapLexicon.Variant(word: "koran", member: 1, form: 8),
            SwapLexicon.Variant(word: "pastor", member: 0, form: 6),
            SwapLexicon.Variant(word: "pastors", member: 0, form: 7),
        ],
        terms: [["Christian"], ["Muslim"], ["Jewish person"], ["Hindu"]])

    /// Two faiths more, of people and faith alone.
    static let furtherReligion = SwapLexicon.Family(
        attribute: "religion", members: ["Buddhist", "Sikh"],
        forms: [
            SwapLexicon.Form(words: ["buddhist", "sikh"]),
            SwapLexicon.Form(words: ["buddhists", "sikhs"], isPlural: true),
            SwapLexicon.Form(words: ["buddhism", "sikhism"]),
        ],
        terms: [["Buddhist"], ["Sikh"]])
}
