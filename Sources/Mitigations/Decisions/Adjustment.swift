/// Rules that were fitted, with what they read: `adjustment.json`, which decides about other rows later.
public struct Adjustment: Sendable {
    /// The name of the record's form.
    public static let schema = "assize.adjustment/1"

    /// One method's rule.
    public struct Entry: Sendable {
        /// The method.
        public let method: DecisionMethod
        /// What it reads of a row.
        public let input: DecisionFit.Input
        /// The rule.
        public let rule: DecisionRule
        /// What each group came to on the rows that it was fitted on; those of no group last. Empty once read from a file.
        public let masses: [SelectedMass]

        /// Makes an entry from its parts.
        public init(
            method: DecisionMethod, input: DecisionFit.Input, rule: DecisionRule, masses: [SelectedMass] = []
        ) {
            self.method = method
            self.input = input
            self.rule = rule
            self.masses = masses
        }
    }

    /// What a table has to have, as it was named when the rules were fitted.
    public struct Roles: Sendable, Equatable {
        /// The label, the prediction and the score: columns or conditions.
        public var label: String?, prediction: String?, score: String?
        /// The score from which decisions are positive, where there is no prediction.
        public var threshold: Double?
        /// The value that counts as positive.
        public var positive: String?
        /// The protected attributes.
        public var protected: [String]
        /// Edges that cut numeric attributes into bins.
        public var bins: [String: [Double]]

        /// Names the roles.
        public init(
            label: String? = nil, prediction: String? = nil, score: String? = nil, threshold: Double? = nil,
            positive: String? = nil, protected: [String], bins: [String: [Double]] = [:]
        ) {
            self.label = label
            self.prediction = prediction
            self.score = score
            self.threshold = threshold
            self.positive = positive
            self.protected = protected
            self.bins = bins
        }
    }

    /// The version of the tool.
    public let toolVersion: String
    /// What a table has to have.
    public let roles: Roles
    /// What was alike, and what was made large.
    public let constraint: RateConstraint, objective: DecisionObjective
    /// The seed of the draws.
    public let seed: UInt64
    /// The groups.
    public let cells: DecisionCells
    /// The rules.
    public let entries: [Entry]
    /// The place of the chosen one.
    public let chosen: Int

    /// Makes a record from its parts.
    public init(
        toolVersion: String, roles: Roles, constraint: RateConstraint, objective: DecisionObjective, seed: UInt64,
        cells: DecisionCells, entries: [Entry], chosen: Int
    ) {
        precondition(entries.indices.contains(chosen), "rule \(chosen) of \(entries.count)")
        self.toolVersion = toolVersion
        self.roles = roles
        self.constraint = constraint
        self.objective = objective
        self.seed = seed
        self.cells = cells
        self.entries = entries
        self.chosen = chosen
    }

    /// Returns the rule of a method, or the chosen one.
    ///
    /// - Throws: `MitigationsError.usage` with the methods that the record holds.
    public func entry(_ method: DecisionMethod?) throws(MitigationsError) -> Entry {
        guard let method else { return entries[chosen] }
        guard let entry = entries.first(where: { $0.method == method }) else {
            throw .usage(
                "the adjustment holds no rule of \(method.rawValue); it holds "
                    + entries.map(\.method.rawValue).joined(separator: ", "))
        }
        return entry
    }
}
