internal import FairnessMetrics
internal import Tables

/// Which columns a scan must decode for an audit, and where each part finds its own.
struct AuditPlan: Sendable {
    /// A part's place among the requests.
    struct Source: Sendable {
        var request: Int
        var decoding: ColumnRequest.Decoding
    }

    private(set) var requests: [ColumnRequest] = []
    let grouping: [GroupingRole]
    let label: BinaryRole?
    let prediction: BinaryRole?
    let threshold: Double?
    let task: AuditTask
    let memberships: [MembershipRole]
    private(set) var groupingSources: [Source] = []
    private(set) var labelSource: Source?
    private(set) var predictionSource: Source?
    private(set) var scoreSource: Source?
    private(set) var weightSource: Source?
    /// Where the features are, if their rows are read.
    private(set) var featureSources: [Source] = []
    /// The requests of each membership's probabilities.
    private(set) var membershipRequests: [[Int]] = []

    /// Resolves the definition's columns in a table's header.
    ///
    /// - Parameter numericFeatures: The features that are decoded as numbers, the others as texts; nil if features are
    ///   not read.
    /// - Throws: `TableError` for a column that the table does not have, with the name that may have been meant.
    init(_ definition: AuditDefinition, reader: TableReader, numericFeatures: [String]? = nil) throws {
        // A header that reads like a condition is still a column.
        func resolved(_ expression: ColumnExpression) throws -> ColumnExpression {
            if reader.columns.contains(expression.text) { return ColumnExpression(column: expression.text) }
            _ = try reader.columnIndex(named: expression.column)
            return expression
        }
        grouping = try (definition.protected + definition.strata).map {
            GroupingRole(expression: try resolved($0), bins: definition.bins[$0.text])
        }
        let task = definition.task
        self.task = task
        label = try definition.label.map {
            BinaryRole(role: "label", expression: try resolved($0), positive: definition.positive, task: task)
        }
        let answers = definition.answers
        prediction = try definition.prediction.map {
            // What a model answers is no column of the table.
            BinaryRole(
                role: "prediction", expression: answers?.prediction == nil ? try resolved($0) : $0,
                positive: definition.positive, task: task)
        }
        threshold = definition.threshold
        memberships = definition.memberships
        groupingSources = grouping.map { source($0.expression.column, $0.decoding) }
        labelSource = label.map { source($0.expression.column, $0.decoding) }
        predictionSource = prediction.map { role in
            guard let answers, let mapping = answers.prediction else {
                return source(role.expression.column, role.decoding)
            }
            return source(answers.column, role.decoding, mapping)
        }
        if let score = definition.score {
            if let answers, let mapping = answers.score {
                scoreSource = source(answers.column, .number, mapping)
            } else {
                scoreSource = source(try resolved(score).column, .number)
            }
        }
        for column in definition.features + [definition.text].compactMap(\.self) {
            _ = try reader.columnIndex(named: column)
        }
        if let weight = definition.weight {
            _ = try reader.columnIndex(named: weight)
            weightSource = source(weight, .weight)
        }
        if let numericFeatures {
            featureSources = definition.features.map {
                source($0, numericFeatures.contains($0) ? .number : .category)
            }
        }
        for role in memberships {
            var requests: [Int] = []
            for column in role.columns {
                _ = try reader.columnIndex(named: column)
                requests.append(source(column, .number).request)
            }
            membershipRequests.append(requests)
        }
    }

    /// What a row can tell.
    var inputs: Set<GroupMetric.Input> {
        var inputs: Set<GroupMetric.Input> = []
        if label != nil { inputs.insert(.label) }
        if prediction != nil || threshold != nil { inputs.insert(.prediction) }
        if scoreSource != nil { inputs.insert(.score) }
        return inputs
    }

    private mutating func source(
        _ column: String, _ decoding: ColumnRequest.Decoding, _ mapping: TextMapping? = nil
    ) -> Source {
        let request = ColumnRequest(name: column, decoding: decoding, mapping: mapping)
        if let known = requests.firstIndex(of: request) { return Source(request: known, decoding: decoding) }
        requests.append(request)
        return Source(request: requests.count - 1, decoding: decoding)
    }
}
