public import FairnessMetrics

/// Everything that an audit found, as written to `results.json`: the only input of a report.
///
/// No clock and no machine enters it, so that the same data and the same settings give the same bytes.
public struct AuditResults: Sendable, Equatable {
    /// The name and version of the format.
    public static let schema = "assize.results/1"

    /// The version of the tool that made the results.
    public var toolVersion: String
    /// What was audited, in words.
    public var title: String
    /// A paragraph about the system, the decision and the people concerned, if the definition gives one.
    public var summary: String?
    /// The command that makes these results again.
    public var command: String
    /// The data that were read.
    public var data: DataDescription
    /// Which column plays which part.
    public var roles: [RoleDescription]
    /// The choices that shape the numbers.
    public var settings: AuditSettings
    /// The measurements and verdicts.
    public var assessment: Assessment
    /// The gates of the definition, each met or crossed.
    public var gates: [GateOutcome]
    /// What a reader should know about the reading of the data, such as a repeated header name.
    public var warnings: [String]
    /// What an audit of the data themselves found, if one was asked for.
    public var dataAudit: DataAuditRecord?
    /// What explanations of the model's outputs say of the gaps; nil if the definition names none.
    public var explanations: ExplanationsDigest?
    /// What a ledger says of ways that were tried; nil if the definition names none.
    public var ledger: LedgerDigest?

    /// Makes results from their parts.
    public init(
        toolVersion: String, title: String, summary: String? = nil, command: String, data: DataDescription,
        roles: [RoleDescription], settings: AuditSettings, assessment: Assessment, gates: [GateOutcome] = [],
        warnings: [String] = []
    ) {
        self.toolVersion = toolVersion
        self.title = title
        self.summary = summary
        self.command = command
        self.data = data
        self.roles = roles
        self.settings = settings
        self.assessment = assessment
        self.gates = gates
        self.warnings = warnings
    }
}

/// What was read, and how to know it again.
public struct DataDescription: Sendable, Equatable {
    /// One file of the data.
    public struct File: Sendable, Equatable {
        /// The path as the user gave it; `-` is standard input.
        public var path: String
        /// SHA-256 of its bytes, in hexadecimal.
        public var sha256: String
        /// Data rows in it, the header not counted; of a tally the rows it counts.
        public var rows: Int
        /// Its size in bytes.
        public var bytes: Int
        /// The files whose rows it counts, if it is a tally and holds no rows itself.
        public var tallied: [File]

        /// Describes a file.
        public init(path: String, sha256: String, rows: Int, bytes: Int, tallied: [File] = []) {
            self.path = path
            self.sha256 = sha256
            self.rows = rows
            self.bytes = bytes
            self.tallied = tallied
        }
    }

    /// The files, in the order read; at least one.
    public var files: [File]
    /// How many columns a row has.
    public var columns: Int
    /// Where the data come from, if the definition says.
    public var source: String?
    /// Under which licence, if the definition says.
    public var licence: String?
    /// Whether the data were generated and not observed; every page then says so.
    public var isSynthetic: Bool

    /// Describes data from their parts.
    public init(
        files: [File], columns: Int, source: String? = nil, licence: String? = nil, isSynthetic: Bool = false
    ) {
        self.files = files
        self.columns = columns
        self.source = source
        self.licence = licence
        self.isSynthetic = isSynthetic
    }

    /// Data rows in all files.
    public var rows: Int { files.reduce(0) { $0 + $1.rows } }
}

/// Which column plays a part in the audit.
public struct RoleDescription: Sendable, Equatable {
    /// The part: `label`, `prediction`, `score`, `protected`, `stratum` or `weight`.
    public var role: String
    /// The column, or the condition on one, as the user wrote it.
    public var column: String
    /// The value that counts as positive, where the part has one.
    public var positive: String?
    /// Rows in which it is missing; nil if the number is withheld.
    public var missing: Int?

    /// Describes a role.
    public init(role: String, column: String, positive: String? = nil, missing: Int?) {
        self.role = role
        self.column = column
        self.positive = positive
        self.missing = missing
    }
}

/// The choices that shape an audit's numbers.
public struct AuditSettings: Sendable, Equatable {
    /// The confidence level of every interval, such as 0.95.
    public var confidence: Double
    /// The largest difference that is not material.
    public var margin: Double
    /// The smallest ratio that is not material.
    public var ratioMargin: Double
    /// Cells with fewer rows than this are withheld; 0 or 1 withholds none.
    public var minimumCell: Int
    /// Groups with fewer rows than this never set a headline.
    public var headlineCell: Int
    /// The seed of every random draw.
    public var seed: UInt64
    /// The score from which on a row counts as selected, if decisions come from scores.
    public var threshold: Double?
    /// Whether rows with a missing protected value are compared as a group of their own.
    public var comparesUnknown: Bool
    /// The reference value of each attribute, chosen or the most frequent one.
    public var references: [AttributeValue]
    /// What kind of outcome was audited.
    public var task: AuditTask
    /// The interval of a group's rate.
    public var interval = RateInterval.wilson
    /// How many times the counts were resampled; 0 for none.
    public var bootstrapDraws = 0
    /// How many attributes were crossed at most; nil for all of them.
    public var depth: Int?
    /// What the report computes for rules besides.
    public var annexes: [Annex] = []

    /// Makes settings from their parts.
    public init(
        confidence: Double = 0.95, margin: Double = 0.05, ratioMargin: Double = 0.8, minimumCell: Int = 0,
        headlineCell: Int = 30, seed: UInt64 = 0, threshold: Double? = nil, comparesUnknown: Bool = false,
        references: [AttributeValue] = [], task: AuditTask = .binary
    ) {
        self.confidence = confidence
        self.margin = margin
        self.ratioMargin = ratioMargin
        self.minimumCell = minimumCell
        self.headlineCell = headlineCell
        self.seed = seed
        self.threshold = threshold
        self.comparesUnknown = comparesUnknown
        self.references = references
        self.task = task
    }
}

/// A gate of the definition and whether the results meet it.
public struct GateOutcome: Sendable, Equatable {
    /// The gate as written, such as `false_positive_rate.difference <= 0.1`.
    public var gate: String
    /// Whether every disparity it speaks of meets it.
    public var isMet: Bool
    /// What was found, in a sentence.
    public var finding: String

    /// Makes an outcome.
    public init(gate: String, isMet: Bool, finding: String) {
        self.gate = gate
        self.isMet = isMet
        self.finding = finding
    }
}
