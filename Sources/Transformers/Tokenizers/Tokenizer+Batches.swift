internal import NumericalKernels

extension Tokenizer {
    /// Returns the tokens of many texts, in their order, encoded on several threads.
    ///
    /// - Parameters:
    ///   - texts: The texts.
    ///   - maxLength: The most tokens of each, special ones included; nil for no limit.
    ///   - workers: The number of threads, at least 1; the result does not depend on it.
    /// - Throws: `CheckpointError.encoding` if `maxLength` leaves no room for the frame.
    public func encode(_ texts: [String], maxLength: Int? = nil, workers: Int = 1) throws(CheckpointError) -> [Encoding]
    {
        let size = 256
        let parts = ParallelMap.map((texts.count + size - 1) / size, workers: workers) { part in
            let range = part * size..<min((part + 1) * size, texts.count)
            return Result { () throws(CheckpointError) in
                try texts[range].map { text throws(CheckpointError) in try encode(text, maxLength: maxLength) }
            }
        }
        var encodings: [Encoding] = []
        encodings.reserveCapacity(texts.count)
        for part in parts { encodings += try part.get() }
        return encodings
    }
}
