import ArgumentParser
import Mitigations

/// What learns, and what reductions hold alike.
struct ReductionOptions: ParsableArguments {
    @Option(
        help:
            "What learns, for every line of the ledger and for massaging's order of rows: logistic (a logistic regression) or perceptron (one hidden layer of 32 units; slower, most of all in the reductions, which learn many times) (default: logistic)."
    )
    var learner: String?

    @Option(
        help:
            "What exponentiated-gradient and grid-search hold alike, and whose gap the ledger looks at: demographic_parity, equalized_odds, true_positive_rate_parity, false_positive_rate_parity or error_rate_parity (default: demographic_parity)."
    )
    var constraint: String?

    @Option(
        help:
            "For exponentiated-gradient, in place of a difference: each group's rate is at least this share of everybody's and the other way about; above 0, to 1, such as 0.8."
    )
    var ratioBound: Double?

    @Option(help: "How far a rate may fall short of --ratio-bound, from 0 to under 1 (default: 0).")
    var ratioBoundSlack: Double?

    func validate() throws {
        if let ratioBound, !(ratioBound > 0 && ratioBound <= 1) {
            throw ValidationError("--ratio-bound \(ratioBound) is not above 0 and at most 1, such as 0.8")
        }
        if let ratioBoundSlack {
            guard ratioBound != nil else {
                throw ValidationError(
                    "--ratio-bound-slack loosens --ratio-bound: name that too, such as --ratio-bound 0.8")
            }
            guard ratioBoundSlack >= 0, ratioBoundSlack < 1 else {
                throw ValidationError("--ratio-bound-slack \(ratioBoundSlack) is not from 0 to under 1, such as 0.01")
            }
        }
    }

    /// What shall be alike.
    func kind() throws -> ParityConstraint.Kind {
        try constraint.map { try OptionWord.read($0, "--constraint") } ?? .demographicParity
    }

    /// What learns.
    func chosenLearner() throws -> TableLearner {
        try learner.map { try OptionWord.read($0, "--learner") } ?? .logistic
    }

    /// The bound on a ratio; nil for the difference that is exponentiated gradient's strength.
    ///
    /// - Parameter methods: The methods as they were named.
    func ratio(_ methods: [String]) throws -> ParityConstraint.Bound? {
        guard let ratioBound else { return nil }
        let name = TableMethod.Kind.exponentiatedGradient.rawValue
        guard let named = methods.first(where: { $0 == name || $0.hasPrefix("\(name):") }) else {
            throw ValidationError(
                "--ratio-bound is a bound for \(name), which is not among the methods: add --method \(name)")
        }
        guard named == name else {
            throw ValidationError(
                "'\(named)' bounds a difference and --ratio-bound a ratio: omit one, as in --method \(name) "
                    + "--ratio-bound \(ratioBound)")
        }
        return .ratio(ratioBound, slack: ratioBoundSlack ?? 0)
    }
}
