internal import NumericalKernels

/// Whole records of one file, in a worker's own storage.
final class Chunk: @unchecked Sendable {
    // Unchecked: one worker holds a chunk and passes it to the source, which fills it and forgets it.

    /// The bytes, from the start of a record to the end of one.
    var bytes: PaddedBytes
    /// The bytes of the file before its first record, if it begins here.
    var leading = PaddedBytes()
    /// How many of `bytes` stand in the file; one less than there are where the last line had no end.
    var fileByteCount = 0
    /// The place of the chunk among all chunks of the scan.
    var sequence = 0
    /// The position of its file in the list of files.
    var file = 0
    /// Whether the rows of its file begin here.
    var isFirst = false
    /// Whether its file ends here.
    var isLast = false
    /// Whether the record is longer than may be held, so that the chunk ends within it.
    var isCutOff = false

    init(capacity: Int) {
        bytes = PaddedBytes(capacity: capacity)
    }
}
