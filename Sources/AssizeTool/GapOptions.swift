import ArgumentParser
import Explanations
import Models

/// Whose gap is divided among classes of words, or among features.
struct GapOptions: ParsableArguments {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case demographicParity = "demographic_parity"
        case truePositiveRate = "true_positive_rate"
        case falsePositiveRate = "false_positive_rate"

        var kind: GapAttribution.Kind {
            switch self {
            case .demographicParity: .demographicParity
            case .truePositiveRate: .truePositiveRate
            case .falsePositiveRate: .falsePositiveRate
            }
        }
    }

    @Option(help: "Protected columns, separated by commas: divides the gap between their groups.")
    var protected: [String] = []

    @Option(
        help:
            "Which gap: demographic_parity (the default, of all rows), true_positive_rate or false_positive_rate (of rows whose --label is positive or negative)."
    )
    var gap: Kind = .demographicParity

    @Option(help: "Explains the decision in place of the output: 1 from this value on, so that gaps are of rates.")
    var threshold: Double?

    @Option(help: "A table with columns 'class' and 'word' in place of the built-in lists of words.")
    var classes: String?

    @Option(help: "The most rows of each group, drawn by the seed (default: all).")
    var rowsPerGroup: Int?

    @Option(
        help: ArgumentHelp(
            "An explanations.json of the same rows by another model, such as before it was debiased: shows what changed.",
            valueName: "before.json"))
    var compare: String?

    /// The names of the protected columns.
    var columns: [String] { protected.flatMap { $0.split(separator: ",").map(String.init) } }

    func validate() throws {
        for (place, name) in columns.enumerated() where columns[..<place].contains(name) {
            throw ValidationError("--protected names '\(name)' twice")
        }
        guard columns.isEmpty else { return }
        if compare != nil { throw ValidationError("--compare shows how a gap changed: name --protected") }
        if rowsPerGroup != nil || gap != .demographicParity {
            throw ValidationError("a gap is one between groups: name --protected")
        }
    }

    /// The lists of words; nil if nobody asks for classes.
    func lexicon(asPlayers: Bool) throws -> LexicalClasses? {
        if let classes { return try LexicalClasses(path: classes) }
        return columns.isEmpty && !asPlayers ? nil : .standard
    }

    /// Whose gap is divided, and which rows that takes; nil for none.
    func plan(_ input: ExplanationInput, candidates: [Int], seed: UInt64) throws -> GapPlan? {
        guard !columns.isEmpty else { return nil }
        let positive = input.positive
        if gap != .demographicParity, positive == nil {
            throw ExplanationsError.setting(
                name: "the positive label", value: "unknown", remedy: "name it with --positive")
        }
        return try GapPlan(
            kind: gap.kind, attributes: input.attributes,
            labels: input.labels.map { label in label.map { $0 == positive } }, candidates: candidates,
            rowsPerGroup: rowsPerGroup, isOfDecisions: threshold != nil, seed: seed)
    }
}
