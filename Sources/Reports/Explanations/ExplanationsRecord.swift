public import FairnessMetrics

/// What explanations of a model's outputs came to: `explanations.json`, as `assize explain` writes it.
public struct ExplanationsRecord: Sendable, Equatable {
    /// The name of the record's form.
    public static let schema = "assize.explanations/1"

    /// A number with what is known of its error.
    public struct Value: Sendable, Equatable {
        /// The number.
        public var value: Double
        /// The standard error over the draws of the method, or over rows; 0 if exact.
        public var standardError: Double?
        /// What bounds the number; nil if nothing is known.
        public var interval: Interval?
        /// The probability that the number has the sign that it shows.
        public var signProbability: Double?
        /// Whether the sign cannot be told from noise.
        public var isUndetermined: Bool

        /// Whether the interval, or the file, leaves no doubt about the sign.
        public var hasSign: Bool { !isUndetermined && value != 0 }
    }

    /// A word, token, feature or class and what it contributes.
    public struct Player: Sendable, Equatable {
        /// What the text says there, or the name of a column.
        public var name: String
        /// The contribution, in the units of the output.
        public var value: Value
        /// The bytes of the text (UTF-8) that the player stands for; nil if there is no text.
        public var bytes: Range<Int>?
        /// The lexical class, such as `pronouns`.
        public var classification: String?
        /// What the row says in this column.
        public var content: String?
    }

    /// Two players and what they are worth together, beyond what each is worth alone.
    public struct Interaction: Sendable, Equatable {
        /// The numbers of both players.
        public var first: Int, second: Int
        /// The interaction.
        public var value: Value
    }

    /// What the model does when words leave or stay alone.
    public struct Faithfulness: Sendable, Equatable {
        /// The drop of the output without the players that push most, and with them alone.
        public var comprehensiveness: Double?, sufficiency: Double?
        /// The area over the perturbation curve.
        public var areaOverPerturbation: Double?
        /// The squared error of the additive explanation.
        public var infidelity: Double?
        /// Kendall's τ with leave-one-out.
        public var tauWithLeaveOneOut: Double?
    }

    /// What one method says of one row.
    public struct Explanation: Sendable, Equatable {
        /// The number of the row, from 0; nil if it has none.
        public var row: Int?
        /// The id of the method, such as `kernel_shap`.
        public var method: String
        /// What is divided among the players, such as `logit_margin`.
        public var output: String
        /// The label whose output it is.
        public var label: String?
        /// What nobody is worth, nil if the method has no baseline; what everyone is worth.
        public var baseValue: Double?, value: Double
        /// How many different coalitions were evaluated.
        public var evaluations: Int
        /// Whether nothing is estimated.
        public var isExact: Bool
        /// The confidence of the intervals.
        public var confidence: Double
        /// In the order of the text or of the columns.
        public var players: [Player]
        /// The text that was explained.
        public var text: String?
        /// What becomes of a word that is absent.
        public var absence: String?
        /// The mean probability that of two players the one that is shown larger is larger.
        public var rankStability: Double?
        /// How well the method's own model fits, at most 1.
        public var score: Double?
        /// The row's group, and what is true of it.
        public var group: String?, actual: String?
        /// Spearman's correlation with what a Shapley method says of the row.
        public var agreementWithShapley: Double?
        /// Pairs of players.
        public var interactions: [Interaction]
        /// How well the explanation says what the model does.
        public var faithfulness: Faithfulness?
        /// Where the model looked.
        public var attention: Attention?
        /// What the reader should know.
        public var notes: [String]
    }

    /// What every head attended to in one text.
    public struct Attention: Sendable, Equatable {
        /// A unit that is attended to, and the share of attention that it gets.
        public struct Link: Sendable, Equatable {
            /// The number of the unit.
            public var unit: Int
            /// From 0 to 1.
            public var weight: Double
        }

        /// What the units say; empty for a token that frames the text.
        public var units: [String]
        /// By layer, head and the unit that asks: the units that it attends to most, which need not be all.
        public var layers: [[[[Link]]]]
    }

    /// The version of the tool; the checkpoint or the command of the model; the command that made the file.
    public var toolVersion: String, model: String?, command: String?
    /// The files that the rows are from.
    public var files: [String]
    /// By row, then by method.
    public var explanations: [Explanation]
    /// What each class of players adds to gaps between groups.
    public var gaps: [Gap]
    /// How gaps changed since another model was explained.
    public var changes: [GapChange]
    /// What each class of players contributes on average in each group.
    public var groupMeans: [GroupMeans]
    /// Whether groups are explained equally well.
    public var disparities: [Disparity]
    /// The rows that could not be explained, and why.
    public var skipped: [Skipped]
    /// What the reader should know of the whole run.
    public var notes: [String]

    /// A row that could not be explained.
    public struct Skipped: Sendable, Equatable {
        /// Its number, from 0.
        public var row: Int
        /// Why.
        public var reason: String
    }
}

extension ExplanationsRecord {
    /// A gap between two groups, divided among classes of players.
    public struct Gap: Sendable, Equatable {
        /// Which gap, such as `demographic_parity_difference`.
        public var kind: String
        /// What divides the groups.
        public var attribute: String
        /// The method that explained the rows, and what it divided.
        public var method: String, output: String?
        /// The group whose mean counts positively, and the one that is subtracted, with their rows.
        public var first: Group, second: Group
        /// The gap; what the base values differ by; what neither they nor a class accounts for.
        public var measured: Value, baseDifference: Value, unattributed: Value
        /// By class.
        public var contributions: [Contribution]
        /// What the reader should know.
        public var notes: [String]

        /// A group and how many of its rows count.
        public struct Group: Sendable, Equatable {
            /// The name.
            public var name: String
            /// The rows.
            public var rows: Int
        }

        /// What a class adds.
        public struct Contribution: Sendable, Equatable {
            /// The class.
            public var name: String
            /// What it adds, with the interval over rows and draws.
            public var value: Value
            /// The part of the standard error that the draws of the explanations cause.
            public var drawnError: Double?
        }
    }

    /// A gap before and after something was done to the model, over the rows that both explain.
    public struct GapChange: Sendable, Equatable {
        /// The gap as it was, as it is, and what it is more or less.
        public var before: Gap, after: Gap, change: Gap
        /// What the reader should know.
        public var notes: [String]
    }

    /// The mean attribution of each group of one attribute.
    public struct GroupMeans: Sendable, Equatable {
        /// What divides the groups.
        public var attribute: String
        /// The method that explained the rows, and what it divided.
        public var method: String, output: String
        /// The groups with two rows or more.
        public var groups: [Group]

        /// The means of a group, with intervals over rows and draws.
        public struct Group: Sendable, Equatable {
            /// The name, and how many rows count.
            public var name: String, rows: Int
            /// What nobody is worth, and the output.
            public var baseValue: Value, value: Value
            /// By class, in the same order for every group.
            public var contributions: [Gap.Contribution]
        }
    }

    /// One measure of how well rows are explained, compared between a group and the reference.
    public struct Disparity: Sendable, Equatable {
        /// The attribute, the group, and the group that it is compared with.
        public var attribute: String, group: String, referenceGroup: String
        /// The id of the measure, such as `comprehensiveness`.
        public var measure: String
        /// The rows of the group that have the measure.
        public var rows: Int
        /// The means of both and their difference.
        public var mean: Value, reference: Value, difference: Value
        /// The p-value, adjusted over all comparisons.
        public var adjustedPValue: Double
    }
}
