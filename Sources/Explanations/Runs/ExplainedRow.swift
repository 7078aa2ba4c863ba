internal import Files

/// A row that is to be explained: its game, and what a reader must know of it.
public struct ExplainedRow {
    /// What a method that looks into the model says of a row's players.
    public struct Inspection {
        /// One for each player, `[players]`.
        public var values: [Double]
        /// The model's output for the row.
        public var value: Double
        /// The output for the baseline; nil where there is none.
        public var baseValue: Double?
        /// How often the model was run.
        public var evaluations: Int
        /// What a reader must know.
        public var notes: [String] = []
        /// What the model's heads attended to; nil unless asked for.
        public var attention: AttentionMaps?
    }

    /// What the players' coalitions are worth.
    public var game: any CoalitionGame
    /// The name of each player, `[players]`.
    public var names: [String]
    /// The bytes of the text (UTF-8) that each player stands for, `[players]`; empty if players are not parts of a text.
    public var bytes: [Range<Int>] = []
    /// What the row says in the column of each player, `[players]`; empty if players are not columns.
    var contents: [JSON] = []
    /// The text; nil if the row has none.
    public var text: String?
    /// What the game's values are, such as `logit_margin`.
    public var output: String
    /// The label whose output it is; nil if there is none.
    public var label: String?
    /// What becomes of absent players, in words.
    public var absence: String
    /// What else a reader must know, such as that the text was cut.
    public var notes: [String] = []
    /// Who belongs together; nil if nobody knows.
    public var tree: PlayerTree?
    /// The class of each player, `[players]`, by the number in `classNames`; nil where classes were not asked for.
    public var classes: [Int]?
    /// The names of all classes, the same for every row.
    public var classNames: [String] = []
    /// Returns Shapley values without asking the model, at a confidence; nil if no closed form is known.
    var closedForm: ((_ confidence: Double) throws -> Attribution)?
    /// Looks into the model; nil if only its answers can be seen.
    public var inspect: ((InspectingMethod) throws -> Inspection)?

    /// Takes a game and the names of its players; all else is optional.
    public init(
        game: any CoalitionGame, names: [String], bytes: [Range<Int>] = [], text: String? = nil, output: String,
        label: String? = nil, absence: String, notes: [String] = [], tree: PlayerTree? = nil
    ) {
        self.game = game
        self.names = names
        self.bytes = bytes
        self.text = text
        self.output = output
        self.label = label
        self.absence = absence
        self.notes = notes
        self.tree = tree
    }

    /// The name of a player's class; nil where classes were not asked for.
    func className(_ player: Int) -> String? { classes.map { classNames[$0[player]] } }
}

/// Rows that can be explained one by one: texts that a checkpoint reads, or rows that an external predictor reads.
public protocol ExplainedRows {
    /// How many rows there are.
    var count: Int { get }
    /// The names of the classes that players of all rows fall into; empty if none were asked for.
    var classes: [String] { get }
    /// Returns a row's game.
    ///
    /// - Throws: What makes it impossible to explain the row.
    func row(_ number: Int) throws -> ExplainedRow
}
