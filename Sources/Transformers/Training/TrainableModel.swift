public import MatrixKernels
internal import NumericalKernels

/// What the trainer sees of a model: a batch in, states and logits out, and gradients back.
public protocol TrainableModel: Sendable {
    /// What a forward pass computes and keeps.
    associatedtype Pass: TrainingPass

    /// The weights.
    var parameters: Parameters { get set }

    /// Computes the outputs and keeps what their gradients need.
    ///
    /// - Parameters:
    ///   - input: The batch, of the kind that this model reads.
    ///   - dropout: The masks of this pass; nil drops nothing.
    ///   - recomputing: Whether as little as possible is kept, where the model can compute it again.
    ///   - lowest: The lowest depth at which a parameter learns; nothing need be kept of what lies below.
    /// - Throws: `ModelError` if the model cannot read the batch.
    func forward(
        _ input: TrainingInput, dropout: DropoutSource?, recomputing: Bool, learningFrom lowest: Int
    ) throws(ModelError) -> Pass

    /// Adds the gradient of a loss for every parameter that `gradients` includes.
    ///
    /// - Parameters:
    ///   - pass: From `forward`, with the same parameters.
    ///   - logits: The loss's gradients of the pass's logits, of their shape; nil if it does not read them.
    ///   - states: The loss's gradients of the pass's states, of their shape; nil if it does not read them.
    ///   - head: The loss's gradients of the pass's head states, of their shape; nil if it does not read them.
    ///   - lower: The loss's gradients of the pass's lower states; nil, or nothing, for those that it does not read.
    ///   - gradients: The sums to add to, with a matrix for each parameter that learns.
    func backward(
        _ pass: Pass, logits: Matrix?, states: Matrix?, head: Matrix?, lower: [Matrix?],
        into gradients: inout Parameters)
}

/// What objectives see of a forward pass.
public protocol TrainingPass: Sendable {
    /// The hidden states that the head reads, `[examples, width]`, or one for each token, `[tokens, width]`.
    var states: Matrix { get }
    /// What the output layer alone reads, `[examples, width]`; nil if there is no layer between the states and it.
    var headStates: Matrix? { get }
    /// The state of each example after every block below the last, `[blocks - 1]` of `[examples, width]`: of a text its
    /// first token's. Nothing where a model has no blocks.
    var lowerStates: [Matrix] { get }
    /// What the head answers, `[examples, labels]`, or `[positions, vocabulary]`; nil without a head.
    var logits: Matrix? { get }
}

/// What one forward pass reads.
public enum TrainingInput: Sendable {
    /// Texts, and which outputs are needed.
    case tokens(PackedTokens, TextModel.Reading)
    /// Feature vectors, `[examples, features]`.
    case features(Matrix)

    /// The number of tokens, or of feature vectors.
    var size: Int {
        switch self {
        case .tokens(let tokens, _): tokens.tokenCount
        case .features(let features): features.rows
        }
    }
}

extension TrainingPass {
    /// None.
    public var lowerStates: [Matrix] { [] }
}

extension TextModel.Pass: TrainingPass {}

extension TextModel: TrainableModel {
    /// Computes the outputs of a batch of texts.
    public func forward(
        _ input: TrainingInput, dropout: DropoutSource?, recomputing: Bool, learningFrom lowest: Int = 0
    ) throws(ModelError) -> Pass {
        guard case .tokens(let tokens, let reading) = input else { preconditionFailure("features for a model of text") }
        return try forward(tokens, reading: reading, dropout: dropout, recomputing: recomputing, learningFrom: lowest)
    }
}
