internal import CKernels

/// Attention of packed sequences with themselves: softmax(scale · Q Kᵀ) V, head by head (Vaswani et al. 2017).
///
/// Tokens lie end to end; nothing is computed for padding, and no matrix of all tokens by all tokens is made. The backward
/// pass computes the probabilities again instead of storing them.
package struct AttentionKernel: Sendable {
    /// Where each sequence begins, and the number of tokens at the end, `[sequences + 1]`.
    package let offsets: [Int]
    /// Where the queries of each sequence begin, `[sequences + 1]`; `offsets` where every token asks.
    package let queryOffsets: [Int]
    /// The number of heads.
    package let heads: Int
    /// How many columns a head has.
    package let width: Int
    /// The mask of the probabilities: its row is query · heads + head, its column the key's place in the sequence.
    package let dropout: DropoutMask?

    /// Takes the sequences and the heads.
    package init(offsets: [Int], queryOffsets: [Int], heads: Int, width: Int, dropout: DropoutMask?) {
        precondition(offsets.count == queryOffsets.count, "\(offsets.count) offsets, \(queryOffsets.count) of queries")
        self.offsets = offsets
        self.queryOffsets = queryOffsets
        self.heads = heads
        self.width = width
        self.dropout = dropout
    }

    /// Queries, keys and values side by side.
    ///
    /// Where every token asks, `queries` is the same matrix as `keysAndValues`.
    package struct Inputs {
        /// `[queries, …]`, the queries in columns `0..<heads · width`.
        package let queries: Matrix
        /// `[tokens, …]`.
        package let keysAndValues: Matrix
        /// The first column of the keys in `keysAndValues`; the values follow the keys.
        package let keyColumn: Int

        /// Takes `[tokens, 3 · heads · width]`: queries, keys and values of every token.
        package init(all: Matrix) {
            queries = all
            keysAndValues = all
            keyColumn = all.columns / 3
        }

        /// Takes `[queries, heads · width]` and `[tokens, 2 · heads · width]`.
        package init(queries: Matrix, keysAndValues: Matrix) {
            self.queries = queries
            self.keysAndValues = keysAndValues
            keyColumn = 0
        }
    }

    /// Returns what each query gathers from the values, `[queries, heads · width]`.
    package func forward(_ inputs: Inputs) -> Matrix {
        check(inputs)
        var outputs = Matrix(uninitialized: inputs.queries.rows, heads * width)
        let (q, kv, out) = (inputs.queries.base, inputs.keysAndValues.base, outputs.mutableBase)
        forEachHead(inputs) { head, place, scratch in
            assize_attention_forward(
                head, q + place.query, kv + place.key, kv + place.value, out + place.output, scratch)
        }
        return outputs
    }

    /// Returns the gradients of queries and of keys and values.
    ///
    /// - Parameter gradients: Of the outputs, `[queries, heads · width]`.
    /// - Returns: Matrices of the inputs' shapes. Where every token asks, the first holds all and the second is empty.
    package func backward(_ inputs: Inputs, gradients: Matrix) -> (queries: Matrix, keysAndValues: Matrix) {
        check(inputs)
        precondition(
            gradients.rows == inputs.queries.rows && gradients.columns == heads * width,
            "gradients of [\(gradients.rows), \(gradients.columns)]")
        let shared = inputs.keyColumn > 0
        var queries = Matrix(uninitialized: inputs.queries.rows, inputs.queries.columns)
        var rest = Matrix(uninitialized: shared ? 0 : inputs.keysAndValues.rows, inputs.keysAndValues.columns)
        let (q, kv, g) = (inputs.queries.base, inputs.keysAndValues.base, gradients.base)
        let queryGradients = queries.mutableBase
        let otherGradients = shared ? queryGradients : rest.mutableBase
        forEachHead(inputs) { head, place, scratch in
            assize_attention_backward(
                head, q + place.query, kv + place.key, kv + place.value, g + place.output,
                queryGradients + place.query, otherGradients + place.key, otherGradients + place.value, scratch)
        }
        return (queries, rest)
    }

    /// Returns the probabilities of each sequence and head, `[sequences][heads]` of `[queries, keys]`, without dropout.
    package func probabilities(_ inputs: Inputs) -> [[Matrix]] {
        check(inputs)
        var result = (0..<max(0, offsets.count - 1)).map { sequence in
            (0..<heads).map { _ in
                Matrix(
                    uninitialized: queryOffsets[sequence + 1] - queryOffsets[sequence],
                    offsets[sequence + 1] - offsets[sequence])
            }
        }
        let targets = result.indices.map { sequence in
            (0..<heads).map { head in result[sequence][head].mutableBase }
        }
        let (q, kv) = (inputs.queries.base, inputs.keysAndValues.base)
        forEachHead(inputs) { head, place, scratch in
            assize_attention_probabilities(
                head, q + place.query, kv + place.key, targets[place.sequence][place.head], scratch)
        }
        return result
    }

    /// Returns the gradients of the probabilities of each sequence and head, `[sequences][heads]` of `[queries, keys]`: those
    /// of the outputs by the values.
    ///
    /// - Parameter gradients: Of the outputs, `[queries, heads · width]`.
    package func probabilityGradients(_ inputs: Inputs, gradients: Matrix) -> [[Matrix]] {
        check(inputs)
        precondition(
            gradients.rows == inputs.queries.rows && gradients.columns == heads * width,
            "gradients of [\(gradients.rows), \(gradients.columns)]")
        return (0..<max(0, offsets.count - 1)).map { sequence in
            let queries = queryOffsets[sequence]..<queryOffsets[sequence + 1]
            let keys = offsets[sequence]..<offsets[sequence + 1]
            return (0..<heads).map { head in
                let values = inputs.keysAndValues.block(keys, inputs.keyColumn + (heads + head) * width, width)
                return gradients.block(queries, head * width, width).timesTransposed(values)
            }
        }
    }

    private struct Place {
        var sequence, head, query, key, value, output: Int
    }

    private func forEachHead(
        _ inputs: Inputs,
        _ body: (UnsafePointer<assize_attention_head>, Place, UnsafeMutablePointer<Float>) -> Void
    ) {
        let mask = dropout.flatMap { $0.probability > 0 ? $0.kernel : nil }
        ParallelLoop.forEach(offsets.count - 1) { sequence in
            withOptionalPointer(to: mask) { mask in
                let firstQuery = queryOffsets[sequence]
                var head = assize_attention_head(
                    queries: queryOffsets[sequence + 1] - firstQuery, keys: offsets[sequence + 1] - offsets[sequence],
                    width: width, query_stride: inputs.queries.columns, key_stride: inputs.keysAndValues.columns,
                    output_stride: heads * width, scale: 1 / Float(width).squareRoot(), mask: mask, first_row: 0,
                    row_step: UInt32(heads))
                guard head.keys > 0 && head.queries > 0 else { return }
                let scratch = FloatStorage(uninitialized: assize_attention_scratch(&head))
                for number in 0..<heads {
                    head.first_row = UInt32(firstQuery * heads + number)
                    let key = offsets[sequence] * head.key_stride + inputs.keyColumn + number * width
                    let place = Place(
                        sequence: sequence, head: number, query: firstQuery * head.query_stride + number * width,
                        key: key, value: key + heads * width, output: (firstQuery * heads + number) * width)
                    body(&head, place, scratch.base)
                }
            }
        }
    }

    private func check(_ inputs: Inputs) {
        let size = heads * width
        precondition(
            inputs.queries.columns >= size && inputs.keysAndValues.columns == inputs.keyColumn + 2 * size,
            "\(heads) heads of \(width) in \(inputs.queries.columns) and \(inputs.keysAndValues.columns) columns")
        precondition(
            offsets.last == inputs.keysAndValues.rows && queryOffsets.last == inputs.queries.rows,
            "offsets end at \(offsets.last ?? 0) and \(queryOffsets.last ?? 0)")
        precondition(zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }, "offsets fall")
        precondition(zip(queryOffsets, queryOffsets.dropFirst()).allSatisfy { $0 <= $1 }, "offsets of queries fall")
        precondition(offsets.first == 0 && queryOffsets.first == 0, "offsets begin beyond 0")
    }
}

extension Matrix {
    /// Returns some rows of `width` columns from `column` on, copied.
    fileprivate func block(_ rows: Range<Int>, _ column: Int, _ width: Int) -> Matrix {
        var result = Matrix(uninitialized: rows.count, width)
        let to = result.mutableBase
        for (target, row) in rows.enumerated() {
            (to + target * width).update(from: base + row * columns + column, count: width)
        }
        return result
    }
}
