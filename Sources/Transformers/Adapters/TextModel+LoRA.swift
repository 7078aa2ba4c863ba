internal import MatrixKernels
internal import NumericalKernels

extension TextModel {
    /// Returns the model with low-rank updates that change nothing yet.
    ///
    /// Their tensors are named as peft names them, such as `bert.encoder.layer.0.attention.self.query.lora_A.weight`.
    /// Predicting computes them beside the layers, as training does; `merged()` is faster.
    ///
    /// - Parameters:
    ///   - lora: What to adapt.
    ///   - seed: Draws A.
    /// - Throws: `ModelError.adapter` if a number is out of range, a name fits no layer, or there is an adapter already.
    public func adding(_ lora: LoRA, seed: UInt64) throws(ModelError) -> TextModel {
        try requireNoAdapter()
        let lora = lora.resolved(for: configuration, head)
        try lora.validate()
        try check(savedModules: lora.savedModules)
        var result = self
        var layout = parameters.layout
        var found: Set<String> = []
        var number = 0
        result.changeLinears { linear in
            let entry = layout.entries[linear.weight.index]
            for target in lora.targets ?? []
            where entry.modules.contains(where: { LoRA(targets: [target]).targets($0) }) {
                found.insert(target)
            }
            number += 1
            let adapted = entry.modules.indices.filter { lora.targets(entry.modules[$0]) && !lora.saves(entry) }
            guard !adapted.isEmpty else { return }
            layout.adapt(at: entry.depth)
            linear.lowRank = LowRankUpdate(
                down: layout.add(
                    adapted.map { "\(entry.modules[$0]).lora_A.weight" }, .weight, rows: lora.rank,
                    columns: entry.columns),
                up: layout.add(
                    adapted.map { "\(entry.modules[$0]).lora_B.weight" }, .weight, rows: entry.rows,
                    columns: lora.rank),
                rank: lora.rank, outputs: entry.rows, scale: Float(lora.scale), dropout: lora.dropout,
                layer: number - 1, starts: adapted.map { $0 * entry.rows })
        }
        let unknown = (lora.targets ?? []).filter { !found.contains($0) }
        guard unknown.isEmpty else {
            throw .adapter(
                "no linear layer is named \(unknown.map { "'\($0)'" }.joined(separator: ", ")); there are "
                    + linearNames.joined(separator: ", "))
        }
        result.adapter = .lora(lora)
        result.parameters = Parameters(layout: layout, base: parameters) { index, entry in
            guard entry.names[0].hasSuffix(".lora_A.weight") else { return nil }
            let bound = 1 / Double(entry.columns).squareRoot()
            return Self.drawn(entry, seed, index) { bound * (2 * $0.uniform() - 1) }
        }
        return result
    }

    /// The ends of the names of all linear layers, each once, in the order of the layers.
    private var linearNames: [String] {
        var names: [String] = []
        var copy = self
        copy.changeLinears { linear in
            for module in parameters.layout.entries[linear.weight.index].modules {
                let parts = module.split(separator: ".")
                let name = parts.suffix(parts.last == "dense" ? 2 : 1).joined(separator: ".")
                if !names.contains(name) { names.append(name) }
            }
        }
        return names
    }
}
