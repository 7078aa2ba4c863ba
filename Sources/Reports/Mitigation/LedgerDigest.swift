public import FairnessMetrics
public import Files

/// What a ledger says of the ways that were tried, as an audit keeps it: part of `results.json`.
///
/// Taken from a `ledger.json` and never computed anew. Of each step it keeps the figures of everybody, the gap that was to be
/// closed, and the groups that lost by it; the rest is left there.
public struct LedgerDigest: Sendable, Equatable {
    /// The file that it is from, and the SHA-256 of its bytes.
    public let path: String, sha256: String
    /// The ledger without what the digest leaves out.
    public let ledger: MitigationLedger

    /// Takes from a ledger what an audit keeps.
    ///
    /// - Parameters:
    ///   - document: The content of a `ledger.json`.
    ///   - path: The file, as the user named it.
    ///   - bytes: The file's bytes.
    ///   - minimumCell: Groups with fewer rows have to be withheld.
    /// - Throws: `ReportsError.unexpectedResults` with the path of what is wrong, or where the ledger withholds less.
    public init(_ document: JSON, path: String, bytes: [UInt8], minimumCell: Int = 0) throws(ReportsError) {
        let ledger = try MitigationLedger(document)
        guard ledger.minimumCell >= minimumCell else {
            throw .unexpectedResults(
                path: "minimum_cell",
                fault:
                    "the ledger withholds groups under \(ledger.minimumCell) and this audit those under \(minimumCell): "
                    + "make the ledger again with --min-cell \(minimumCell)")
        }
        self.path = path
        sha256 = Digest.sha256(bytes)
        self.ledger = ledger.digested
    }

    /// Reads the member `ledger` of `results.json`.
    init(_ value: ResultsValue) throws(ReportsError) {
        path = try value.required("path").string()
        sha256 = try value.required("sha256").string()
        ledger = try MitigationLedger(value.required("record").json)
    }

    /// The digest as `results.json` has it.
    var json: JSON {
        .object([.init("path", .string(path)), .init("sha256", .string(sha256)), .init("record", ledger.json)])
    }
}

extension MitigationLedger {
    /// The ledger with, of each step, everybody, the goal's gap, and the groups whose own figures fell.
    fileprivate var digested: MitigationLedger {
        var ledger = self
        ledger.steps = steps.map { step in
            var step = step
            step.groups = []
            step.disparities = disparity(of: step).map { [$0] } ?? []
            step.overall.metrics = step.overall.metrics.filter { $0.metric == "accuracy" }
            step.change = step.change.map { change in
                StepChange(
                    overall: change.overall.filter { $0.metric == "accuracy" },
                    groups: change.groups.compactMap { group in
                        let lost = group.metrics.filter(\.isLoss)
                        return lost.isEmpty ? nil : GroupShift(key: group.key, count: group.count, metrics: lost)
                    }, gaps: shift(of: step).map { [$0] } ?? [])
            }
            return step
        }
        return ledger
    }
}
