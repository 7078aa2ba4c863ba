internal import Glibc

extension Optimizer {
    /// Lets lower layers learn more slowly: the rate is multiplied by decay ^ (levels below the top) (Howard, Ruder 2018).
    ///
    /// The head is the top, the last block lies one level below it, and the embeddings lie below the first block. It takes
    /// the place of `rateScale`.
    ///
    /// - Parameters:
    ///   - decay: Above 0, usually below 1, such as 0.95; the paper's is 1 / 2.6.
    ///   - layout: The model's parameters, whose highest depth is the top.
    public mutating func decayRates(_ decay: Double, in layout: ParameterLayout) {
        precondition(decay > 0 && decay.isFinite, "a decay of \(decay)")
        let top = layout.entries.map(\.depth).max() ?? 0
        rateScale = { pow(decay, Double(top - $0.depth)) }
    }
}
