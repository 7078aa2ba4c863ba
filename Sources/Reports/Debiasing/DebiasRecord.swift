public import FairnessMetrics

/// What a run that made a model depend less on a protected attribute tried, chose and came to: `debias.json`.
public struct DebiasRecord: Sendable, Equatable {
    /// The name of the record's form.
    public static let schema = "assize.debias/1"

    /// A number with its interval, if it has one.
    public struct Measure: Sendable, Equatable {
        /// The number.
        public let value: Double
        /// Its interval.
        public let interval: Interval?
    }

    /// What is compared between models.
    public struct Measures: Sendable, Equatable {
        /// The share of right decisions and the area under the ROC curve.
        public let accuracy: Measure?, rocAUC: Measure?
        /// The root mean square gap of true positive and true negative rates.
        public let gap: Measure?
        /// √((1 − accuracy)² + gap²).
        public let distance: Measure?
    }

    /// How well probes tell an attribute from a representation: the area under the ROC curve, for all texts, then within
    /// each label; nil where it is undefined.
    public struct Leakage: Sendable, Equatable {
        /// The attribute.
        public let attribute: String
        /// What a logistic regression reaches, and a perceptron; of several groups the one that is told best.
        public let linear: [Finding], perceptron: [Finding]

        /// Of all texts, or of those of one label.
        public struct Finding: Sendable, Equatable {
            /// The place of the label; nil for all texts.
            public let label: Int?
            /// The area under the ROC curve.
            public let area: Measure?
            /// The texts that the probe was judged on.
            public let texts: Int
        }
    }

    /// One way that was tried.
    public struct Trial: Sendable, Equatable {
        /// The methods.
        public let name: String
        /// What it reached on the development texts; nil if it collapsed.
        public let measures: Measures?
        /// How well its representation tells the attributes.
        public let leakage: [Leakage]
        /// Why it was stopped, if it was.
        public let collapse: String?
        /// Whether no other trial beats it.
        public let isOnFront: Bool
        /// Whether a checkpoint can hold it.
        public let fitsCheckpoint: Bool
        /// The gaps between groups on the development texts by name, such as `dialect.true_positive_rate`.
        public let gaps: [String: Measure]
        /// Seconds of training.
        public let seconds: Double
    }

    /// A model as the test texts judge it.
    public struct Verdict: Sendable, Equatable {
        /// What it is.
        public let model: String
        /// The figures.
        public let measures: Measures
        /// The gaps between groups by name, such as `dialect.equalized_odds_difference`.
        public let gaps: [(name: String, measure: Measure)]
        /// How well its representation tells the attributes.
        public let leakage: [Leakage]

        /// Returns whether two verdicts are equal.
        public static func == (left: Verdict, right: Verdict) -> Bool {
            left.model == right.model && left.measures == right.measures && left.leakage == right.leakage
                && left.gaps.elementsEqual(right.gaps) { $0.name == $1.name && $0.measure == $1.measure }
        }
    }

    /// What became of a group's own figures, on the same texts.
    public struct GroupChange: Sendable, Equatable {
        /// The attribute and its value.
        public let attribute: String, value: String
        /// The figure, its values, and the change with its interval; nil where the group has no such texts.
        public let figures: [(metric: String, before: Double, after: Double, change: Measure)]
        /// Whether one of them fell by more than chance.
        public let hasLost: Bool

        /// Returns whether two changes are equal.
        public static func == (left: GroupChange, right: GroupChange) -> Bool {
            left.attribute == right.attribute && left.value == right.value && left.hasLost == right.hasLost
                && left.figures.elementsEqual(right.figures) { $0 == $1 }
        }
    }

    /// The folder of the checkpoint that the run began with.
    public let checkpoint: String
    /// The version of the tool, and the seed of everything random.
    public let toolVersion: String, seed: String
    /// Whether the texts are generated and not observed.
    public let isSynthetic: Bool
    /// The names of the two labels, in the order of the model's outputs.
    public let labels: [String]
    /// How the result was chosen.
    public let rule: String
    /// The texts of each part.
    public let trainingCount: Int, developmentCount: Int, testCount: Int
    /// What was tried.
    public let trials: [Trial]
    /// The name of the trial that was chosen.
    public let chosen: String
    /// What the result is compared with, and the result.
    public let before: Verdict, after: Verdict
    /// What became of each group.
    public let groups: [GroupChange]
    /// What the reader should know.
    public let warnings: [String]
}
