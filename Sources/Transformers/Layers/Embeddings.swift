internal import MatrixKernels
internal import NumericalKernels

/// The sum of a vector for each token, its position and its type, standardised and dropped out.
struct Embeddings: Sendable {
    /// `[vocabulary, width]`.
    let word: ParameterID
    /// `[positions, width]`.
    let position: ParameterID
    /// `[types, width]`; nil in a model without types.
    let type: ParameterID?
    let norm: LayerNorm
    let dropout: Double
    /// Which row of the position table the first token takes, and the token that takes none, if positions skip one.
    let numbering: PositionNumbering

    /// Returns the embeddings, `[tokens, width]`.
    ///
    /// - Parameter words: What stands in place of the words' vectors, `[tokens, width]`, if anything.
    func forward(
        _ tokens: PackedTokens, words: Matrix? = nil, _ dropout: DropoutSource?, _ parameters: Parameters
    ) -> (outputs: Matrix, saved: LayerNorm.Saved) {
        var tables = [words ?? parameters[word], parameters[position]]
        var numbers = [
            words.map { (0..<Int32($0.rows)).map(\.self) } ?? tokens.ids, numbering.positions(of: tokens),
        ]
        if let type {
            tables.append(parameters[type])
            numbers.append(tokens.types)
        }
        let sums = Matrix.sumOfRows(tables, at: numbers)
        var (outputs, saved) = norm.forward(sums, parameters)
        mask(dropout)?.apply(to: &outputs)
        return (outputs, saved)
    }

    /// Turns gradients of the embeddings into gradients of the sums of the tables' rows, `[tokens, width]`, in place, and
    /// adds the norm's.
    func backward(
        _ flowing: inout Matrix, _ saved: LayerNorm.Saved, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) {
        mask(dropout)?.apply(to: &flowing)
        norm.backward(&flowing, saved, parameters, into: &gradients)
    }

    /// Adds the tables' gradients.
    ///
    /// - Parameter sums: The gradients of the sums of their rows, `[tokens, width]`.
    func scatter(_ sums: Matrix, _ tokens: PackedTokens, into gradients: inout Parameters) {
        if gradients.includes(word) {
            gradients[word].scatterAdd(sums, to: tokens.ids)
        }
        if gradients.includes(position) {
            gradients[position].scatterAdd(sums, to: numbering.positions(of: tokens))
        }
        if let type, gradients.includes(type) {
            gradients[type].scatterAdd(sums, to: tokens.types)
        }
    }

    private func mask(_ source: DropoutSource?) -> DropoutMask? { source?.mask(dropout, at: .embeddings) }
}

/// Which row of the position table each token takes.
enum PositionNumbering: Sendable {
    /// 0, 1, 2, … in each sequence.
    case fromZero
    /// Padding tokens take the row of their own id, the others the following rows in order (RoBERTa).
    case afterPadding(token: Int32)

    /// Returns the row for each token, `[tokens]`.
    func positions(of tokens: PackedTokens) -> [Int32] {
        if let given = tokens.positions { return given }
        var result: [Int32] = []
        result.reserveCapacity(tokens.tokenCount)
        for (start, end) in zip(tokens.offsets, tokens.offsets.dropFirst()) {
            switch self {
            case .fromZero:
                result.append(contentsOf: (0..<Int32(end - start)))
            case .afterPadding(let padding):
                var last = padding
                for token in tokens.ids[start..<end] {
                    if token != padding { last += 1 }
                    result.append(token == padding ? padding : last)
                }
            }
        }
        return result
    }

    /// The rows of the position table that tokens cannot take.
    var reserved: Int {
        switch self {
        case .fromZero: 0
        case .afterPadding(let padding): Int(padding) + 1
        }
    }
}
