public import FairnessMetrics

/// Everything that a model card says of a model: plain data, from which `ModelCard` writes Markdown.
///
/// What is nil or empty is not known, and the card says so or leaves a blank for people to fill.
public struct ModelCardContent: Sendable, Equatable {
    /// A name with its value, such as a choice of the training.
    public struct NamedValue: Sendable, Equatable {
        /// The name.
        public var name: String
        /// The value in words.
        public var value: String

        /// Pairs a name with a value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Something that was done to reduce a disparity, or to the data.
    public struct Method: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// What it does, in a sentence.
        public var effect: String
        /// How strongly it was used.
        public var strength: [NamedValue]

        /// Makes a method.
        public init(name: String, effect: String, strength: [NamedValue] = []) {
            self.name = name
            self.effect = effect
            self.strength = strength
        }
    }

    /// A file that the model learnt from or was judged on.
    public struct DataFile: Sendable, Equatable {
        /// The path as the user gave it.
        public var path: String
        /// SHA-256 of its bytes, in hexadecimal.
        public var sha256: String
        /// Its rows, if known.
        public var rows: Int?

        /// Describes a file.
        public init(path: String, sha256: String, rows: Int? = nil) {
            self.path = path
            self.sha256 = sha256
            self.rows = rows
        }
    }

    /// What the training took.
    public struct TrainingFigures: Sendable, Equatable {
        /// The steps taken, and the one whose weights are the model, if it is another.
        public var steps: Int, chosenStep: Int?
        /// Seconds, all sittings together.
        public var seconds: Double
        /// What it ran on, if known.
        public var machine: String?
        /// The texts learnt from and those held out; the model's parameters.
        public var texts: Int?, heldOut: Int?, parameters: Int?

        /// Describes a run.
        public init(
            steps: Int, chosenStep: Int? = nil, seconds: Double, machine: String? = nil, texts: Int? = nil,
            heldOut: Int? = nil, parameters: Int? = nil
        ) {
            self.steps = steps
            self.chosenStep = chosenStep
            self.seconds = seconds
            self.machine = machine
            self.texts = texts
            self.heldOut = heldOut
            self.parameters = parameters
        }
    }

    /// A figure of the rows held out, measured while training.
    public struct Figure: Sendable, Equatable {
        /// The id, such as `accuracy` or `dialect.equalized_odds_difference`.
        public var name: String
        /// The value; nil where it was not a finite number.
        public var value: Double?
        /// Its interval, if it has one.
        public var interval: Interval?

        /// Makes a figure.
        public init(_ name: String, _ value: Double?, interval: Interval? = nil) {
            self.name = name
            self.value = value
            self.interval = interval
        }
    }

    /// What the model says of a text.
    public enum Task: String, Sendable, CaseIterable {
        /// One of its labels.
        case classification
        /// Any number of its labels.
        case multiLabel = "multi_label"
        /// A number.
        case regression
        /// The tokens that are hidden from it.
        case maskedLanguage = "masked_language"
    }

    /// The model's name.
    public var title: String
    /// What it is for, in a sentence or two; nil leaves a blank.
    public var summary: String?
    /// The folder or name of the checkpoint that it was made from.
    public var basePath: String?
    /// The same on the Hugging Face Hub, if it is there; written into the metadata only if it can be an id.
    public var baseModel: String?
    /// The languages of its texts by their ISO 639 codes, such as `en`.
    public var languages: [String] = []
    /// The licence, such as `apache-2.0`; nil if it is not known.
    public var licence: String?
    /// What it says of a text.
    public var task: Task
    /// The names of its labels, in the order of its outputs.
    public var labels: [String]
    /// The files that it learnt from or was judged on.
    public var data: [DataFile] = []
    /// Where the data come from and their licence, if known.
    public var dataSource: String?, dataLicence: String?
    /// What was done to the texts before the model saw them, in sentences.
    public var preprocessing: [String] = []
    /// The choices of the training, in order.
    public var hyperParameters: [NamedValue] = []
    /// What was done to reduce disparities.
    public var methods: [Method] = []
    /// What the training took.
    public var training: TrainingFigures?
    /// Figures and gaps of the rows held out.
    public var heldOutFigures: [Figure] = []
    /// The audit of the model's answers.
    public var audit: AuditResults?
    /// The same against the audit of what it was made from.
    public var comparison: AuditComparison?
    /// What was measured of both beside the audits.
    public var modelChange: ModelChange?
    /// Known limits, in sentences.
    public var limits: [String] = []
    /// Who should use it for what, and for what it should not be used; nil leaves blanks.
    public var intendedUse: String?, misuse: String?
    /// The one command that makes it again.
    public var command: String?
    /// The version of the tool that made it.
    public var toolVersion: String

    /// Makes content of which only what has to be there is given.
    public init(title: String, task: Task, labels: [String], toolVersion: String) {
        self.title = title
        self.task = task
        self.labels = labels
        self.toolVersion = toolVersion
    }
}
