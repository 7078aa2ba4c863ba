public import MatrixKernels
internal import NumericalKernels

/// All that an audit or an explanation sees of a model: inputs go in, scores come out.
public protocol Predictor: Sendable {
    /// What the model reads.
    associatedtype Input: Sendable

    /// The names of the outputs, in the order of the scores' columns.
    var outputs: [String] { get }

    /// Returns the scores, `[inputs, outputs]`.
    ///
    /// - Throws: What makes the model unable to answer; there are never fewer rows than inputs.
    func scores(_ inputs: [Input]) throws -> Matrix
}
