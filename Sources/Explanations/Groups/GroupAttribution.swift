/// The mean attribution of a group's rows, with intervals over both layers of chance: which rows, and which draws.
public struct GroupAttribution: Sendable, Equatable {
    /// The name of the group.
    public let name: String
    /// How many rows it has.
    public let rows: Int
    /// The mean of what nobody is worth.
    public let baseValue: Attribution.Player
    /// The mean score, or the share of decisions.
    public let value: Attribution.Player
    /// The mean contribution of each class, `[classes]`.
    public let contributions: [Attribution.Player]
    /// The part of the standard error of each that the draws of the explanations cause, `[classes]`; the rest is which rows
    /// were there.
    public let drawnErrors: [Double]

    /// Averages one group's rows.
    ///
    /// - Parameters:
    ///   - rows: The rows of all groups, with as many contributions each.
    ///   - groups: The names of the groups, by number.
    ///   - group: The number of the group.
    ///   - confidence: Of the intervals.
    /// - Throws: `ExplanationsError.tooFewRows` if it has fewer than two rows; an error for a row of no group, with other
    ///   classes or without a positive weight.
    public init(_ rows: [AttributedRow], groups: [String], group: Int, confidence: Double = 0.95) throws {
        try GroupRows.check(rows, groups: groups)
        let members = try GroupRows(rows, group: group, name: groups[group])
        name = groups[group]
        self.rows = members.rows.count
        baseValue = members.base.estimate(confidence: confidence)
        value = members.value.estimate(confidence: confidence)
        let means = members.contributions
        contributions = means.map { $0.estimate(confidence: confidence) }
        drawnErrors = means.map { $0.drawnVariance.squareRoot() }
    }

    /// Averages each group's rows.
    ///
    /// - Parameters:
    ///   - rows: The rows of all groups, with as many contributions each.
    ///   - groups: The names of the groups, by number.
    ///   - confidence: Of the intervals.
    /// - Throws: `ExplanationsError.tooFewRows` for a group of fewer than two rows; an error for a row of no group, with
    ///   other classes or without a positive weight.
    public static func all(
        _ rows: [AttributedRow], groups: [String], confidence: Double = 0.95
    ) throws -> [GroupAttribution] {
        try groups.indices.map { try GroupAttribution(rows, groups: groups, group: $0, confidence: confidence) }
    }
}

/// The rows of one group.
struct GroupRows {
    let rows: [AttributedRow]

    /// - Throws: `ExplanationsError.tooFewRows` for fewer than two.
    init(_ rows: [AttributedRow], group: Int, name: String) throws {
        self.rows = rows.filter { $0.group == group }
        guard self.rows.count >= 2 else {
            throw ExplanationsError.tooFewRows(group: name, count: self.rows.count, needed: 2)
        }
    }

    static func check(_ rows: [AttributedRow], groups: [String]) throws {
        let classes = rows.first?.contributions.count ?? 0
        for row in rows {
            guard groups.indices.contains(row.group) else {
                throw ExplanationsError.setting(
                    name: "a row's group", value: "\(row.group)",
                    remedy: "groups are numbered from 0 to \(groups.count - 1)")
            }
            guard row.contributions.count == classes, row.variances.count == classes else {
                throw ExplanationsError.mismatch(
                    what: "classes of a row", count: row.contributions.count, expected: classes)
            }
            guard row.weight > 0, row.weight.isFinite else {
                throw ExplanationsError.setting(
                    name: "a row's weight", value: "\(row.weight)", remedy: "leave the row out, or count it above 0")
            }
        }
    }

    var weights: [Double] { rows.map(\.weight) }
    var base: GroupMean { mean { ($0.baseValue, 0) } }
    var value: GroupMean { mean { ($0.value, 0) } }
    var contributions: [GroupMean] {
        (rows.first?.contributions ?? []).indices.map { index in
            mean { ($0.contributions[index], $0.variances[index]) }
        }
    }
    /// What no class contributes: nothing, for methods that add up.
    var rest: GroupMean { mean { ($0.value - $0.contributions.reduce($0.baseValue, +), 0) } }

    private func mean(_ read: (AttributedRow) -> (value: Double, variance: Double)) -> GroupMean {
        let read = rows.map(read)
        return GroupMean(read.map(\.value), variances: read.map(\.variance), weights: weights)
    }
}
