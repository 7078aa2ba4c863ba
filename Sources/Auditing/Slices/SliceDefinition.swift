internal import FairnessMetrics
internal import Tables

/// A search for slices as it was asked for.
public struct SliceDefinition: Sendable {
    /// The data, the roles of columns, and the margin, confidence and seed; its gates and references play no part.
    public var audit = AuditDefinition()
    /// Columns to search besides the audit's protected ones; if none is named, the audit's features.
    public var columns: [ColumnExpression] = []
    /// The id of the metric; accuracy, the selection rate or the base rate unless named, whichever the roles allow.
    public var metric: String?
    /// The most conditions of a slice, 1 to 3.
    public var depth = 3
    /// Slices with fewer rows that the metric counts are skipped.
    public var minimumRows = 100
    /// How many permutations test the slices; 0 tests them on a half of the rows that is not searched, nil leaves the
    /// choice to the size of the data.
    public var permutations: Int?

    /// Makes a definition that names nothing yet.
    public init() {}

    /// The columns that are searched, each once.
    var searched: [ColumnExpression] {
        let named = columns.isEmpty ? audit.features.map { ColumnExpression(column: $0) } : columns
        var seen: Set<String> = []
        return (audit.protected + named).filter { seen.insert($0.text).inserted }
    }

    /// The parts of a row that the roles give.
    var inputs: Set<GroupMetric.Input> {
        var inputs: Set<GroupMetric.Input> = []
        if audit.label != nil { inputs.insert(.label) }
        if audit.prediction != nil || audit.threshold != nil { inputs.insert(.prediction) }
        return inputs
    }

    /// The metric that is searched, or why there is none.
    var chosenMetric: Result<GroupMetric, AuditError> {
        guard let metric else {
            guard let usual = GroupMetric.searched(with: inputs) else {
                return .failure(
                    .usage("nothing to measure: name --label, --prediction, or --score with --threshold"))
            }
            return .success(usual)
        }
        let proportions = GroupMetric.all.filter(\.isProportion)
        guard let known = proportions.first(where: { $0.id == metric }) else {
            if GroupMetric.named(metric) != nil {
                return .failure(
                    .usage(
                        "--metric \(metric) is no share of rows, which slices are compared by; the shares are "
                            + proportions.map(\.id).joined(separator: ", ")))
            }
            let guess = didYouMean(metric, among: proportions.map(\.id)).map { "; did you mean '\($0)'?" } ?? ""
            return .failure(.usage("no metric named '\(metric.shortened)'\(guess)"))
        }
        let lacking = known.inputs.subtracting(inputs).map(\.rawValue).sorted()
        guard lacking.isEmpty else {
            return .failure(.usage("--metric \(metric) needs a \(lacking.joined(separator: " and a "))"))
        }
        return .success(known)
    }

    /// Every fault that can be seen without the data.
    public var faults: [String] {
        var faults: [String] = []
        if audit.data.isEmpty { faults.append("no data file is named") }
        if audit.isTallied { return ["a tally file holds counts of groups and no rows to search: name the table"] }
        if audit.task != .binary {
            faults.append(
                "--task \(audit.task.rawValue): a search compares shares; name a condition, such as --label 'COLUMN == VALUE'"
            )
        }
        if case .failure(let error) = chosenMetric { faults.append(error.description) }
        faults += columnFaults
        if audit.weight != nil {
            faults.append("--weight: the search counts every row once; leave the weights out")
        }
        if !audit.strata.isEmpty {
            faults.append("--strata: a search has no control columns; name them with --columns-to-search")
        }
        if let condition = audit.score?.condition {
            faults.append("--score takes a column of numbers, not a condition (\(condition))")
        }
        if audit.threshold != nil, audit.score == nil { faults.append("--threshold needs --score") }
        if audit.threshold != nil, audit.prediction != nil {
            faults.append("--threshold makes the decisions from the score, but --prediction names them already")
        }
        if !(1...3).contains(depth) { faults.append("--depth \(depth) is not 1, 2 or 3") }
        if minimumRows < 1 { faults.append("--min-rows \(minimumRows) is not at least 1") }
        if !(audit.confidence > 0.5 && audit.confidence < 1) {
            faults.append("--confidence \(audit.confidence) is not between 0.5 and 1, such as 0.95")
        } else if let permutations, permutations != 0 {
            let least = max(99, SliceSearch.minimumDraws(confidence: audit.confidence))
            if !(least...1_000_000).contains(permutations) {
                faults.append(
                    "--permutations \(permutations) is neither 0, for a held-out half, nor between \(least), which this "
                        + "confidence needs, and 1000000")
            }
        }
        if !(audit.margin >= 0 && audit.margin < 1) {
            faults.append("--margin \(audit.margin) is not between 0 and 1, such as 0.05")
        }
        return faults
    }

    private var columnFaults: [String] {
        let searched = searched
        var faults: [String] = []
        if searched.isEmpty { faults.append("no column to search: name some with --columns-to-search a,b,c") }
        if searched.count > SliceTable.maximumColumns {
            faults.append("\(searched.count) columns to search, more than \(SliceTable.maximumColumns)")
        }
        for (role, expression) in [("label", audit.label), ("prediction", audit.prediction), ("score", audit.score)] {
            if let expression, searched.contains(where: { $0.column == expression.column }) {
                faults.append(
                    "--columns-to-search names '\(expression.column)', which makes the \(role): it would find itself")
            }
        }
        for (column, edges) in audit.bins.sorted(by: { $0.key < $1.key }) {
            if !searched.contains(where: { $0.text == column }) {
                faults.append("--bins names '\(column)', which is not among the columns to search")
            }
            if edges.isEmpty || zip(edges, edges.dropFirst()).contains(where: { $0 >= $1 }) {
                faults.append("--bins \(column): the edges must be numbers in ascending order, such as 25,45,65")
            }
            // One bin more than edges, and one for missing values.
            if edges.count + 2 > SliceColumn.maximumValues {
                faults.append(
                    "--bins \(column): \(edges.count) edges, more than \(SliceColumn.maximumValues - 2)")
            }
        }
        return faults
    }
}
