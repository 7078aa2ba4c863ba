/// Which of a model's parameters learn.
///
/// The others stay as they are, have no gradients and no moments, and nothing is computed below the lowest of these.
public enum TrainedParameters: Sendable, Hashable {
    /// Everything, an adapter's parameters included.
    case all
    /// All but the embeddings and the lowest blocks, `frozen` of them, from 0 to all.
    case aboveBlocks(frozen: Int)
    /// The head alone.
    case head
    /// Every bias, those of norms included, and the head (BitFit: Ben Zaken, Ravfogel, Goldberg 2022).
    case biases
    /// The norms, and the head.
    case norms
    /// The adapter's own parameters and what is saved with them.
    case adapter

    /// Returns whether a parameter of a model learns.
    ///
    /// - Throws: `ModelError.adapter` if the adapter is to learn and there is none; `.configuration` if more blocks are to
    ///   be frozen than there are, or if nothing would learn.
    public func predicate(
        for model: TextModel
    ) throws(ModelError) -> @Sendable (ParameterLayout.Entry) -> Bool {
        let blocks = model.configuration.blockCount
        let isHead: @Sendable (ParameterLayout.Entry) -> Bool = { $0.depth > blocks && !$0.isAdapter }
        let result: @Sendable (ParameterLayout.Entry) -> Bool
        switch self {
        case .all: result = { _ in true }
        case .aboveBlocks(let frozen):
            guard (0...blocks).contains(frozen) else {
                throw .configuration("\(frozen) blocks are to be frozen of a model that has \(blocks)")
            }
            result = { $0.depth > frozen }
        case .head: result = isHead
        case .biases: result = { isHead($0) || (($0.role == .bias || $0.role == .shift) && !$0.isAdapter) }
        case .norms: result = { isHead($0) || (($0.role == .gain || $0.role == .shift) && !$0.isAdapter) }
        case .adapter:
            guard let adapter = model.adapter else {
                throw .adapter("it is to learn, but the model has none: add one first")
            }
            result = { adapter.includes($0) }
        }
        guard model.parameters.layout.entries.contains(where: result) else {
            throw .configuration("nothing would learn: the model has no parameters of that kind")
        }
        return result
    }
}
