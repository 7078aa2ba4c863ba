internal import NumericalKernels
public import Transformers

/// Whether an explanation depends on what a model has learned (Adebayo et al. 2018): layer after layer, from the output down,
/// the weights are put in random order, and the explanation of each such model is compared with that of the model itself.
///
/// An explanation that stays alike while the model is destroyed explains the text, not the model.
public struct RandomizationCheck: Sendable {
    /// One model, and how much its explanation is like the original's.
    public struct Stage: Sendable, Hashable {
        /// The depth that was shuffled last: the number of blocks plus one for the head, 0 for the embeddings. All deeper ones
        /// are shuffled too.
        public let depth: Int
        /// What that depth is called.
        public let name: String
        /// Spearman's rank correlation with the original's attributions; nil where one of the two is all the same number.
        public let correlation: Double?
        /// The same of the magnitudes, whatever the signs.
        public let magnitudeCorrelation: Double?
    }

    /// The stages, from the head alone to all layers.
    public let stages: [Stage]

    /// Shuffles a model step by step.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - seed: Decides the orders.
    ///   - explain: Returns the attributions of a model, as many for each, of the same output.
    /// - Throws: What `explain` throws.
    public init(_ model: TextModel, seed: UInt64, explain: (TextModel) throws -> [Double]) rethrows {
        let original = try explain(model)
        var shuffled = model
        var stages: [Stage] = []
        for depth in (0...model.configuration.blockCount + 1).reversed() {
            shuffled = shuffled.shuffling(depth: depth, seed: seed)
            let found = try explain(shuffled)
            precondition(found.count == original.count, "\(found.count) attributions, \(original.count) before")
            let name =
                depth == 0 ? "embeddings" : depth > model.configuration.blockCount ? "head" : "block \(depth - 1)"
            stages.append(
                Stage(
                    depth: depth, name: name, correlation: RankCorrelation.spearman(original, found),
                    magnitudeCorrelation: RankCorrelation.spearman(original.map(abs), found.map(abs))))
        }
        self.stages = stages
    }

    /// The largest magnitude of a correlation once every layer is shuffled; nil if it is undefined.
    public var remainder: Double? {
        guard let last = stages.last, let first = last.correlation, let second = last.magnitudeCorrelation else {
            return nil
        }
        return max(abs(first), abs(second))
    }
}
