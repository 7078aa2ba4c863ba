internal import Files
internal import Glibc
internal import MatrixKernels
internal import NumericalKernels

/// The files of an adapter in a folder: its choices as JSON and its tensors.
///
/// Low-rank updates are saved as peft does, in `adapter_config.json` and `adapter_model.safetensors`, whose names begin with
/// `base_model.model.`. Bottleneck adapters have no common format; ours is `bottleneck_config.json` with `width`,
/// `activation`, `trains_norms`, `saved_modules` and `format` 1, and `bottleneck_model.safetensors` with the model's own
/// names, where an adapter's follow the layer that it stands behind: `….output.dense.adapter.down.weight`.
enum AdapterFiles {
    static let lora = (configuration: "adapter_config.json", weights: "adapter_model.safetensors")
    static let bottleneck = (configuration: "bottleneck_config.json", weights: "bottleneck_model.safetensors")
    /// Returns the folder of the checkpoint that an adapter was trained on; nil if the folder has weights of its own.
    ///
    /// - Throws: `CheckpointError` if the adapter's configuration names none that is there.
    static func base(of folder: String) throws -> String? {
        guard access("\(folder)/model.safetensors", F_OK) != 0 else { return nil }
        for files in [lora, bottleneck] where access("\(folder)/\(files.configuration)", F_OK) == 0 {
            let path = "\(folder)/\(files.configuration)"
            let json = try ConfigurationReader.json(path, remedy: "")
            guard case .string(let base)? = json["base_model_name_or_path"], access("\(base)/config.json", F_OK) == 0
            else {
                throw CheckpointError.damaged(
                    path: path, place: "base_model_name_or_path",
                    fault: "the folder of the checkpoint that was adapted must stand here, as seen from where this runs"
                )
            }
            return base
        }
        return nil
    }

    /// What the names of peft's tensors begin with.
    static let peftPrefix = "base_model.model."
}

extension TextModel {
    /// Writes the adapter and what is saved with it into a folder that exists, as peft reads it if it is low-rank.
    ///
    /// - Parameters:
    ///   - folder: Gets `adapter_config.json` and `adapter_model.safetensors`; or, of bottleneck adapters,
    ///     `bottleneck_config.json` and `bottleneck_model.safetensors`.
    ///   - baseModel: The name or folder of the checkpoint that was adapted, for peft to find it.
    /// - Throws: `ModelError.adapter` if the model has none; `FilesError.unwritable`.
    public func saveAdapter(to folder: String, baseModel: String? = nil) throws {
        guard let adapter else { throw ModelError.adapter("the model has none to save") }
        let (files, json): ((configuration: String, weights: String), JSON)
        var prefix = ""
        switch adapter {
        case .lora(let lora):
            (files, json) = (AdapterFiles.lora, lora.json(head, baseModel: baseModel))
            prefix = AdapterFiles.peftPrefix
        case .bottleneck(let adapters):
            (files, json) = (AdapterFiles.bottleneck, adapters.json(baseModel: baseModel))
        }
        var writer = CheckpointWriter()
        let named = parameters.named
        for entry in parameters.layout.entries where adapter.includes(entry) {
            for name in entry.names {
                guard let matrix = named[name] else { continue }
                let shape = entry.isVector ? [matrix.columns] : [matrix.rows, matrix.columns]
                writer.add(prefix + fileName(name), shape: shape, matrix.values)
            }
        }
        try writer.write(to: "\(folder)/\(files.weights)")
        try AtomicFile.write(json.bytes(.indented), to: "\(folder)/\(files.configuration)")
    }

    /// Returns the model with the adapter of a folder that `saveAdapter` or peft wrote.
    ///
    /// - Throws: `CheckpointError` with every fault of the files: a missing, unknown or misshapen tensor, a number that is
    ///   not finite, an option that this version cannot compute; `ModelError.adapter` if it does not fit the model.
    public func addingAdapter(from folder: String) throws -> TextModel {
        let isBottleneck = access("\(folder)/\(AdapterFiles.bottleneck.configuration)", F_OK) == 0
        let files = isBottleneck ? AdapterFiles.bottleneck : AdapterFiles.lora
        let path = "\(folder)/\(files.configuration)"
        let json = try ConfigurationReader.json(
            path, remedy: "name a folder that holds an adapter, as peft or this program saves it")
        let weights = try Checkpoint(file: "\(folder)/\(files.weights)")
        var result: TextModel
        if isBottleneck {
            result = try adding(BottleneckAdapters(json: json, path: path), seed: 0)
        } else {
            var lora = try LoRA(json: json, path: path)
            // peft names modules that another architecture would have, and leaves out those that are not there.
            lora.savedModules?.removeAll { name in
                LoRA.usualModules.contains(name)
                    && !parameters.layout.entries.contains { Adapter.named($0, among: [name]) }
            }
            result = try adding(lora, seed: 0)
        }
        try result.read(weights, prefix: isBottleneck ? "" : AdapterFiles.peftPrefix)
        return result
    }

    /// Takes every tensor of the adapter from its file.
    private mutating func read(_ file: Checkpoint, prefix: String) throws {
        guard let adapter else { return }
        var faults: [(place: String, words: String)] = []
        var wanted: Set<String> = []
        var found: [String: Matrix] = [:]
        for entry in parameters.layout.entries where adapter.includes(entry) {
            for name in entry.names {
                let stored = prefix + fileName(name)
                wanted.insert(stored)
                guard file.contains(stored) else {
                    faults.append((stored, "it is not there, though the configuration asks for it"))
                    continue
                }
                let tensor = try file.tensor(stored)
                let shape = entry.isVector ? [entry.columns] : [entry.rows, entry.columns]
                guard tensor.shape == shape else {
                    faults.append((stored, "its shape is \(tensor.shape), but the model and the rank ask for \(shape)"))
                    continue
                }
                found[name] = try Matrix(rows: entry.rows, columns: entry.columns, tensor.finiteFloats())
            }
        }
        for name in file.names where !wanted.contains(name) {
            faults.append((name, "nothing in the model and the configuration asks for it"))
        }
        guard faults.isEmpty else {
            let rest = faults.dropFirst().prefix(20).map { "; tensor '\(visible($0.place))': \($0.words)" }.joined()
            throw CheckpointError.damaged(
                path: file.path, place: "tensor '\(visible(faults[0].place))'",
                fault: faults[0].words + rest + (faults.count > 21 ? "; and \(faults.count - 21) more" : ""))
        }
        try parameters.restore(found, prefix: "", parameters.layout.entries.map { adapter.includes($0) })
    }

    /// What a tensor is called in a file: without a head, transformers leaves out what encoders' names begin with.
    private func fileName(_ name: String) -> String {
        let prefix = configuration.architecture.prefix
        return head == .none && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }
}
