internal import FairnessMetrics

/// How the rows of two audits belong together, which decides what may be said of a change.
public enum SampleRelation: String, Sendable, CaseIterable {
    /// Both read the same files: same hashes, same numbers of rows.
    case sameRows = "same_rows"
    /// The files differ, but every group has as many rows and as many positive labels: it is the same people, as where a
    /// model's new answers were written beside the old data.
    case apparentlySameRows = "apparently_same_rows"
    /// Some files are in both.
    case sharedFiles = "shared_files"
    /// No file is in both; whether a person is, the files do not say.
    case differentFiles = "different_files"

    /// Whether the two audits are independent, as far as their descriptions tell.
    public var isIndependent: Bool { self == .differentFiles }

    /// Works out how two audits belong together.
    init(_ before: AuditResults, _ after: AuditResults) {
        let first = Self.files(before.data.files)
        let second = Self.files(after.data.files)
        if first == second {
            self = .sameRows
        } else if !Set(first).isDisjoint(with: second) {
            self = .sharedFiles
        } else if before.data.rows == after.data.rows, Self.counts(before) == Self.counts(after) {
            self = .apparentlySameRows
        } else {
            self = .differentFiles
        }
    }

    /// The hashes of the files that hold the rows, in order; those behind a tally and not the tally itself.
    private static func files(_ files: [DataDescription.File]) -> [String] {
        files.flatMap { $0.tallied.isEmpty ? ["\($0.sha256) \($0.rows)"] : self.files($0.tallied) }.sorted()
    }

    /// Rows and positive labels of everybody and of each group.
    private static func counts(_ results: AuditResults) -> [GroupKey: [Double]] {
        var counts: [GroupKey: [Double]] = [:]
        for group in results.assessment.groups + [results.assessment.overall] {
            let positives = group.estimate("base_rate")?.defined?.numerator
            counts[group.key.inOrder] = [Double(group.count), positives ?? -1]
        }
        return counts
    }
}

extension GroupKey {
    /// The same group with its attributes in ascending order, however an audit named them.
    var inOrder: GroupKey { GroupKey(values.sorted { $0.attribute < $1.attribute }) }
}
