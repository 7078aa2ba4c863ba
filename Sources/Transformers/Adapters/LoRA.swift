/// Low-rank adaptation (Hu et al. 2021): a frozen weight W becomes W + (alpha / rank) B A, and only A and B learn.
///
/// A, `[rank, inputs]`, begins with Kaiming's uniform distribution within ±1/√inputs, and B, `[outputs, rank]`, with
/// zeros, so that the model begins as it was.
public struct LoRA: Sendable, Hashable {
    /// The rank of the updates.
    public var rank: Int
    /// What the updates are multiplied by, times the rank.
    public var alpha: Double
    /// What is dropped of the updates' inputs in training, from 0 to below 1.
    public var dropout: Double
    /// Linear layers by the ends of their names, such as "query" or "output.dense"; nil takes the architecture's
    /// queries and values.
    public var targets: [String]?
    /// Modules that learn and are saved in full, by the ends of their names; nil takes the classification head, if any.
    ///
    /// A layer in one of them is not adapted, whatever `targets` says.
    public var savedModules: [String]?

    /// Makes a choice; the defaults are peft's.
    public init(
        rank: Int = 8, alpha: Double = 8, dropout: Double = 0, targets: [String]? = nil,
        savedModules: [String]? = nil
    ) {
        self.rank = rank
        self.alpha = alpha
        self.dropout = dropout
        self.targets = targets
        self.savedModules = savedModules
    }

    /// What the updates are multiplied by.
    public var scale: Double { alpha / Double(rank) }

    /// The same with an architecture's names in place of nil.
    func resolved(for configuration: EncoderConfiguration, _ head: TextModel.Head) -> LoRA {
        var result = self
        let names = configuration.architecture.block(0)
        result.targets =
            targets
            ?? [names.query, names.value].map { name in
                name.split(separator: ".").last.map(String.init) ?? name
            }
        result.savedModules = savedModules ?? head.modules(configuration.architecture)
        return result
    }

    /// Throws unless the numbers are in range; every fault is named.
    func validate() throws(ModelError) {
        var faults: [String] = []
        if rank < 1 { faults.append("a rank of \(rank) is not at least 1") }
        if !(alpha.isFinite && alpha > 0) { faults.append("alpha is \(alpha), not a number above 0") }
        if !(0..<1).contains(dropout) { faults.append("a dropout rate of \(dropout) is not from 0 to below 1") }
        if targets?.isEmpty == true { faults.append("no layers are named as targets") }
        if !faults.isEmpty { throw .adapter(faults.joined(separator: "; ")) }
    }

    /// Whether a layer is among the targets: its name is one of theirs or ends with a dot and one of theirs.
    func targets(_ module: String) -> Bool {
        (targets ?? []).contains { module == $0 || module.hasSuffix(".\($0)") }
    }

    /// Whether a parameter learns in full.
    func saves(_ entry: ParameterLayout.Entry) -> Bool { Adapter.named(entry, among: savedModules) }
}

extension TextModel.Head {
    /// The modules that hold a classification head's parameters and no others.
    func modules(_ architecture: Architecture) -> [String] {
        if case .classification = self { architecture.classifier.modules } else { [] }
    }
}
