internal import MatrixKernels
internal import NumericalKernels

/// Gives every dropout layer of one forward pass its mask.
public struct DropoutSource: Sendable, Hashable {
    /// The seed of the run.
    public let seed: UInt64
    /// The forward pass, counted from the start of the run; each has other masks.
    public let step: UInt32
    /// The part of the batch, computed apart from the others, whose rows count from 0; each has other masks.
    private var shard: UInt32 = 0

    /// Makes the masks of one forward pass.
    public init(seed: UInt64, step: UInt32) {
        self.seed = seed
        self.step = step
    }

    /// The masks of one part of the batch, of at most 256.
    func shard(_ number: Int) -> DropoutSource {
        var result = self
        result.shard = UInt32(number)
        return result
    }

    /// The places where activations are dropped.
    enum Site {
        case embeddings, headInputs, head
        case attention(block: Int), attentionOutputs(block: Int), feedForward(block: Int)
        case lowRank(layer: Int)

        var number: UInt32 {
            switch self {
            case .embeddings: 0
            case .headInputs: 1
            case .head: 2
            case .attention(let block): 16 + 4 * UInt32(block)
            case .attentionOutputs(let block): 17 + 4 * UInt32(block)
            case .feedForward(let block): 18 + 4 * UInt32(block)
            case .lowRank(let layer): 1 << 20 + UInt32(layer)
            }
        }
    }

    /// The mask at a place, or nil if nothing is dropped there.
    func mask(_ probability: Double, at site: Site) -> DropoutMask? {
        probability > 0
            ? DropoutMask(probability: Float(probability), seed: seed, step: step, site: shard << 24 | site.number)
            : nil
    }
}
