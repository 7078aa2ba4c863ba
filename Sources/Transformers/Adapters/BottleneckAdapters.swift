public import MatrixKernels

/// Narrow networks that learn in place of a frozen encoder (Houlsby et al. 2019).
///
/// x + up(activation(down(x))) stands behind the dropout of each block's attention and of its feed-forward network, before
/// the residual connection. Weights begin normally distributed with a deviation of 0.01, cut off at two deviations, and
/// biases with zeros, so that the model begins almost as it was.
///
/// No weights of the plain architecture compute the same: such a model cannot be merged, nor saved as a plain checkpoint.
public struct BottleneckAdapters: Sendable, Hashable {
    /// The width in the middle.
    public var width: Int
    /// The function in the middle.
    public var activation: Activation
    /// Whether the norms learn too, as in the paper.
    public var trainsNorms: Bool
    /// Modules that learn and are saved in full, by the ends of their names; nil takes the classification head, if any.
    public var savedModules: [String]?

    /// Makes a choice.
    public init(
        width: Int = 64, activation: Activation = .gelu, trainsNorms: Bool = true, savedModules: [String]? = nil
    ) {
        self.width = width
        self.activation = activation
        self.trainsNorms = trainsNorms
        self.savedModules = savedModules
    }

    /// The same with an architecture's names in place of nil.
    func resolved(for configuration: EncoderConfiguration, _ head: TextModel.Head) -> BottleneckAdapters {
        var result = self
        result.savedModules = savedModules ?? head.modules(configuration.architecture)
        return result
    }
}
