public import MatrixKernels
internal import NumericalKernels

extension TextModel {
    /// Which outputs a pass computes, and so what the backward pass can be given gradients of.
    public enum Reading: Sendable, Hashable {
        /// The classifier's logits and the first tokens' states; the last block computes nothing else.
        case classifier
        /// The classifier's logits, if the model has one, and every token's state.
        case states
        /// The masked-language logits of these tokens, and every token's state.
        case tokens([Int])
    }

    /// A forward pass of training: its outputs, and what the backward pass needs.
    public struct Pass: Sendable {
        /// The last block's outputs, `[tokens, width]`, or with `Reading.classifier` `[sequences, width]`.
        public let states: Matrix
        /// `[sequences, labels]`, or with `Reading.tokens` `[positions, vocabulary]`; nil without a head to make them.
        public let logits: Matrix?
        /// What the classifier's output layer reads before dropout, `[sequences, width]`; nil without a classifier.
        public var headStates: Matrix? { classifier?.activated }
        /// The first tokens' states after every block below the last, `[blocks - 1]` of `[sequences, width]`.
        public let lowerStates: [Matrix]
        let tokens: PackedTokens
        let reading: Reading
        let dropout: DropoutSource?
        let shards: BatchShards
        let encoder: [Encoder.Saved]
        let classifier: ClassificationHead.Saved?
        let maskedLanguage: MaskedLanguageHead.Saved?

        var queries: SelfAttention.Queries { reading == .classifier ? .firsts : .all }
    }

    /// Computes the outputs and keeps what their gradients need.
    ///
    /// A large batch runs through the blocks in parts of whole sequences, which the number of tokens decides alone. They
    /// have other dropout masks than the whole would have, and the same sums but for rounding.
    ///
    /// - Parameters:
    ///   - tokens: The batch.
    ///   - reading: Which outputs are needed.
    ///   - dropout: The masks of this pass; nil drops nothing.
    ///   - recomputing: Keeps only each block's inputs and computes the rest again in the backward pass: about a tenth of
    ///     the memory for a third more time, and the same gradients to the last bit.
    ///   - lowest: The lowest depth at which a parameter learns; nothing is kept of the blocks below, and `backward`
    ///     must not be given gradients of parameters there.
    public func forward(
        _ tokens: PackedTokens, reading: Reading, dropout: DropoutSource? = nil, recomputing: Bool = false,
        learningFrom lowest: Int = 0
    ) throws(ModelError) -> Pass {
        try validate(tokens)
        let queries: SelfAttention.Queries = reading == .classifier ? .firsts : .all
        let shards = BatchShards(tokens)
        let (parts, lower, saved) = encoder.forward(
            shards.tokens, queries, dropout, recomputing: recomputing, learningFrom: lowest, parameters)
        let states = shards.gathered(parts, queries)
        var logits: Matrix?
        var classifierSaved: ClassificationHead.Saved?
        var languageSaved: MaskedLanguageHead.Saved?
        switch reading {
        case .classifier, .states:
            if let classifier {
                let firsts = queries == .firsts ? states : states.rows(at: tokens.firsts)
                let (outputs, kept) = classifier.forward(firsts, dropout, parameters)
                (logits, classifierSaved) = (outputs, kept)
            }
        case .tokens(let positions):
            guard let maskedLanguage else { preconditionFailure("a model without a masked-language head") }
            let (outputs, kept) = maskedLanguage.forward(states.rows(at: positions), dropout, parameters)
            (logits, languageSaved) = (outputs, kept)
        }
        return Pass(
            states: states, logits: logits, lowerStates: lower.map { shards.gathered($0, .firsts) }, tokens: tokens,
            reading: reading, dropout: dropout, shards: shards,
            encoder: saved, classifier: classifierSaved, maskedLanguage: languageSaved)
    }

    /// Adds the gradient of a loss for every parameter that `gradients` includes.
    ///
    /// - Parameters:
    ///   - pass: From `forward`, with the same parameters.
    ///   - logits: The loss's gradients of the pass's logits, of their shape; nil if it does not read them.
    ///   - states: The loss's gradients of the pass's states, of their shape; nil if it does not read them.
    ///   - head: The loss's gradients of the pass's head states, of their shape; nil if it does not read them.
    ///   - lower: The loss's gradients of the pass's lower states; nil, or nothing, for those that it does not read.
    ///   - gradients: The sums to add to, with a matrix for each parameter that learns.
    public func backward(
        _ pass: Pass, logits: Matrix?, states: Matrix? = nil, head: Matrix? = nil, lower: [Matrix?] = [],
        into gradients: inout Parameters
    ) {
        var flowing = states ?? Matrix(rows: pass.states.rows, columns: pass.states.columns)
        if logits != nil || head != nil {
            if let classifier, let saved = pass.classifier {
                let firsts = classifier.backward(
                    logits, activated: head, saved, pass.dropout, parameters, into: &gradients)
                let rows = pass.queries == .firsts ? Array(0..<firsts.rows) : pass.tokens.firsts
                flowing.add(firsts, toRows: rows)
            } else if let logits, let maskedLanguage, let saved = pass.maskedLanguage,
                case .tokens(let rows) = pass.reading
            {
                let predicted = maskedLanguage.backward(logits, saved, pass.dropout, parameters, into: &gradients)
                flowing.add(predicted, toRows: rows)
            } else {
                preconditionFailure("gradients of logits that the pass has not computed")
            }
        }
        encoder.backward(
            pass.shards.divided(flowing, pass.queries),
            lower: lower.map { $0.map { pass.shards.divided($0, .firsts) } }, pass.encoder, pass.shards.tokens,
            pass.queries, pass.dropout,
            parameters, into: &gradients)
    }
}
