/// What was added to a checkpoint's layers, to learn in their stead.
public enum Adapter: Sendable, Hashable {
    /// Low-rank updates of linear layers.
    case lora(LoRA)
    /// Narrow networks behind attention and feed-forward networks.
    case bottleneck(BottleneckAdapters)

    /// Whether a parameter of the model belongs to the adapter, is trained with it and is saved with it.
    func includes(_ entry: ParameterLayout.Entry) -> Bool {
        if entry.isAdapter { return true }
        switch self {
        case .lora(let lora): return lora.saves(entry)
        case .bottleneck(let adapters):
            // As the paper has it, not that of the embeddings.
            let isNorm = entry.depth > 0 && (entry.role == .gain || entry.role == .shift)
            return (adapters.trainsNorms && isNorm) || Adapter.named(entry, among: adapters.savedModules)
        }
    }

    /// Whether all of an entry lies in modules whose names end with some of these, as peft compares them.
    static func named(_ entry: ParameterLayout.Entry, among names: [String]?) -> Bool {
        guard let names, !names.isEmpty else { return false }
        return entry.modules.allSatisfy { lies($0, in: names) }
    }

    /// Whether a module or one that holds it has a name that ends with one of these.
    static func lies(_ module: String, in names: [String]) -> Bool {
        let parts = module.split(separator: ".", omittingEmptySubsequences: false)
        return parts.indices.contains { index in
            let holder = parts[...index].joined(separator: ".")
            return names.contains { holder.hasSuffix($0) }
        }
    }
}
