/// How well two models do the same task on the same texts.
public struct AbilityChange: Sendable, Equatable {
    /// What the texts are, in words.
    public let name: String
    /// The texts.
    public let texts: Int
    /// The mean of −ln of the probability of the right label, 0 to infinity.
    public let loss: PairedEstimates
    /// The share of right decisions.
    public let accuracy: PairedEstimates

    /// Compares two models text by text.
    ///
    /// - Parameters:
    ///   - name: What the texts are, in words.
    ///   - lossBefore: The loss of each text, `[texts]`.
    ///   - lossAfter: The loss of each text by the second model, `[texts]`.
    ///   - rightBefore: Whether the first model decides rightly, `[texts]`.
    ///   - rightAfter: Whether the second model decides rightly, `[texts]`.
    ///   - confidence: The level of the intervals.
    public init(
        name: String, lossBefore: [Double], lossAfter: [Double], rightBefore: [Bool], rightAfter: [Bool],
        confidence: Double = 0.95
    ) {
        self.name = name
        texts = lossBefore.count
        loss = .means(
            before: lossBefore, after: lossAfter, in: 0...Double.greatestFiniteMagnitude, confidence: confidence,
            of: lossBefore.count == 1 ? "text" : "texts")
        accuracy = .shares(
            before: rightBefore.map { $0 ? 1 : 0 }, after: rightAfter.map { $0 ? 1 : 0 }, confidence: confidence,
            of: lossBefore.count == 1 ? "text" : "texts")
    }
}
