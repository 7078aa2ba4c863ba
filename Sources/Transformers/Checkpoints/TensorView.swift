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

    /// The file that holds it.
    var path: String { file.path }

    /// How many numbers there are: the product of the shape.
    public var count: Int { bytes.count / type.width }

    /// Returns the numbers as single-precision floats, row-major; F16 and BF16 are converted exactly.
    ///
    /// - Throws: `CheckpointError.damaged` if they are stored in another type.
    public func floats() throws(CheckpointError) -> [Float] {
        switch type {
        // Files are little-endian, as is every machine that Swift on Linux runs on.
        case .float32: return file.numbers(bytes, as: Float.self)
        case .float16: return file.numbers(bytes, as: UInt16.self).map { HalfPrecision.float(half: $0) }
        case .bfloat16: return file.numbers(bytes, as: UInt16.self).map { HalfPrecision.float(brain: $0) }
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
    /// - Throws: `CheckpointError.damaged` if they are stored as floats, or in 64 bits without a sign.
    public func integers() throws(CheckpointError) -> [Int] {
        switch type {
        case .bool, .unsigned8: return file.numbers(bytes, as: UInt8.self).map(Int.init)
        case .integer8: return file.numbers(bytes, as: Int8.self).map(Int.init)
        case .unsigned16: return file.numbers(bytes, as: UInt16.self).map(Int.init)
        case .integer16: return file.numbers(bytes, as: Int16.self).map(Int.init)
        case .unsigned32: return file.numbers(bytes, as: UInt32.self).map(Int.init)
        case .integer32: return file.numbers(bytes, as: Int32.self).map(Int.init)
        case .integer64: return file.numbers(bytes, as: Int64.self).map(Int.init)
        default: throw wrongType("a type of whole numbers up to 64 bits")
        }
    }

    /// The stored bytes, unchanged.
    var raw: RawSpan {
        @_lifetime(borrow self)
        get { _overrideLifetime(file.bytes.extracting(bytes), borrowing: self) }
    }

    private func wrongType(_ wanted: String) -> CheckpointError {
        .damaged(
            path: file.path, place: "tensor '\(visible(name))'",
            fault: "it is stored as \(type.rawValue), but \(wanted) is needed; convert the checkpoint")
    }
}
