internal import Files
public import Transformers

/// What a model of texts is trained to say, and the names of its outputs.
public enum TextTask: Sendable, Equatable {
    /// One of these labels.
    case labels([String])
    /// Any number of these labels.
    case multiLabel([String])
    /// A number of this name.
    case regression(String)
    /// The tokens that are hidden from it.
    case maskedLanguage

    /// The names of the outputs.
    public var outputs: [String] {
        switch self {
        case .labels(let names), .multiLabel(let names): names
        case .regression(let name): [name]
        case .maskedLanguage: []
        }
    }

    /// The name of the kind of task in a log.
    var id: String {
        switch self {
        case .labels: "classification"
        case .multiLabel: "multi_label"
        case .regression: "regression"
        case .maskedLanguage: "masked_language"
        }
    }

    /// What a checkpoint is opened for; `seed` draws a new head.
    public func purpose(seed: UInt64) -> TextCheckpoint.Purpose {
        switch self {
        case .labels(let names): .classification(labels: names, problem: .singleLabel, seed: seed)
        case .multiLabel(let names): .classification(labels: names, problem: .multiLabel, seed: seed)
        case .regression(let name): .classification(labels: [name], problem: .regression, seed: seed)
        case .maskedLanguage: .maskedLanguage(seed: seed)
        }
    }

    /// Reads from a table's labels what is to be learnt.
    ///
    /// One column of names is a choice between them, one of numbers a regression, several are labels that hold or do not.
    ///
    /// - Parameters:
    ///   - table: The texts with their columns of labels; without any, hidden tokens are learnt.
    ///   - known: The labels that a checkpoint has a head for. They are kept, in their order, if the data have no
    ///     others; data of "0" and "1" fit any two.
    /// - Throws: `ModelsError.data` if there is nothing to tell apart.
    public init(_ table: TextTable, known: [String] = []) throws(ModelsError) {
        guard let first = table.labels.first else {
            self = .maskedLanguage
            return
        }
        switch first {
        case .numbers: self = .regression(table.labelNames[0])
        case .names(let names):
            if table.labels.count > 1 {
                self = .multiLabel(table.labelNames)
                return
            }
            let found = Set(names.compactMap(\.self))
            guard found.count > 1 else {
                throw .data(
                    "column '\(visible(table.labelNames[0]))': \(found.isEmpty ? "no value" : "one value alone"), so "
                        + "that there is nothing to tell apart")
            }
            guard found.count <= TextTask.mostLabels else {
                throw .data(
                    "column '\(visible(table.labelNames[0]))' has \(found.count) different values, more than "
                        + "\(TextTask.mostLabels) labels; for numbers say --task regression")
            }
            let numbers = Set(known.indices.map(String.init))
            self = .labels(
                found.isSubset(of: known) || found.isSubset(of: numbers) ? known : TextTask.ordered(found))
        }
    }

    /// More labels than this are taken for numbers or texts by mistake.
    private static let mostLabels = 1_000

    /// Ascending by number, if all are numbers, else by name.
    private static func ordered(_ names: Set<String>) -> [String] {
        let numbers = names.compactMap { name in Double(name).map { ($0, name) } }
        return numbers.count == names.count ? numbers.sorted { $0 < $1 }.map(\.1) : names.sorted()
    }
}
