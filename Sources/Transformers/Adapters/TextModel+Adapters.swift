internal import MatrixKernels
internal import NumericalKernels

extension TextModel {
    /// Returns a model of the plain architecture with the low-rank updates added to its weights: W + (alpha / rank) B A.
    ///
    /// It computes the same but for rounding, faster, and is what a plain checkpoint is saved from. A model without an
    /// adapter is returned as it is.
    ///
    /// - Throws: `ModelError.adapter` if the model has bottleneck adapters: no plain weights compute the same.
    public func merged() throws(ModelError) -> TextModel {
        switch adapter {
        case nil: return self
        case .bottleneck:
            throw .adapter(
                "bottleneck adapters have an activation of their own, which no weights of "
                    + "\(configuration.architecture.name) compute: save them with `saveAdapter`, beside the checkpoint "
                    + "they were trained on, or train low-rank updates instead, which can be merged")
        case .lora:
            var result = self
            var weights = Parameters(layout: parameters.layout.withoutAdapters, base: parameters)
            result.changeLinears { linear in
                linear.lowRank?.merge(into: &weights[linear.weight], parameters)
                linear.lowRank = nil
            }
            result.parameters = weights
            result.adapter = nil
            return result
        }
    }

    /// Changes every linear layer.
    mutating func changeLinears(_ change: (inout Linear) -> Void) {
        for index in encoder.blocks.indices {
            change(&encoder.blocks[index].attention.projection)
            change(&encoder.blocks[index].attentionOutput)
            change(&encoder.blocks[index].feedForward.expand)
            change(&encoder.blocks[index].feedForward.contract)
        }
        if var head = classifier {
            change(&head.dense)
            change(&head.output)
            classifier = head
        }
        if var head = maskedLanguage {
            change(&head.dense)
            maskedLanguage = head
        }
    }

    func requireNoAdapter() throws(ModelError) {
        if adapter != nil { throw .adapter("the model has one already; merge it first") }
    }

    /// Throws unless each name fits a module that can learn in full.
    func check(savedModules: [String]?) throws(ModelError) {
        let names = savedModules ?? []
        guard names.isEmpty || head != .maskedLanguage else {
            throw .adapter(
                "modules of a masked-language model cannot be saved in full, because its output is tied to its "
                    + "embeddings; save none")
        }
        for name in names {
            let entries = parameters.layout.entries.filter { $0.modules.contains { Adapter.lies($0, in: [name]) } }
            guard !name.isEmpty && !entries.isEmpty else { throw .adapter("no module's name ends with '\(name)'") }
            if let part = entries.first(where: { !Adapter.named($0, among: names) }) {
                throw .adapter(
                    "'\(name)' alone cannot learn in full: name all of \(part.modules.joined(separator: ", "))")
            }
        }
    }

    /// Draws the values of an entry, `index`-th of its layout, from a stream of its own.
    static func drawn(
        _ entry: ParameterLayout.Entry, _ seed: UInt64, _ index: Int, _ draw: (inout SeededGenerator) -> Double
    ) -> Matrix {
        var generator = SeededGenerator(seed: seed, stream: UInt64(index))
        let count = entry.shape.rows * entry.shape.columns
        return Matrix(
            rows: entry.shape.rows, columns: entry.shape.columns, (0..<count).map { _ in Float(draw(&generator)) })
    }
}

extension Parameters {
    /// Takes the values of a layout that begins as this one does, or of which this one is the beginning; `fresh` makes
    /// those that are new, or nil for zeros.
    init(
        layout: ParameterLayout, base: Parameters,
        fresh: (Int, ParameterLayout.Entry) -> Matrix? = { _, _ in nil }
    ) {
        self.init(zeros: layout, where: { _ in false })
        for (index, entry) in layout.entries.enumerated() {
            if index < base.matrices.count {
                matrices[index] = base.matrices[index]
            } else {
                matrices[index] = fresh(index, entry) ?? Matrix(rows: entry.shape.rows, columns: entry.shape.columns)
            }
        }
    }
}
