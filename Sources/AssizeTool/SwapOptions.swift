import ArgumentParser
import Mitigations

/// Which words are exchanged to make a text speak of somebody else.
struct SwapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Pairs of words to exchange beside those of gender, race and religion: a table of attribute,first,second.",
            valueName: "file"))
    var swaps: String?

    @Option(help: "The attributes whose words are exchanged, separated by commas; all that are known unless named.")
    var swapAttributes: String?

    @Option(
        help: ArgumentHelp(
            "Sentences for the swap gap in place of the built-in ones: a table with a column template, such as 'A {identity} called.'",
            valueName: "file"))
    var templates: String?

    /// The sentences.
    func sentences() throws -> SwapTemplates {
        guard let templates else { return .english }
        return try SwapTemplates(file: templates)
    }

    /// The words.
    func lexicon() throws -> SwapLexicon {
        var lexicon = SwapLexicon.english
        if let swaps { lexicon = try lexicon.adding(file: swaps) }
        guard let swapAttributes else { return lexicon }
        return try lexicon.only(swapAttributes.split(separator: ",").map(String.init))
    }
}
