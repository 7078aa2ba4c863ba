public import FairnessMetrics

/// A column that was searched, and how its values came about.
public struct SearchedColumn: Sendable, Equatable {
    /// How a column became a few values.
    public enum Kind: String, Sendable, CaseIterable {
        /// Its own values.
        case values
        /// Numbers cut at edges that were given.
        case bins
        /// Numbers cut at quantiles of the data.
        case quantiles
        /// The most frequent texts, the others taken together.
        case grouped
        /// A condition on the column holds or does not.
        case condition
    }

    /// The column, or the condition on one.
    public var name: String
    /// How its values came about.
    public var kind: Kind
    /// The edges that cut numbers; an edge belongs to the bin above it.
    public var edges: [Double]
    /// How many texts were taken together as "other".
    public var groupedValues: Int
    /// The values that were searched.
    public var values: [AttributeValue]

    /// Describes a column.
    public init(name: String, kind: Kind, edges: [Double] = [], groupedValues: Int = 0, values: [AttributeValue]) {
        self.name = name
        self.kind = kind
        self.edges = edges
        self.groupedValues = groupedValues
        self.values = values
    }
}

/// The choices that shape a search.
public struct SliceSettings: Sendable, Equatable {
    /// The most conditions of a slice.
    public var depth: Int
    /// Slices with fewer rows that the metric counts were skipped.
    public var minimumRows: Int
    /// Permutations that tested the slices; nil if a held-out half did.
    public var permutations: Int?
    /// The seed of the halves or of the permutations.
    public var seed: UInt64
    /// The confidence level of intervals.
    public var confidence: Double
    /// The largest difference that is not material.
    public var margin: Double
    /// The score from which on a row counts as selected, if decisions come from scores.
    public var threshold: Double?

    /// Makes settings from their parts.
    public init(
        depth: Int, minimumRows: Int, permutations: Int?, seed: UInt64, confidence: Double, margin: Double,
        threshold: Double? = nil
    ) {
        self.depth = depth
        self.minimumRows = minimumRows
        self.permutations = permutations
        self.seed = seed
        self.confidence = confidence
        self.margin = margin
        self.threshold = threshold
    }
}

/// Everything that a search for slices found, as written to `slices.json`.
///
/// No clock and no machine enters it, so that the same data and the same settings give the same bytes.
public struct SliceResults: Sendable, Equatable {
    /// The name and version of the format.
    public static let schema = "assize.slices/1"

    /// The version of the tool that made the results.
    public var toolVersion: String
    /// What was searched, in words.
    public var title: String
    /// The command that makes these results again.
    public var command: String
    /// The data that were read.
    public var data: DataDescription
    /// Which column says what happened.
    public var roles: [RoleDescription]
    /// The columns that were searched.
    public var columns: [SearchedColumn]
    /// The id of the metric.
    public var metric: String
    /// The choices that shape the search.
    public var settings: SliceSettings
    /// The slices.
    public var findings: SliceFindings
    /// What a reader should know about the reading of the data.
    public var warnings: [String]

    /// Makes results from their parts.
    public init(
        toolVersion: String, title: String, command: String, data: DataDescription, roles: [RoleDescription],
        columns: [SearchedColumn], metric: String, settings: SliceSettings, findings: SliceFindings,
        warnings: [String] = []
    ) {
        self.toolVersion = toolVersion
        self.title = title
        self.command = command
        self.data = data
        self.roles = roles
        self.columns = columns
        self.metric = metric
        self.settings = settings
        self.findings = findings
        self.warnings = warnings
    }
}
