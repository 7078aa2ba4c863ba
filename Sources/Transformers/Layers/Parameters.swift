public import MatrixKernels
internal import NumericalKernels

/// A value for every parameter of a layout: weights, gradients or the moments of an optimiser.
public struct Parameters: Sendable {
    /// Which parameters there are.
    public let layout: ParameterLayout
    /// A matrix for each entry of the layout; one of no rows for a parameter that is left out.
    public internal(set) var matrices: [Matrix]

    /// The weights once more, as products read them fastest; empty but in a copy made by `packingWeights`.
    private var packed: [PackedWeights?] = [], packedBackward: [PackedWeights?] = []

    /// Makes zeros for each parameter that `isIncluded`, and nothing for the others.
    ///
    /// Gradients made so are computed for the included parameters alone.
    public init(zeros layout: ParameterLayout, where isIncluded: (ParameterLayout.Entry) -> Bool = { _ in true }) {
        self.layout = layout
        matrices = layout.entries.map { entry in
            isIncluded(entry)
                ? Matrix(rows: entry.shape.rows, columns: entry.shape.columns) : Matrix(rows: 0, columns: 0)
        }
    }

    /// Takes the tensors of a checkpoint.
    ///
    /// - Parameters:
    ///   - layout: The names and shapes that are looked for.
    ///   - weights: By name; a vector is a matrix of one row. Names that the layout does not know are left alone.
    ///   - prefix: What may be missing at the start of the names in `weights`.
    ///   - missing: Values for the tensors that are not there; nil makes that an error.
    /// - Throws: `ModelError` that lists every missing tensor and every one of the wrong shape.
    public init(
        layout: ParameterLayout, weights: [String: Matrix], prefix: String, missing: Parameters? = nil
    ) throws(ModelError) {
        try self.init(layout: layout, prefix: prefix, missing: missing) { name throws(ModelError) in weights[name] }
    }

    /// Takes tensors one at a time, so that they need not lie in memory twice.
    ///
    /// - Parameter find: Returns the tensor of a name, or nil if there is none.
    /// - Throws: What `find` throws, and `ModelError` as above.
    init(
        layout: ParameterLayout, prefix: String, missing: Parameters?,
        find: (_ name: String) throws(ModelError) -> Matrix?
    ) throws(ModelError) {
        self.init(zeros: layout)
        var absent: [String] = []
        var misshapen: [String] = []
        for (index, entry) in layout.entries.enumerated() {
            for (position, name) in entry.names.enumerated() {
                var found = try find(name)
                if found == nil, let short = Parameters.unprefixed(name, prefix) { found = try find(short) }
                guard let found else {
                    if let missing {
                        replace(index, position, with: missing.tensor(index, position))
                    } else {
                        absent.append(name)
                    }
                    continue
                }
                guard found.rows == entry.rows && found.columns == entry.columns else {
                    misshapen.append(entry.mismatch(name, found))
                    continue
                }
                replace(index, position, with: found)
            }
        }
        guard absent.isEmpty && misshapen.isEmpty else {
            throw .weights(missing: absent, misshapen: misshapen)
        }
    }

    /// Draws weights and embeddings from a normal distribution, and sets biases and shifts to 0 and gains to 1.
    ///
    /// Every tensor has its own stream of the seed, so that a layout with one more head draws the same encoder.
    public init(random layout: ParameterLayout, deviation: Double, seed: UInt64) {
        self.init(zeros: layout)
        for (index, entry) in layout.entries.enumerated() {
            switch entry.role {
            case .gain: matrices[index].fill(1)
            case .bias, .shift: continue
            case .weight, .embedding:
                var generator = SeededGenerator(seed: seed, stream: UInt64(index))
                let count = matrices[index].count
                let values = (0..<count).map { _ in Float(deviation * generator.normal()) }
                matrices[index] = Matrix(rows: matrices[index].rows, columns: matrices[index].columns, values)
            }
        }
    }

    /// Takes the tensors of the included entries from a snapshot, whose names begin with `prefix`.
    mutating func restore(_ tensors: [String: Matrix], prefix: String, _ included: [Bool]) throws(ModelError) {
        var (absent, misshapen): ([String], [String]) = ([], [])
        for (index, entry) in layout.entries.enumerated() where included[index] {
            for (position, name) in entry.names.enumerated() {
                guard let found = tensors[prefix + name] else {
                    absent.append(prefix + name)
                    continue
                }
                if found.rows == entry.rows && found.columns == entry.columns {
                    replace(index, position, with: found)
                } else {
                    misshapen.append(entry.mismatch(prefix + name, found))
                }
            }
        }
        guard absent.isEmpty && misshapen.isEmpty else {
            throw .weights(missing: absent, misshapen: misshapen)
        }
    }

    /// The value of one parameter.
    public subscript(id: ParameterID) -> Matrix {
        get { matrices[id.index] }
        _modify { yield &matrices[id.index] }
    }

    /// A copy with which many products are faster, where the processor has a kernel for that. It must not be changed.
    func packingWeights() -> Parameters {
        var result = self
        // An adapter's matrices are too narrow to gain.
        result.packed = zip(layout.entries, matrices).map {
            $0.role == .weight && !$0.isAdapter ? PackedWeights($1) : nil
        }
        return result
    }

    /// The same of one depth alone, for several shards of a batch to share.
    func packingWeights(at depth: Int) -> Parameters {
        var result = self
        result.packed = zip(layout.entries, matrices).map {
            $0.role == .weight && !$0.isAdapter && $0.depth == depth ? PackedWeights($1) : nil
        }
        return result
    }

    /// The same of all depths, for gradients to go back through; weights that are packed for products stay so.
    func packingWeightsBackward() -> Parameters {
        var result = self
        result.packedBackward = zip(layout.entries, matrices).map {
            $0.role == .weight && !$0.isAdapter ? PackedWeights(backward: $1) : nil
        }
        return result
    }

    /// The same for gradients to go back through.
    func packingWeightsBackward(at depth: Int) -> Parameters {
        var result = self
        result.packedBackward = zip(layout.entries, matrices).map {
            $0.role == .weight && !$0.isAdapter && $0.depth == depth ? PackedWeights(backward: $1) : nil
        }
        return result
    }

    /// A parameter's packed weights, if there are any.
    func packed(_ id: ParameterID) -> PackedWeights? { packed.isEmpty ? nil : packed[id.index] }

    /// The same, packed for gradients to go back through.
    func packedBackward(_ id: ParameterID) -> PackedWeights? {
        packedBackward.isEmpty ? nil : packedBackward[id.index]
    }

    /// Whether a parameter has a value here.
    public func includes(_ id: ParameterID) -> Bool { matrices[id.index].count > 0 }

    /// The tensors by the names of a checkpoint; those left out are not among them.
    public var named: [String: Matrix] {
        var result: [String: Matrix] = [:]
        for (index, entry) in layout.entries.enumerated() where matrices[index].count > 0 {
            for (position, name) in entry.names.enumerated() { result[name] = tensor(index, position) }
        }
        return result
    }

    /// √Σ x² over all parameters.
    public var norm: Double { matrices.reduce(0) { $0 + $1.sumOfSquares }.squareRoot() }

    /// How many numbers there are.
    public var count: Int { matrices.reduce(0) { $0 + $1.count } }

    private func tensor(_ index: Int, _ position: Int) -> Matrix {
        let entry = layout.entries[index]
        guard entry.isVector else {
            return matrices[index].rows(position * entry.rows..<(position + 1) * entry.rows)
        }
        let values = matrices[index].values[position * entry.columns..<(position + 1) * entry.columns]
        return Matrix(rows: 1, columns: entry.columns, values)
    }

    private mutating func replace(_ index: Int, _ position: Int, with tensor: Matrix) {
        let entry = layout.entries[index]
        if entry.isVector {
            for column in 0..<entry.columns {
                matrices[index][0, position * entry.columns + column] = tensor[0, column]
            }
        } else {
            matrices[index].replaceRows(from: position * entry.rows, with: tensor)
        }
    }

    private static func unprefixed(_ name: String, _ prefix: String) -> String? {
        name.hasPrefix(prefix) && !prefix.isEmpty ? String(name.dropFirst(prefix.count)) : nil
    }
}

extension Parameters {
    /// The lowest depth at which a parameter has a value here.
    var lowestDepth: Int {
        zip(layout.entries, matrices).filter { $0.1.count > 0 }.map(\.0.depth).min() ?? .max
    }
}
