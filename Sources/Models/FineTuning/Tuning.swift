internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// What of a model learns, and how fast.
public struct Tuning: Sendable, Hashable {
    /// What is added to the checkpoint to learn in its stead.
    public enum Addition: Sendable, Hashable {
        /// Nothing.
        case none
        /// Low-rank updates, which the written checkpoint has in its weights, and a folder `adapter` as peft reads it.
        case lora(LoRA)
        /// Narrow networks between the layers, which no plain checkpoint can hold.
        case bottleneck(BottleneckAdapters)
    }

    /// What learns of what the checkpoint has.
    public var trained = TrainedParameters.all
    /// What is added. If anything is, it alone learns, and the head.
    public var addition = Addition.none
    /// How what learns begins to learn from the top; nil lets all of it learn from the start.
    public var unfreezing: GradualUnfreezing?
    /// What the learning rate of each block is multiplied by against the one above it.
    public var layerDecay: Double?

    /// Lets everything learn alike.
    public init() {}

    /// What learns, in words for a log and a model card.
    var words: String {
        var words: String
        switch (addition, trained) {
        case (.lora(let lora), _): words = "low-rank updates of rank \(lora.rank), alpha \(lora.alpha), and the head"
        case (.bottleneck(let adapters), _): words = "bottleneck adapters of width \(adapters.width), and the head"
        case (.none, .all): words = "all weights"
        case (.none, .aboveBlocks(let frozen)): words = "all but the embeddings and the lowest \(frozen) blocks"
        case (.none, .head): words = "the head"
        case (.none, .biases): words = "the biases and the head"
        case (.none, .norms): words = "the norms and the head"
        case (.none, .adapter): words = "the adapter"
        }
        switch unfreezing?.interval {
        case .steps(let count): words += "; one more block after every \(count) steps, from the top"
        case .epochs(let count): words += "; one more block after every \(count) epochs, from the top"
        case nil: break
        }
        if let layerDecay { words += "; the rate of each block \(layerDecay) times that of the one above" }
        return words
    }

    /// Returns the model with what is added to it.
    func prepared(_ model: TextModel, seed: UInt64) throws(ModelError) -> TextModel {
        switch addition {
        case .none: model
        case .lora(let lora): try model.adding(lora, seed: seed)
        case .bottleneck(let adapters): try model.adding(adapters, seed: seed)
        }
    }

    /// Returns which parameters of a prepared model learn.
    func predicate(
        for model: TextModel
    ) throws(ModelError) -> @Sendable (ParameterLayout.Entry) -> Bool {
        try (addition == .none ? trained : .adapter).predicate(for: model)
    }
}
