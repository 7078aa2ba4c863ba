internal import FairnessMetrics
public import Files

extension Attribution {
    /// Returns one entry of `explanations` in a file of the schema `assize.explanations/1`.
    ///
    /// - Parameters:
    ///   - row: The number of the row that was explained, from 0; nil if it has none.
    ///   - output: What the game's values are, such as `logit_margin`.
    ///   - names: The name of each player.
    /// - Throws: `ExplanationsError.mismatch` unless there is a name for each player.
    public func json(row: Int?, output: String, names: [String]) throws -> JSON {
        guard names.count == players.count else {
            throw ExplanationsError.mismatch(what: "names", count: names.count, expected: players.count)
        }
        var members: [JSONObject.Member] = [
            .init("method", .string(method)), .init("output", .string(output)),
            .init("base_value", .number(baseValue)), .init("value", .number(value)),
            .init("evaluations", .integer(evaluations)), .init("exact", .bool(isExact)),
            .init("confidence", .number(confidence)),
            .init("players", .array(zip(names, players).map { .object($1.numbers + [.init("name", .string($0))]) })),
        ]
        if let row { members.append(.init("row", .integer(row))) }
        if let rankStability { members.append(.init("rank_stability", .number(rankStability))) }
        if let score { members.append(.init("score", .number(score))) }
        return .object(members)
    }

    /// Returns a whole file of entries.
    public static func document(_ explanations: [JSON]) -> JSON {
        .object([.init("schema", .string("assize.explanations/1")), .init("explanations", .array(explanations))])
    }
}

extension Attribution.Player {
    /// The value and how sure it is.
    var numbers: [JSONObject.Member] {
        var members: [JSONObject.Member] = [
            .init("value", .number(value)),
            .init("interval", .array([.number(interval.lower), .number(interval.upper)])),
            .init("undetermined", .bool(isUndetermined)),
        ]
        if let standardError { members.append(.init("standard_error", .number(standardError))) }
        if let signProbability { members.append(.init("sign_probability", .number(signProbability))) }
        return members
    }
}
