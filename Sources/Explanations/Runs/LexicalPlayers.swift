/// The lexical class of each player of a text, and the classes that the text has words of.
struct LexicalPlayers {
    /// The class of each player, `[players]`, by the number in the lexicon.
    let classes: [Int]
    /// The names of all classes.
    let names: [String]

    init(_ names: [String], lexicon: LexicalClasses) {
        classes = names.map(lexicon.classOf)
        self.names = lexicon.names
    }

    /// The classes that have players, ascending.
    var present: [Int] { Set(classes).sorted() }

    /// The players of each class that is present, `[classes present][players]`.
    var groups: [[Int]] { present.map { number in classes.indices.filter { classes[$0] == number } } }
}

extension ExplainedRow {
    /// Notes the class of each player, or makes the classes that the text has words of its players.
    mutating func join(_ lexical: LexicalPlayers, asPlayers: Bool) {
        classNames = lexical.names
        guard asPlayers else {
            classes = lexical.classes
            return
        }
        let groups = lexical.groups
        game = merged(game, groups)
        names = lexical.present.map { lexical.names[$0] }
        bytes = []
        tree = nil
        classes = lexical.present
        let inspectWords = inspect
        inspect = inspectWords.map { inspect in
            { method in
                var found = try inspect(method)
                found.values = groups.map { group in group.reduce(0) { $0 + found.values[$1] } }
                return found
            }
        }
    }

    private func merged(_ game: some CoalitionGame, _ groups: [[Int]]) -> any CoalitionGame {
        MergedGame(game, groups: groups)
    }

    /// Puts a decision in place of a score.
    mutating func decide(from threshold: Double) {
        game = decision(game, threshold)
        output = "1 if \(output) is at least \(threshold), else 0"
        inspect = nil
        closedForm = nil
    }

    private func decision(_ game: some CoalitionGame, _ threshold: Double) -> any CoalitionGame {
        ThresholdGame(game, threshold: threshold)
    }
}
