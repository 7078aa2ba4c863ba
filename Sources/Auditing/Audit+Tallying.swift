internal import FairnessMetrics
internal import Tables

/// Counts that can be shared where rows cannot.
extension Audit {
    /// Counts the data of a definition, for a tally file that `run` judges later, alone or together with others.
    ///
    /// A definition whose data are tally files gives their sum.
    ///
    /// - Throws: What `run` throws of counting; `AuditError.usage` for numeric outcomes and for a score column without a
    ///   threshold.
    public static func tally(
        _ definition: AuditDefinition, workers: Int = 2,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)? = nil
    ) throws -> TalliedData {
        let faults = definition.faults
        guard faults.isEmpty else { throw AuditError.usage(faults.joined(separator: "\n")) }
        if definition.task == .regression { throw AuditError.usage(numbersAreNotTallied) }
        guard definition.memberships.isEmpty else {
            throw AuditError.usage(
                "--membership: a tally holds whole people, and no probabilities of groups; leave it out, or audit the tables"
            )
        }
        let tallied = try tallied(
            definition.isTallied ? definition : definition.decided(), isPart: true, workers: workers,
            progress: progress)
        for (_, tally) in tallied.table.cells where tally.everyone.weight > TallyReading.maximumWeight {
            throw AuditError.data(
                "the weights of a group sum to \(tally.everyone.weight), more than \(TallyReading.maximumWeight): scale "
                    + "them")
        }
        return tallied
    }

    private static let numbersAreNotTallied =
        "--task regression: a tally holds counts only. What is measured of numbers needs the number of every person, one by "
        + "one, and such a list can identify people. Tally a condition in place of the number, such as --label 'COLUMN >= "
        + "NUMBER', or audit the rows where they are"

    /// Returns the counts of a definition: read from its rows, or from its tally files.
    static func tallied(
        _ definition: AuditDefinition, isPart: Bool, workers: Int,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)?
    ) throws -> TalliedData {
        if definition.isTallied {
            return try TalliedData(tallies: zip(definition.resolvedPaths, definition.data).map { ($0, $1) })
        }
        return try count(definition, isPart: isPart, workers: workers, progress: progress)
    }
}

extension AuditDefinition {
    /// The ending by which a tally file is known.
    public static let tallyEnding = ".tally"

    /// Whether the data are tally files, which bring their roles with them.
    public var isTallied: Bool { !data.isEmpty && data.allSatisfy { $0.hasSuffix(Self.tallyEnding) } }

    /// What cannot be asked of tallies, because it was settled when they were counted.
    var talliedFaults: [String] {
        let settled: [(String, Bool)] = [
            ("--task", task != .binary), ("--label", label != nil), ("--prediction", prediction != nil),
            ("--score", score != nil),
            ("--threshold", threshold != nil), ("--positive", positive != nil), ("--protected", !protected.isEmpty),
            ("--strata", !strata.isEmpty), ("--weight", weight != nil), ("--bins", !bins.isEmpty),
            ("--top-k", !topK.isEmpty), ("--features", !features.isEmpty), ("text", text != nil),
            ("--membership", !memberships.isEmpty), ("--data-audit", dataAudit != nil),
        ]
        let named = settled.filter(\.1).map(\.0)
        guard !named.isEmpty else { return [] }
        return [
            "\(named.joined(separator: ", ")): a tally file brings its own roles, which were settled when it was counted; "
                + "leave this out, or tally the tables again"
        ]
    }

    /// The definition with decisions in place of the scores that they follow from.
    ///
    /// - Throws: `AuditError.usage` if there are scores and no threshold.
    fileprivate func decided() throws(AuditError) -> AuditDefinition {
        guard let score else { return self }
        guard let threshold else {
            throw .usage(
                "--score \(score.text): a tally holds counts only. What is measured of scores needs the score of every "
                    + "person, one by one, and such a list can identify people. Name --threshold T to tally the decisions "
                    + "that follow from the score, or leave the score out")
        }
        var decided = self
        decided.score = nil
        decided.threshold = nil
        decided.prediction = ColumnExpression(column: score.column, .atLeast, threshold)
        return decided
    }
}
