internal import Files

/// Writes scalars so that TensorBoard shows them: a file of records, each an `Event` in protocol buffers.
struct EventFile {
    private let file: AppendFile

    /// Opens a file, or goes on with one that has `length` bytes worth keeping.
    init(path: String, keeping length: Int?) throws(FilesError) {
        file = try AppendFile(path: path, keeping: length ?? 0)
        if length == nil {
            try file.write(Self.record(Self.event(time: Self.now, step: nil, version: "brain.Event:2")))
        }
    }

    /// How many bytes there are.
    var length: Int { file.length }

    /// Adds scalars of one step.
    func write(_ scalars: [(name: String, value: Double)], step: Int) throws(FilesError) {
        var summary: [UInt8] = []
        for (name, value) in scalars {
            // Summary.Value: tag = 1, simple_value = 2.
            var entry = ProtocolBuffer.text(1, name)
            entry += ProtocolBuffer.float(2, Float(value))
            summary += ProtocolBuffer.bytes(1, entry)
        }
        try file.write(Self.record(Self.event(time: Self.now, step: step, summary: summary)))
    }

    func sync() throws(FilesError) { try file.sync() }

    private static var now: Double { AppendFile.secondsSince1970 }

    /// Event: wall_time = 1, step = 2, file_version = 3, summary = 5.
    private static func event(
        time: Double, step: Int?, version: String? = nil, summary: [UInt8]? = nil
    ) -> [UInt8] {
        var bytes = ProtocolBuffer.double(1, time)
        if let step { bytes += ProtocolBuffer.integer(2, step) }
        if let version { bytes += ProtocolBuffer.text(3, version) }
        if let summary { bytes += ProtocolBuffer.bytes(5, summary) }
        return bytes
    }

    /// A record: its length in 8 bytes, the checksum of these, the content, the content's checksum.
    static func record(_ content: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt64(content.count), bytes: 8)
        return length + littleEndian(UInt64(maskedChecksum(length)), bytes: 4) + content
            + littleEndian(UInt64(maskedChecksum(content)), bytes: 4)
    }

    private static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
        let sum = CyclicRedundancyCheck.castagnoli(bytes)
        return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
    }

    private static func littleEndian(_ value: UInt64, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}

/// The fields of a message in protocol buffers.
private enum ProtocolBuffer {
    static func integer(_ field: Int, _ value: Int) -> [UInt8] { variable(field << 3) + variable(value) }

    static func double(_ field: Int, _ value: Double) -> [UInt8] {
        variable(field << 3 | 1) + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
    }

    static func float(_ field: Int, _ value: Float) -> [UInt8] {
        variable(field << 3 | 5) + (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }

    static func text(_ field: Int, _ value: String) -> [UInt8] { bytes(field, Array(value.utf8)) }

    static func bytes(_ field: Int, _ value: [UInt8]) -> [UInt8] {
        variable(field << 3 | 2) + variable(value.count) + value
    }

    private static func variable(_ value: Int) -> [UInt8] {
        var rest = UInt64(bitPattern: Int64(value))
        var bytes: [UInt8] = []
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

/// Checksums by polynomial division.
enum CyclicRedundancyCheck {
    /// The checksum with Castagnoli's polynomial (CRC-32C), as RFC 3720 has it.
    static func castagnoli(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes { sum = table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
        return ~sum
    }

    private static let table: [UInt32] = (0..<256).map { (byte: UInt32) in
        (0..<8).reduce(byte) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0x82F6_3B78 : sum >> 1 }
    }
}
