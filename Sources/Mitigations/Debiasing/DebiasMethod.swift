internal import Files

/// One way of making a model's decisions depend less on a protected attribute, and how strongly.
public struct DebiasMethod: Sendable, Hashable {
    /// Where in the making of a model a method acts.
    public enum Stage: Int, Sendable, Comparable {
        /// On what training makes smaller, or on which texts count.
        case training
        /// On the representation of a trained model; folded into its weights.
        case representation
        /// On the decisions; needs the group at decision time and cannot lie in a checkpoint.
        case decision

        /// Earlier stages come first.
        public static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    /// The methods by the names of the command line.
    public enum Kind: String, Sendable, CaseIterable {
        /// A gradient-reversal adversary on the representation, a head for each label.
        case adversary
        /// Three of them that are kept different.
        case diverseAdversaries = "diverse-adversaries"
        /// A linear adversary that is solved in closed form at every step.
        case linearAdversary = "linear-adversary"
        /// The adversary on the logits whose gradient is projected out.
        case projection
        /// Every group weighs as much as another within each label.
        case balanced
        /// Every cell of label and group weighs as much as another.
        case balancedJoint = "balanced-joint"
        /// The worst group's loss leads.
        case groupDRO = "group-dro"
        /// Texts are drawn more often from the groups with the larger loss.
        case fairBatch = "fair-batch"
        /// The squared difference of the groups' mean scores within each label is a loss.
        case groupDifference = "group-difference"
        /// More dropout.
        case dropout
        /// Copies of texts that speak of somebody else are learnt from too.
        case counterfactual
        /// Directions that tell the group are projected out one after another.
        case inlp
        /// All that tells the group linearly is projected out at once.
        case leace
        /// The same within each label.
        case leaceWithinLabel = "leace-within-label"
        /// A threshold for each group.
        case thresholds
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
    /// - Throws: `MitigationsError.usage` with the names that there are.
    public init(_ text: String) throws(MitigationsError) {
        let (kind, written) = try MethodText.parts(text, as: Kind.self)
        guard let written else {
            self.init(kind)
            return
        }
        guard kind.takesStrength, let strength = Double(written), strength.isFinite, strength >= 0 else {
            throw .usage(
                kind.takesStrength
                    ? "'\(visible(text))': the strength must be a number from 0 on, such as \(kind.rawValue):1"
                    : "'\(visible(text))': \(kind.rawValue) has no strength")
        }
        self.init(kind, strength: strength)
    }

    /// The text that reads back as this method.
    public var text: String {
        kind.takesStrength
            ? "\(kind.rawValue):\(strength == strength.rounded() ? "\(Int(strength))" : "\(strength)")"
            : kind.rawValue
    }
}

extension DebiasMethod.Kind {
    /// Where it acts.
    public var stage: DebiasMethod.Stage {
        switch self {
        case .inlp, .leace, .leaceWithinLabel: .representation
        case .thresholds: .decision
        default: .training
        }
    }

    /// Whether a strength means anything.
    public var takesStrength: Bool {
        switch self {
        case .balanced, .balancedJoint, .counterfactual, .leace, .leaceWithinLabel, .thresholds: false
        default: true
        }
    }

    /// The strength unless another is given.
    var usualStrength: Double {
        switch self {
        case .adversary, .diverseAdversaries, .projection: 1
        case .linearAdversary: 0.1
        case .groupDRO: 0.01
        case .fairBatch: 0.05
        case .groupDifference: 1
        case .dropout: 0.2
        case .inlp: 30
        default: 1
        }
    }

    /// What the method does, what its strength is, and its source, in a sentence.
    public var explanation: String {
        switch self {
        case .adversary:
            "An adversary tells the group from what the output layer reads, for each label apart and with every cell of label "
                + "and group counting alike, and its gradient reaches the model reversed, times the strength at its highest "
                + "(Ganin et al. 2016; Han, Baldwin, Cohn 2021)."
        case .diverseAdversaries:
            "Three such adversaries, kept different by a penalty (Han, Baldwin, Cohn 2021, Diverse Adversaries)."
        case .linearAdversary:
            "A linear adversary of what the output layer reads, for each label apart and with every cell counting alike, is "
                + "solved anew at every step over the last batches; the share of the group that it explains, times the "
                + "strength, is a loss of the model (after Ganin et al. 2016; Belrose et al. 2023)."
        case .projection:
            "An adversary reads the logits and the label; the model's gradient loses its part along the adversary's, and "
                + "goes the strength against it (Zhang, Lemoine, Mitchell 2018)."
        case .balanced:
            "Within each label every group weighs as much as another (Han, Baldwin, Cohn 2022, for equal opportunity)."
        case .balancedJoint:
            "Every combination of label and group weighs as much as another (Kamiran, Calders 2012)."
        case .groupDRO:
            "The loss of the worst combination of label and group leads; the strength is how fast weights move "
                + "(Sagawa et al. 2020)."
        case .fairBatch:
            "Ten times an epoch, texts begin to be drawn more often from the group of larger loss within each label; the "
                + "strength is the step (Roh et al. 2021)."
        case .groupDifference:
            "The squared difference of the groups' mean losses within each label is added, times the strength "
                + "(Shen et al. 2022)."
        case .dropout:
            "Hidden states and attention are dropped at this rate (Webster et al. 2020)."
        case .counterfactual:
            "Each text that holds words of gender, race or religion, or of --swaps, is learnt from a second time with the "
                + "words exchanged and the same label (Zhao et al. 2018; Lu et al. 2020)."
        case .inlp:
            "Linear classifiers of the group are projected out of the representation, one after another, at most as many as "
                + "the strength (Ravfogel et al. 2020)."
        case .leace:
            "What tells the group linearly is projected out of the representation, at the least change (Belrose et al. 2023)."
        case .leaceWithinLabel:
            "The same, of what is left once the label's means are taken away."
        case .thresholds:
            "A threshold for each group, where the gap is smallest at the least loss of accuracy (Hardt, Price, Srebro 2016)."
        }
    }
}
