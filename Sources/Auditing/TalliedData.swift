internal import FairnessMetrics
internal import Reports

/// What counting leaves of the data: the tallies of every cell, and what was counted. All that judging needs.
public struct TalliedData: Sendable, Equatable {
    /// A label or a prediction that was counted.
    struct Decision: Sendable, Equatable {
        /// The column, or the condition on one, as the user wrote it.
        var expression: String
        /// What counted as positive, where outcomes are two-valued.
        var positive: String?
    }

    /// A column of scores.
    struct Score: Sendable, Equatable {
        var column: String
        /// The score from which on a row counted as selected.
        var threshold: Double?
    }

    var label: Decision?
    var prediction: Decision?
    var score: Score?
    /// An attribute known by probabilities.
    struct Membership: Sendable, Equatable {
        var role: MembershipRole
        var tally: MembershipTally
    }

    var weight: String?
    var memberships: [Membership] = []
    var features: [String] = []
    var text: String?
    /// How each attribute, then each control column, split the rows.
    var grouping: [GroupingRole]
    var table: GroupTable
    var data: DataDescription
    /// The rows of an audit with features; never of a tally file.
    var people: FeatureTable?
    /// What a reader should know about the reading of the data, one sentence each.
    public internal(set) var warnings: [String] = []

    /// Which column played which part, with the rows that lack a value there, unless these are withheld as a group.
    func roles(of assessment: Assessment, minimumCell: Int) -> [RoleDescription] {
        let missing = assessment.overall.missing
        let withheld = Set(assessment.groups.filter { $0.isSuppressed && $0.key.isUnknown }.map(\.key.attributes))
        var roles: [RoleDescription] = []
        func add(_ role: ColumnRole, _ column: String, positive: String? = nil, missing: Int? = 0) {
            roles.append(RoleDescription(role: role.rawValue, column: column, positive: positive, missing: missing))
        }
        if let label { add(.label, label.expression, positive: label.positive, missing: missing.label) }
        if let prediction {
            add(.prediction, prediction.expression, positive: prediction.positive, missing: missing.prediction)
        }
        if let score {
            let positive = score.threshold.map { "\(score.column) >= \($0)" }
            add(.score, score.column, positive: positive, missing: missing.score)
        }
        for (index, column) in (table.attributes + table.strata).enumerated() {
            let unknown = table.cells.filter { column.values[$0.key[index]].isUnknown }
            let rows = unknown.reduce(0) { $0 + $1.value.everyone.count }
            let isProtected = index < table.attributes.count
            let isWithheld = isProtected ? withheld.contains([column.name]) : rows > 0 && rows < minimumCell
            add(isProtected ? .protected : .stratum, column.name, missing: isWithheld ? nil : rows)
        }
        for (membership, assessed) in zip(memberships, assessment.memberships) {
            for column in membership.role.columns {
                add(.membership, column, missing: assessed.isWithheld ? nil : assessed.unknownRows)
            }
        }
        if let weight { add(.weight, weight) }
        for feature in features { add(.feature, feature) }
        if let text { add(.text, text) }
        return roles
    }
}
