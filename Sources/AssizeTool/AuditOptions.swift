import ArgumentParser

/// Which column plays which part.
struct RoleOptions: ParsableArguments {
    @Option(help: "What label and prediction hold: binary (the default), regression (numbers) or multiclass.")
    var task: String?

    @Option(help: "What happened or what is true: a column or a condition on one.")
    var label: String?

    @Option(help: "What was decided: a column or a condition on one, such as 'score_text != Low'.")
    var prediction: String?

    @Option(help: "A column of numbers that decisions follow, higher for the positive decision.")
    var score: String?

    @Option(
        help: ArgumentHelp(
            "A checkpoint whose answers to the texts are audited: a folder as transformers saves it.",
            discussion: "It makes the scores and, from a probability of 0.5 or --threshold on, the decisions."))
    var model: String?

    @Option(help: "With --model or --data-audit: the column of texts.")
    var text: String?

    @Option(help: "With --model: the most tokens of a text; longer ones are cut.")
    var maxLength: Int?

    @Option(help: "Makes decisions from the score: selected from this value on.")
    var threshold: Double?

    @Option(help: "The value that counts as positive in label and prediction.")
    var positive: String?

    @Option(help: "Protected columns, separated by commas; all their intersections are measured too.")
    var protected: [String] = []

    @Option(help: "Cuts a numeric column into bins, as COL=25,45,65: an edge belongs to the bin above it.")
    var bins: [String] = []

    @Option(
        help: ArgumentHelp(
            "Columns of probabilities of belonging to each group, as race=p_white,p_black; 0 to 1, a row sums to 1.",
            discussion:
                "For attributes that are not recorded. Rates weigh each person by the probabilities; such groups are "
                + "judged beside the protected ones, not crossed with them, and have no strata."))
    var membership: [String] = []

    @Option(help: "A column of weights, none negative.")
    var weight: String?

    @Option(
        help: "Columns that describe people, separated by commas: are people who are alike in them decided alike?")
    var features: [String] = []

    @Option(help: "Control columns, separated by commas: groups are also compared within each of their values.")
    var strata: [String] = []
}

/// What the verdicts rest on.
struct JudgementOptions: ParsableArguments {
    @Option(help: "The reference value of an attribute, as COL=VALUE; the most frequent one unless named.")
    var reference: [String] = []

    @Option(help: "The largest difference that is not material (default: 0.05).")
    var margin: Double?

    @Option(help: "The smallest ratio that is not material (default: 0.8).")
    var ratioMargin: Double?

    @Option(help: "The confidence level of every interval (default: 0.95).")
    var confidence: Double?

    @Option(help: "The interval of a group's rate: wilson or clopper_pearson (default: wilson).")
    var interval: String?

    @Option(help: "Adds intervals by resampling the counts this many times, such as 1000; score metrics have none.")
    var bootstrap: Int?

    @Option(help: "Crosses at most so many protected columns; all of them unless given.")
    var depth: Int?

    @Option(help: "Withholds cells with fewer rows.")
    var minCell: Int?

    @Option(help: "The seed of random draws (default: 0).")
    var seed: UInt64?

    @Option(
        help: "Looks at so many first positions of the ranking by score, as 10,100 (default: 1 %, 10 %, the selected).")
    var topK: [String] = []

    @Flag(help: "Compares rows with a missing protected value as a group of their own.")
    var compareUnknown = false

    @Option(
        help: ArgumentHelp(
            "What must hold, such as 'false_positive_rate.difference <= 0.1'; the exit code is 1 if it does not.",
            discussion: "A metric and an aggregation or a criterion such as equalized_odds_difference; then .lower, "
                + ".upper or .verdict for the interval's ends or the verdict; @race for one attribute only."))
    var gate: [String] = []
}

/// How the files are written.
struct TableFileOptions: ParsableArguments {
    @Option(help: "csv, tsv or jsonl; told by the file's ending or first bytes unless named.")
    var inputFormat: String?

    @Option(help: "The character between fields; 'tab' and 'space' are understood.")
    var separator: String?

    @Flag(help: "The first line is data, not names.")
    var noHeader = false

    @Option(help: "The names of the columns, separated by commas, for a file without header.")
    var columns: String?

    @Option(help: "The texts that mean no value, separated by commas (default: '?,NA,' where the last one is empty).")
    var missing: String?

    @Option(help: "Skips lines that begin with this.")
    var comment: String?

    @Flag(help: "Takes quotes as ordinary characters.")
    var noQuotes = false
}

/// Where results go.
struct OutputOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: "The folder for what is written; made if it does not exist.")
    var out: String?

    @Option(help: "What to print: a summary in words, or the results as JSON.")
    var format: Format = .text

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    @Option(help: "Threads that read the data; the results do not depend on it.")
    var threads: Int?
}
