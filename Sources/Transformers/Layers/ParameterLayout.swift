internal import MatrixKernels
internal import NumericalKernels

/// Which parameters a model has, in what order, of what shape, and what a checkpoint calls them.
public struct ParameterLayout: Sendable {
    /// What a parameter does, which decides how it is initialised and whether it decays.
    public enum Role: Sendable {
        /// A matrix of a linear layer, `[outputs, inputs]`.
        case weight
        /// A table of vectors, `[entries, width]`.
        case embedding
        /// What a linear layer adds, `[outputs]`.
        case bias
        /// What a normalisation multiplies by, `[width]`.
        case gain
        /// What a normalisation adds, `[width]`.
        case shift
    }

    /// One matrix, and the tensors of a checkpoint that lie in it one after the other.
    public struct Entry: Sendable {
        /// The tensors' names; several where they are computed with at once, such as query, key and value.
        public let names: [String]
        /// What they do.
        public let role: Role
        /// The rows of each tensor, 1 for a vector.
        public let rows: Int
        /// The columns of each tensor.
        public let columns: Int
        /// The first block that the parameter belongs to, 0 for embeddings, the block's number plus one, or more for heads.
        public let depth: Int
        /// Whether an adapter brought the parameter.
        public let isAdapter: Bool

        /// Whether the tensors have one dimension in a checkpoint.
        public var isVector: Bool { role == .bias || role == .gain || role == .shift }
        /// The names without what a tensor is called within its layer, such as "weight".
        var modules: [String] {
            names.map { name in name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }
        }
        /// The shape of the one matrix that holds them all: vectors side by side, matrices below one another.
        var shape: (rows: Int, columns: Int) {
            isVector ? (1, columns * names.count) : (rows * names.count, columns)
        }

        /// Says how a tensor's shape differs from this entry's.
        func mismatch(_ name: String, _ found: Matrix) -> String {
            "\(name) is [\(found.rows), \(found.columns)], not [\(rows), \(columns)]"
        }
    }

    /// The parameters, in the order of their identifiers.
    public private(set) var entries: [Entry] = []
    private var depth = 0
    private var isAdapter = false

    /// Makes a layout without parameters.
    package init() {}

    /// Puts the parameters added from here on one level deeper.
    mutating func descend() { depth += 1 }

    /// Makes the parameters added from here on those of an adapter of a part at some depth.
    mutating func adapt(at depth: Int) {
        self.depth = depth
        isAdapter = true
    }

    /// The same without the parameters of adapters, which come last.
    var withoutAdapters: ParameterLayout {
        var result = self
        result.entries.removeAll(where: \.isAdapter)
        return result
    }

    /// Adds a matrix for each name, `[rows, columns]`.
    mutating func add(_ names: [String], _ role: Role, rows: Int, columns: Int) -> ParameterID {
        entries.append(
            Entry(names: names, role: role, rows: rows, columns: columns, depth: depth, isAdapter: isAdapter))
        return ParameterID(index: entries.count - 1)
    }

    /// Adds a vector for each name, `[count]`.
    mutating func add(_ names: [String], _ role: Role, count: Int) -> ParameterID {
        add(names, role, rows: 1, columns: count)
    }
}

/// The place of one parameter in a layout.
public struct ParameterID: Hashable, Sendable {
    /// The position in `ParameterLayout.entries`.
    public let index: Int
}
