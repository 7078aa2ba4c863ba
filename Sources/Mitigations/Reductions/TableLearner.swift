/// What learns from the rows of a table, by the names of the command line.
public enum TableLearner: String, Sendable, CaseIterable {
    /// A logistic regression with scikit-learn's usual penalty.
    case logistic
    /// A perceptron with one hidden layer.
    case perceptron

    /// Its name within a sentence, with the article.
    public var name: String {
        switch self {
        case .logistic: "a logistic regression"
        case .perceptron: "a perceptron with one hidden layer"
        }
    }

    /// The widths of its hidden layers.
    var hidden: [Int] { self == .logistic ? [] : PerceptronLearner(seed: 0).hidden }

    /// Makes it.
    func learner(seed: UInt64) -> any WeightedLearner {
        switch self {
        case .logistic: LogisticLearner()
        case .perceptron: PerceptronLearner(seed: seed)
        }
    }
}
