internal import MatrixKernels
internal import NumericalKernels

/// What low-rank adaptation adds to a linear layer: `scale · dropout(x) Aᵀ Bᵀ` (Hu et al. 2021).
///
/// Where several modules lie in one weight, such as query, key and value, each adapted one has an A and a B of its own
/// and adds to its own outputs. They share one dropout mask.
struct LowRankUpdate: Sendable {
    /// The A of every adapted module, `[modules · rank, inputs]`.
    let down: ParameterID
    /// The B of every adapted module, `[modules · outputs, rank]`.
    let up: ParameterID
    let rank: Int
    /// The outputs of one module.
    let outputs: Int
    /// alpha / rank.
    let scale: Float
    let dropout: Double
    /// The layer's number among those of the model, which tells its masks from theirs.
    let layer: Int
    /// Where the outputs of each module begin among those that the layer computes.
    private(set) var starts: [Int]
    /// Which of the modules in `down` and `up` the first of these is.
    private(set) var first = 0

    init(
        down: ParameterID, up: ParameterID, rank: Int, outputs: Int, scale: Float, dropout: Double, layer: Int,
        starts: [Int]
    ) {
        self.down = down
        self.up = up
        self.rank = rank
        self.outputs = outputs
        self.scale = scale
        self.dropout = dropout
        self.layer = layer
        self.starts = starts
    }

    /// What is added to some of the layer's outputs; nil if that is nothing.
    func part(_ rows: Range<Int>) -> LowRankUpdate? {
        var result = self
        result.starts = starts.filter { rows.contains($0) }.map { $0 - rows.lowerBound }
        result.first = first + starts.count { $0 < rows.lowerBound }
        return result.starts.isEmpty ? nil : result
    }

    /// Adds to what the layer computes, `[n, rows]`.
    ///
    /// - Parameter inputs: What the layer is given, `[n, inputs]`.
    func add(to result: inout Matrix, _ inputs: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters) {
        let inner = dropped(inputs, dropout).timesTransposed(parameters[down], rows: innerRows)
        for (number, start) in starts.enumerated() {
            result.addProduct(
                inner, columns: innerColumns(number), transposed: parameters[up], rows: outerRows(number), scale: scale,
                atColumn: start)
        }
    }

    /// Adds the gradients of A and B, and those of the inputs to `inputGradients`, `[n, inputs]`, unless it is nil.
    ///
    /// What A makes of the inputs is computed again, which costs little and keeps nothing.
    ///
    /// - Parameters:
    ///   - outputGradients: `[n, rows]`.
    ///   - inputs: What `add` was given.
    func backward(
        _ outputGradients: Matrix, inputs: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters, _ inputGradients: inout Matrix?
    ) {
        var slopes = Matrix(rows: inputs.rows, columns: starts.count * rank)
        for (number, start) in starts.enumerated() {
            slopes.addProduct(
                outputGradients, columns: start..<start + outputs, parameters[up], rows: outerRows(number),
                scale: scale,
                atColumn: number * rank)
        }
        if gradients.includes(down) || gradients.includes(up) {
            let kept = dropped(inputs, dropout)
            if gradients.includes(down) {
                gradients[down].addProduct(transposed: slopes, kept, atRow: innerRows.lowerBound)
            }
            if gradients.includes(up) {
                let inner = kept.timesTransposed(parameters[down], rows: innerRows)
                for (number, start) in starts.enumerated() {
                    gradients[up].addProduct(
                        transposed: outputGradients, columns: start..<start + outputs, inner,
                        columns: innerColumns(number), scale: scale, atRow: outerRows(number).lowerBound)
                }
            }
        }
        guard inputGradients != nil else { return }
        var back = slopes.times(parameters[down], rows: innerRows)
        mask(dropout)?.apply(to: &back)
        inputGradients?.add(back)
    }

    /// Adds `scale · B A` to the rows of the layer's weight, `[outputs of all its modules, inputs]`.
    func merge(into weight: inout Matrix, _ parameters: Parameters) {
        for (number, start) in starts.enumerated() {
            var product = parameters[up].rows(outerRows(number))
                .times(parameters[down].rows((first + number) * rank..<(first + number + 1) * rank))
            product.scale(by: scale)
            weight.add(product, toRows: Array(start..<start + outputs))
        }
    }

    private var innerRows: Range<Int> { first * rank..<(first + starts.count) * rank }
    private func innerColumns(_ number: Int) -> Range<Int> { number * rank..<(number + 1) * rank }
    private func outerRows(_ number: Int) -> Range<Int> { (first + number) * outputs..<(first + number + 1) * outputs }

    private func mask(_ source: DropoutSource?) -> DropoutMask? { source?.mask(dropout, at: .lowRank(layer: layer)) }

    private func dropped(_ inputs: Matrix, _ source: DropoutSource?) -> Matrix {
        var result = inputs
        mask(source)?.apply(to: &result)
        return result
    }
}
