import ArgumentParser
import Mitigations

/// What learns, and what reductions hold alike.
struct ReductionOptions: ParsableArguments {
    @Option(
        help:
            "What learns, for every line of the ledger and for massaging's order of rows: logistic (a logistic regression) or perceptron (one hidden layer of 32 units; the reductions take minutes with it) (default: logistic)."
    )
    var learner: String?

    @Option(
        help:
            "What exponentiated-gradient and grid-search hold alike, and whose gap the ledger looks at: demographic_parity, equalized_odds, true_positive_rate_parity, false_positive_rate_parity or error_rate_parity (default: demographic_parity)."
    )
    var constraint: String?

    /// What shall be alike.
    func kind() throws -> ParityConstraint.Kind {
        try constraint.map { try OptionWord.read($0, "--constraint") } ?? .demographicParity
    }

    /// What learns.
    func chosenLearner() throws -> TableLearner {
        try learner.map { try OptionWord.read($0, "--learner") } ?? .logistic
    }
}
