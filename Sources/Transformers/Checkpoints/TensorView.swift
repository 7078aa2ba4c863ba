internal import Files

/// One tensor of a checkpoint, still in its file until it is asked for.
public struct TensorView: Sendable {
    /// The name, such as `bert.encoder.layer.0.attention.self.query.weight`.
    public let name: String
    /// How the numbers are stored.
    public let type: TensorType
    /// The size of each dimension; empty for a single number.
    public let shape: [Int]
    /// The bytes of the file that hold the numbers, row-major and little-endian.
    let bytes: Range<Int>
    private let file: MappedFile

    init(_ entry: SafetensorsHeader.Entry, in file: MappedFile) {
        name = entry.name
        type = entry.type
        shape = entry.shape
        bytes = entry.bytes
        self.file = file
    }

    /// How many numbers there are: the product of the shape.
    public var count: Int { bytes.count / type.width }

    /// Returns the numbers as single-precision floats, row-major; F16 and BF16 are converted exactly.
    ///
    /// - Throws: `CheckpointError.damaged` if they are stored in another type.
    public func floats() throws(CheckpointError) -> [Float] {
        switch type {
        case .float32: return load(as: UInt32.self) { Float(bitPattern: $0) }
        case .float16: return load(as: UInt16.self) { HalfPrecision.float(half: $0) }
        case .bfloat16: return load(as: UInt16.self) { HalfPrecision.float(brain: $0) }
        default: throw wrongType("F32, F16 or BF16")
        }
    }

    /// Returns the same numbers, having checked that each is finite.
    ///
    /// - Throws: `CheckpointError.damaged` that names the first NaN or infinite number and its place in the tensor.
    public func finiteFloats() throws(CheckpointError) -> [Float] {
        let values = try floats()
        // One sum over all exponents vectorises; only a bad tensor is searched.
        var bad: UInt32 = 0
        for value in values { bad |= value.bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0 }
        guard bad != 0, let index = values.firstIndex(where: { !$0.isFinite }) else { return values }
        var rest = index
        var place: [Int] = []
        for size in shape.reversed() {
            place.insert(rest % size, at: 0)
            rest /= size
        }
        throw .damaged(
            path: file.path, place: "tensor '\(visible(name))'",
            fault: "the number at \(place) is \(values[index]); a model with such weights predicts nothing,"
                + " so save it again from before it diverged")
    }

    /// Returns the numbers as integers, row-major.
    ///
    /// - Throws: `CheckpointError.damaged` if they are stored as floats, or one does not fit an `Int`.
    public func integers() throws(CheckpointError) -> [Int] {
        switch type {
        case .bool, .unsigned8: return load(as: UInt8.self) { Int($0) }
        case .integer8: return load(as: UInt8.self) { Int(Int8(bitPattern: $0)) }
        case .unsigned16: return load(as: UInt16.self) { Int($0) }
        case .integer16: return load(as: UInt16.self) { Int(Int16(bitPattern: $0)) }
        case .unsigned32: return load(as: UInt32.self) { Int($0) }
        case .integer32: return load(as: UInt32.self) { Int(Int32(bitPattern: $0)) }
        case .integer64: return load(as: UInt64.self) { Int(Int64(bitPattern: $0)) }
        default: throw wrongType("a type of whole numbers up to 64 bits")
        }
    }

    /// The stored bytes, unchanged.
    var raw: RawSpan {
        @_lifetime(borrow self)
        get { _overrideLifetime(file.bytes.extracting(bytes), borrowing: self) }
    }

    /// Reads little-endian numbers that may lie at any address, and converts each.
    private func load<Stored: FixedWidthInteger & BitwiseCopyable, Value>(
        as: Stored.Type, _ convert: (Stored) -> Value
    ) -> [Value] {
        let stored = file.bytes.extracting(bytes)
        let width = MemoryLayout<Stored>.size
        return [Value](unsafeUninitializedCapacity: count) { values, initialized in
            for index in 0..<count {
                let number = stored.unsafeLoadUnaligned(fromUncheckedByteOffset: index * width, as: Stored.self)
                values.initializeElement(at: index, to: convert(Stored(littleEndian: number)))
            }
            initialized = count
        }
    }

    private func wrongType(_ wanted: String) -> CheckpointError {
        .damaged(
            path: file.path, place: "tensor '\(visible(name))'",
            fault: "it is stored as \(type.rawValue), but \(wanted) is needed; convert the checkpoint")
    }
}
