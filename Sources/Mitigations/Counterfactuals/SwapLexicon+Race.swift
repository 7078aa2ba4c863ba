extension SwapLexicon.Family {
    /// Words of race, which name people only before a word for them, or in the plural.
    static let race = SwapLexicon.Family(
        attribute: "race", members: ["Black", "white", "Asian", "Hispanic"],
        forms: [
            SwapLexicon.Form(words: ["black", "white", "asian", "hispanic"], role: .beforePeople),
            SwapLexicon.Form(words: ["blacks", "whites", "asians", "hispanics"], isPlural: true),
        ],
        terms: [["Black person"], ["white person"], ["Asian person"], ["Hispanic person"]])

    /// Americans by origin.
    static let nationalRace = SwapLexicon.Family(
        attribute: "race", members: ["Black", "white", "Asian", "Hispanic"],
        forms: [
            SwapLexicon.Form(
                words: ["african american", "european american", "asian american", "hispanic american"]),
            SwapLexicon.Form(
                words: ["african americans", "european americans", "asian americans", "hispanic americans"],
                isPlural: true),
        ])
}
