import ArgumentParser
import Mitigations
import Tables

/// What is tried on decisions.
struct AdjustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What shall be alike in all groups (default: equalized_odds).",
            discussion:
                "demographic_parity, equal_opportunity, false_positive_rate, true_negative_rate, false_negative_rate, equalized_odds or accuracy_parity."
        ))
    var constraint: String?

    @Option(help: "What is made as large as that allows: accuracy or balanced_accuracy (default: accuracy).")
    var objective: String?

    @Option(
        help: ArgumentHelp(
            "A way to try, such as group-thresholds; repeat it or separate names by commas. The first one is written.",
            discussion:
                "'assize list mitigations' lists them. Unless named, all that the data allow are tried, and the one is written that does best where it was fitted."
        ))
    var method: [String] = []

    @Option(help: "How far rates may lie apart where no draw makes them equal, in 0 to 1 (default: 0.01).")
    var tolerance: Double?

    @Option(help: "What calibrated-odds makes alike: fnr, fpr or weighted (default: weighted).")
    var cost: String?

    @Option(help: "The share of the rows that judges and is not fitted on (default: 0.3).")
    var heldOut: Double?

    @Option(help: "A file to fit on, beside --test, in place of DATA.")
    var fit: String?

    @Option(help: "A file to judge on, beside --fit.")
    var test: String?

    @Option(help: "Applies an adjustment.json that was written before to DATA, and fits nothing.")
    var using: String?

    @Option(help: "With --using: what to do with people of groups that the rules do not know: refuse or fallback.")
    var unseen: Unseen = .refuse

    enum Unseen: String, ExpressibleByArgument, CaseIterable {
        case refuse, fallback
    }

    /// The methods that are named.
    func methods() throws -> [DecisionMethod] {
        var methods: [DecisionMethod] = []
        for name in method.flatMap({ $0.split(separator: ",") }) {
            let method = try DecisionMethod(String(name.filter { $0 != " " }))
            guard !methods.contains(method) else { throw ValidationError("--method names \(method.rawValue) twice") }
            methods.append(method)
        }
        return methods
    }

    /// The choices that rules are fitted with.
    func settings() throws -> DecisionSettings {
        var settings = DecisionSettings()
        if let constraint { settings.constraint = try OptionWord.read(constraint, "--constraint") }
        if let objective { settings.objective = try OptionWord.read(objective, "--objective") }
        if let cost { settings.cost = try OptionWord.read(cost, "--cost") }
        if let tolerance {
            guard tolerance >= 0, tolerance < 1 else {
                throw ValidationError("--tolerance \(tolerance) is not between 0 and 1, such as 0.01")
            }
            settings.tolerance = tolerance
        }
        return settings
    }

    /// The share that is held out.
    func share() throws -> Double {
        guard let heldOut else { return 0.3 }
        guard heldOut > 0, heldOut < 1 else {
            throw ValidationError("--held-out \(heldOut) is not between 0 and 1, such as 0.3")
        }
        return heldOut
    }
}

/// A word among those that an option takes.
enum OptionWord {
    /// Reads it; the message for any other names the one that may have been meant.
    static func read<Word: RawRepresentable & CaseIterable>(_ text: String, _ option: String) throws -> Word
    where Word.RawValue == String {
        let known = Word.allCases.map(\.rawValue)
        guard let word = Word(rawValue: text) else {
            let guess = didYouMean(text, among: known).map { "; did you mean '\($0)'?" } ?? ""
            throw ValidationError("\(option) '\(text)' is none of \(known.joined(separator: ", "))\(guess)")
        }
        return word
    }
}
