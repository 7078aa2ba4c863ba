public import Files
public import MatrixKernels

/// A model outside this process that answers JSON Lines: a command, or an endpoint on HTTP.
///
/// `{"id": 0, "text": "…"}` or `{"id": 0, "features": {"x1": 1.0}}` is answered by `{"id": 0, "scores": [0.3, 0.7]}`, in any
/// order. Ids never come twice.
public protocol ExternalPredictor: Predictor where Input == JSON {
    /// Asks about inputs.
    ///
    /// - Parameter inputs: Objects, each with `text` or `features`.
    /// - Returns: The scores of each, `[inputs][outputs]`, all finite.
    /// - Throws: `PredictorError`.
    func answers(_ inputs: [JSON]) throws -> [[Double]]
}

extension ExternalPredictor {
    /// Returns the scores in single precision, `[inputs, outputs]`; see `answers`.
    public func scores(_ inputs: [JSON]) throws -> Matrix {
        let rows = try answers(inputs)
        return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, rows.joined().map { Float($0) })
    }
}
