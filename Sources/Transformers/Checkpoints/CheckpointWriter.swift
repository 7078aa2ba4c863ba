public import Files

/// Collects tensors and writes them as one safetensors file.
///
/// The same tensors give the same bytes, in whatever order they were added, and the bytes that the reference
/// implementation writes: wide types come first and names ascend, so that each tensor is aligned.
public struct CheckpointWriter: Sendable {
    /// Free text about the file; transformers wants to see `format: pt`.
    public var metadata = ["format": "pt"]
    private var tensors: [Tensor] = []
    private var names: Set<String> = []

    private struct Tensor {
        var name: String
        var type: TensorType
        var shape: [Int]
        var content: Content

        var size: Int { shape.reduce(type.width, *) }
    }

    private enum Content {
        case floats([Float])
        case stored(TensorView)
    }

    /// Makes a writer without tensors.
    public init() {}

    /// Adds a tensor.
    ///
    /// - Parameters:
    ///   - name: A name that no other tensor of the file has.
    ///   - shape: The size of each dimension; their product is the number of values.
    ///   - values: The numbers, row-major. They are not copied.
    ///   - type: F32, or F16 or BF16 to which the values are rounded, ties to even.
    public mutating func add(_ name: String, shape: [Int], _ values: [Float], as type: TensorType = .float32) {
        precondition(shape.reduce(1, *) == values.count, "\(name): \(values.count) values of shape \(shape)")
        precondition([.float32, .float16, .bfloat16].contains(type), "\(name): floats are not written as \(type)")
        add(Tensor(name: name, type: type, shape: shape, content: .floats(values)))
    }

    /// Adds a tensor of another checkpoint as it is stored there.
    public mutating func add(_ tensor: TensorView) {
        add(Tensor(name: tensor.name, type: tensor.type, shape: tensor.shape, content: .stored(tensor)))
    }

    private mutating func add(_ tensor: Tensor) {
        precondition(names.insert(tensor.name).inserted, "two tensors are named \(tensor.name)")
        tensors.append(tensor)
    }

    /// Writes the file under a temporary name, syncs it and renames it to `path`.
    ///
    /// - Throws: `FilesError.unwritable` with the path, the step and the system's reason.
    public func write(to path: String) throws(FilesError) {
        let ordered = tensors.sorted {
            $0.type == $1.type
                ? $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) : $0.type.rank > $1.type.rank
        }
        let header = header(ordered)
        try AtomicFile.write(to: path) { sink throws(FilesError) in
            try sink.write(header)
            for tensor in ordered { try write(tensor, to: sink) }
        }
    }

    private func header(_ ordered: [Tensor]) -> [UInt8] {
        var text = Array("{\"__metadata__\":".utf8)
        text += JSON.object(metadata.map { JSONObject.Member($0.key, .string($0.value)) }).bytes()
        var offset = 0
        for tensor in ordered {
            text += [UInt8(ascii: ",")] + JSON.string(tensor.name).bytes()
            text += ":{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":".utf8
            text += JSON.array(tensor.shape.map { .integer($0) }).bytes()
            text += ",\"data_offsets\":[\(offset),\(offset + tensor.size)]}".utf8
            offset += tensor.size
        }
        text.append(UInt8(ascii: "}"))
        while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
        let length = UInt64(text.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + text
    }

    private func write(_ tensor: Tensor, to sink: AtomicFile.Sink) throws(FilesError) {
        switch (tensor.content, tensor.type) {
        case (.stored(let view), _): try sink.write(view.raw)
        // The machine is little-endian, as every one that Swift on Linux runs on.
        case (.floats(let values), .float16): try sink.write(values.map { HalfPrecision.half($0) })
        case (.floats(let values), .bfloat16): try sink.write(values.map { HalfPrecision.brain($0) })
        case (.floats(let values), _): try sink.write(values)
        }
    }
}
