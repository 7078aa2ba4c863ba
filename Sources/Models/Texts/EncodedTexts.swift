public import Transformers

/// Texts as a model reads them: the tokens of each, cut to what fits.
public struct EncodedTexts: Sendable {
    /// The tokens of each text, `[texts][tokens]`.
    public private(set) var ids: [[Int32]] = []
    /// The segment of each token, of the same shape.
    public private(set) var types: [[Int32]] = []
    /// How many texts lost tokens because they were too long.
    public private(set) var truncated = 0

    /// Encodes texts, or pairs of them, on several threads.
    ///
    /// - Parameters:
    ///   - texts: The texts; a missing one counts as empty.
    ///   - pairs: The second texts, if the model reads pairs.
    ///   - tokenizer: That of the model which reads them.
    ///   - maximumLength: The most tokens of each, special ones included.
    ///   - workers: The number of threads; the result does not depend on it.
    /// - Throws: `CheckpointError.encoding` if `maximumLength` leaves no room for the special tokens.
    public init(
        _ texts: [String?], pairs: [String?]? = nil, tokenizer: Tokenizer, maximumLength: Int, workers: Int = 2
    ) throws(CheckpointError) {
        ids.reserveCapacity(texts.count)
        types.reserveCapacity(texts.count)
        // One token more than fits tells the long texts from those that just fit.
        let most = maximumLength + 1
        for start in stride(from: 0, to: texts.count, by: 4096) {
            let range = start..<min(texts.count, start + 4096)
            var encodings: [Encoding]
            if let pairs {
                encodings = try range.map { row throws(CheckpointError) in
                    try tokenizer.encode(texts[row] ?? "", pair: pairs[row] ?? "", maxLength: most)
                }
            } else {
                encodings = try tokenizer.encode(range.map { texts[$0] ?? "" }, maxLength: most, workers: workers)
            }
            for (row, encoding) in zip(range, encodings) {
                guard encoding.count > maximumLength else {
                    ids.append(encoding.ids)
                    types.append(encoding.typeIDs)
                    continue
                }
                truncated += 1
                let cut = try tokenizer.encode(
                    texts[row] ?? "", pair: pairs.map { $0[row] ?? "" }, maxLength: maximumLength)
                ids.append(cut.ids)
                types.append(cut.typeIDs)
            }
        }
    }

    /// The number of texts.
    public var count: Int { ids.count }
    /// The number of tokens of each text, `[texts]`.
    public var lengths: [Int] { ids.map(\.count) }

    /// Packs some texts, in this order.
    public func packed(_ numbers: some Collection<Int>) -> PackedTokens {
        PackedTokens(numbers.map { ids[$0] }, types: numbers.map { types[$0] })
    }
}
