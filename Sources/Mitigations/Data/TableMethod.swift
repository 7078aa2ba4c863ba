internal import Files

/// A way of making what is learned from a table depend less on protected attributes, and how strongly.
public struct TableMethod: Sendable, Hashable {
    /// Where a method acts.
    public enum Stage: Sendable {
        /// On the rows or their weights.
        case data
        /// On what is learned from them.
        case training
    }

    /// The methods by the names of the command line.
    public enum Kind: String, Sendable, CaseIterable {
        /// Weights that make label and group independent.
        case reweighing
        /// Copies of rows.
        case oversample
        /// Rows left out.
        case undersample
        /// Rows invented between others.
        case smote
        /// The fewest labels turned.
        case massaging
        /// Numbers moved to the same place in all groups.
        case disparateImpactRemover = "disparate-impact-remover"
        /// Features written anew from prototypes that all groups belong to in like shares.
        case learnedFairRepresentation = "learned-fair-representation"
        /// Copies of texts that speak of somebody else.
        case counterfactual
        /// Copies of texts with words replaced.
        case synonyms
        /// Copies of texts with words misspelt.
        case noise
        /// A mixture of classifiers under a constraint.
        case exponentiatedGradient = "exponentiated-gradient"
        /// The best of a grid of classifiers.
        case gridSearch = "grid-search"
        /// A penalty on what the decisions tell of the group.
        case prejudiceRemover = "prejudice-remover"
        /// An adversary whose gradient is reversed.
        case adversary
        /// An adversary whose gradient is projected out.
        case projection
    }

    /// Which method.
    public let kind: Kind
    /// How strongly; what that means is the method's.
    public let strength: Double

    /// Makes a method of the usual strength unless another is given.
    public init(_ kind: Kind, strength: Double? = nil) {
        self.kind = kind
        self.strength = strength ?? kind.usualStrength
    }

    /// Reads `NAME` or `NAME:STRENGTH`.
    ///
    /// - Throws: `MitigationsError.usage` with the names that there are, or the range of the strength.
    public init(_ text: String) throws(MitigationsError) {
        let (kind, written) = try MethodText.parts(text, as: Kind.self)
        guard let written else {
            self.init(kind)
            return
        }
        guard let range = kind.strengths else {
            throw .usage("'\(visible(text))': \(kind.rawValue) has no strength")
        }
        guard let strength = Double(written), range.contains(strength),
            kind != .smote && kind != .gridSearch || strength == strength.rounded()
        else {
            throw .usage(
                "'\(visible(text))': the strength must be a number from \(Self.shown(range.lowerBound)) to "
                    + "\(Self.shown(range.upperBound)), such as \(TableMethod(kind).text)")
        }
        self.init(kind, strength: strength)
    }

    /// The text that reads back as this method.
    public var text: String {
        kind.strengths == nil ? kind.rawValue : "\(kind.rawValue):\(Self.shown(strength))"
    }

    private static func shown(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}

extension TableMethod.Kind {
    /// Where it acts.
    public var stage: TableMethod.Stage {
        switch self {
        case .exponentiatedGradient, .gridSearch, .prejudiceRemover, .adversary, .projection: .training
        default: .data
        }
    }

    /// What the strength may be; nil if there is none.
    var strengths: ClosedRange<Double>? {
        switch self {
        case .counterfactual: nil
        case .smote: 1...100
        case .gridSearch: 1...10_000
        case .exponentiatedGradient: 0...1
        case .learnedFairRepresentation, .prejudiceRemover, .adversary, .projection: 0...1_000
        default: 0...1
        }
    }

    var usualStrength: Double {
        switch self {
        case .smote: 5
        case .exponentiatedGradient: 0.01
        case .gridSearch: 20
        case .prejudiceRemover: 1
        case .adversary, .projection: 3
        case .noise: 0.1
        case .synonyms: 0.5
        default: 1
        }
    }

    /// Whether the group must be known of whoever is decided about.
    public var needsGroup: Bool { self == .disparateImpactRemover }

    /// Whether texts are written.
    public var writesTexts: Bool { self == .counterfactual || self == .synonyms || self == .noise }

    /// Its name within a sentence.
    public var name: String {
        switch self {
        case .reweighing: "reweighing"
        case .oversample: "over-sampling"
        case .undersample: "under-sampling"
        case .smote: "SMOTE within groups"
        case .massaging: "massaging of labels"
        case .disparateImpactRemover: "the disparate-impact remover"
        case .learnedFairRepresentation: "learned fair representations"
        case .counterfactual: "counterfactual copies"
        case .synonyms: "copies with synonyms"
        case .noise: "copies with misspellings"
        case .exponentiatedGradient: "exponentiated gradient"
        case .gridSearch: "grid search"
        case .prejudiceRemover: "the prejudice remover"
        case .adversary: "an adversary, gradient reversed"
        case .projection: "an adversary, gradient projected out"
        }
    }

    /// What the method does, what its strength is, and its source, in a sentence.
    public var explanation: String {
        switch self {
        case .reweighing:
            "Weights that make label and group independent, of any number of groups and labels; the strength is how far to go "
                + "(Kamiran, Calders 2012)."
        case .oversample:
            "Copies the fewest rows that make the share of positive labels the same in every group; the strength is the share "
                + "of the copies (Kamiran, Calders 2012, uniform sampling)."
        case .undersample:
            "Leaves out the fewest rows that make the share of positive labels the same in every group; the strength is the "
                + "share of the omissions (Kamiran, Calders 2012, uniform sampling)."
        case .smote:
            "Invents, where over-sampling would copy, rows between a row and one of its nearest neighbours of the same group "
                + "and label, texts by majority; the strength is the number of neighbours (Chawla et al. 2002, SMOTE and SMOTE-NC)."
        case .massaging:
            "Turns the fewest labels that make the share of positive ones the same in every group, those nearest to the border "
                + "by a learned score; the strength is the share that is turned (Kamiran, Calders 2012)."
        case .disparateImpactRemover:
            "Moves each number towards the value at the same rank of all groups; the strength is the repair level. Whoever "
                + "decides must know the group (Feldman et al. 2015)."
        case .learnedFairRepresentation:
            "Writes each row's features anew from ten learned prototypes that it belongs to in shares, softmax of −Σ α (x − v)²; "
                + "they minimise 0.1 · mean squared error of the features + log loss of the label + strength · Σ over groups of "
                + "½ Σ |group's mean share − everybody's|. Numbers become means, texts the likeliest value; the map does not look "
                + "at the group (Zemel, Wu, Swersky, Pitassi, Dwork 2013, for any number of groups)."
        case .counterfactual:
            "Adds a copy of each text that holds words of gender, race or religion, or of --swaps, with the words exchanged and "
                + "the same label (Zhao et al. 2018; Lu et al. 2020)."
        case .synonyms:
            "Adds, where over-sampling would copy, texts of which a share of the words in a short English list of synonyms is "
                + "replaced; the strength is that share (Wei, Zou 2019)."
        case .noise:
            "Adds, where over-sampling would copy, texts of which a share of the words is misspelt; the strength is that share "
                + "(Wei, Zou 2019; Belinkov, Bisk 2018)."
        case .exponentiatedGradient:
            "A mixture of classifiers of least error under --constraint, of which one is drawn for each decision; the strength "
                + "is how far a group's rate may lie from everybody's (Agarwal et al. 2018)."
        case .gridSearch:
            "Of classifiers at a grid of prices of --constraint the one with the least error plus violation; the strength is "
                + "their number (Agarwal et al. 2018)."
        case .prejudiceRemover:
            "A logistic regression with the mutual information of its decisions and the group added to its loss, times the "
                + "strength and the rows (Kamishima, Akaho, Asoh, Sakuma 2012, with one model for all groups)."
        case .adversary:
            "A logistic regression, or the perceptron of --learner, against an adversary that tells the group from its logits "
                + "within each label; its gradient is reversed, times the strength at its highest (Ganin et al. 2016)."
        case .projection:
            "The same with the adversary's gradient projected out of the model's (Zhang, Lemoine, Mitchell 2018)."
        }
    }
}
