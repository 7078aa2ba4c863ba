/// What an audit of the data themselves is asked to look at besides the table.
public struct DataAuditChoices: Sendable, Equatable {
    /// A table of how frequent groups are in the population: columns named as the protected ones, and `share` or `count`.
    public var population: String?
    /// A second table of the same columns, such as what a model meets in use.
    public var against: String?
    /// The column that says which part of the data a row belongs to, such as train and test.
    public var split: String?
    /// The columns of labels that several people gave to the same row.
    public var annotators: [String] = []
    /// A file of words that name groups of people, one per line, `kind: word` or a word alone.
    public var terms: String?
    /// A table of further words by which texts name somebody else: attribute, first, second.
    public var swaps: String?

    /// Makes choices that name nothing.
    public init() {}

    /// The columns that have another part by these choices.
    var columns: [String] { annotators + [split].compactMap(\.self) }
}

extension AuditDefinition {
    /// What is wrong with the choices of a data audit, as far as it shows without the data.
    var dataAuditFaults: [String] {
        guard let dataAudit else { return [] }
        var faults: [String] = []
        if data.contains("-") || dataAudit.against == "-" {
            faults.append("--data-audit reads the table twice: write standard input to a file first")
        }
        if dataAudit.annotators.count == 1 {
            faults.append("--annotators names one column; who disagrees with whom? Name at least two")
        }
        for column in features where dataAudit.columns.contains(column) {
            faults.append("--features names '\(column)', which has another part")
        }
        return faults
    }
}
