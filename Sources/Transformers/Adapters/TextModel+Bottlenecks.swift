internal import MatrixKernels
internal import NumericalKernels

extension TextModel {
    /// Returns the model with bottleneck adapters that change almost nothing yet.
    ///
    /// - Parameters:
    ///   - adapters: Their width and what learns beside them.
    ///   - seed: Draws their weights.
    /// - Throws: `ModelError.adapter` if the width is below 1, a name fits no module, or there is an adapter already.
    public func adding(_ adapters: BottleneckAdapters, seed: UInt64) throws(ModelError) -> TextModel {
        try requireNoAdapter()
        guard adapters.width > 0 else { throw .adapter("a width of \(adapters.width) is not at least 1") }
        let adapters = adapters.resolved(for: configuration, head)
        try check(savedModules: adapters.savedModules)
        var result = self
        var layout = parameters.layout
        for index in encoder.blocks.indices {
            let block = encoder.blocks[index]
            func bottleneck(_ linear: Linear) -> Bottleneck {
                let entry = layout.entries[linear.weight.index]
                layout.adapt(at: entry.depth)
                return Bottleneck(
                    &layout, "\(entry.modules[0]).adapter", width: configuration.width, inner: adapters.width,
                    activation: adapters.activation)
            }
            result.encoder.blocks[index].attentionAdapter = bottleneck(block.attentionOutput)
            result.encoder.blocks[index].outputAdapter = bottleneck(block.feedForward.contract)
        }
        result.adapter = .bottleneck(adapters)
        result.parameters = Parameters(layout: layout, base: parameters) { index, entry in
            guard entry.role == .weight else { return nil }
            return Self.drawn(entry, seed, index) { generator in
                var value = generator.normal()
                while abs(value) > 2 { value = generator.normal() }
                return 0.01 * value
            }
        }
        return result
    }
}
