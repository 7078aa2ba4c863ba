internal import Files
internal import Glibc

/// The weights in a folder as Hugging Face transformers saves them, opened but not yet read.
///
/// The folder holds `model.safetensors`, or `model.safetensors.index.json` with the shards that it names.
public struct Checkpoint: Sendable {
    /// The folder, or the one file that was opened.
    public let path: String
    /// The names of all tensors, ascending.
    public let names: [String]
    /// Free text about the file, such as `format: pt`; the first shard's if there are several.
    public let metadata: [String: String]
    private let tensors: [String: TensorView]

    /// Opens the weights of a folder.
    ///
    /// - Throws: `CheckpointError.missing` if there are none in a format that can be read; `.damaged` if a header, the
    ///   index or their agreement is at fault; `FilesError.unreadable` if the system refuses.
    public init(folder: String) throws {
        let single = "\(folder)/model.safetensors"
        let index = "\(folder)/model.safetensors.index.json"
        if access(single, F_OK) == 0 {
            try self.init(path: folder, shards: [ShardIndex.Shard(path: single, names: nil)])
        } else if access(index, F_OK) == 0 {
            try self.init(path: folder, shards: ShardIndex.read(index, folder: folder))
        } else if access("\(folder)/pytorch_model.bin", F_OK) == 0 {
            throw CheckpointError.missing(
                path: single,
                remedy: "pytorch_model.bin can run code when it is read, so save the model again as safetensors")
        } else {
            throw CheckpointError.missing(
                path: single, remedy: "name a folder that transformers saved, with config.json and model.safetensors")
        }
    }

    /// Opens one safetensors file, such as the weights of an adapter.
    public init(file: String) throws {
        guard access(file, F_OK) == 0 else {
            throw CheckpointError.missing(path: file, remedy: "name a safetensors file")
        }
        try self.init(path: file, shards: [ShardIndex.Shard(path: file, names: nil)])
    }

    private init(path: String, shards: [ShardIndex.Shard]) throws {
        self.path = path
        var tensors: [String: TensorView] = [:]
        var metadata: [String: String]?
        for shard in shards {
            let file = try MappedFile(path: shard.path)
            let header = try SafetensorsHeader(of: file)
            for entry in header.entries {
                let place = "tensor '\(visible(entry.name))'"
                guard shard.names?.contains(entry.name) != false else {
                    throw CheckpointError.damaged(
                        path: shard.path, place: place, fault: "the index does not place it in this file")
                }
                guard tensors.updateValue(TensorView(entry, in: file), forKey: entry.name) == nil else {
                    throw CheckpointError.damaged(
                        path: shard.path, place: place,
                        fault: "another name of the same letters, or another file,"
                            + " holds it already")
                }
            }
            if let missing = shard.names?.subtracting(header.entries.map(\.name)).min() {
                throw CheckpointError.damaged(
                    path: shard.path, place: "tensor '\(visible(missing))'",
                    fault: "the index places it in this file, which does not hold it; download the file again")
            }
            metadata = metadata ?? header.metadata
        }
        self.tensors = tensors
        self.metadata = metadata ?? [:]
        names = tensors.keys.sorted()
    }

    /// Returns whether a tensor of this name is there.
    public func contains(_ name: String) -> Bool { tensors[name] != nil }

    /// Returns the tensor of a name.
    ///
    /// - Throws: `CheckpointError.noTensor`, with the name that differs by a prefix alone if there is one.
    public func tensor(_ name: String) throws(CheckpointError) -> TensorView {
        if let tensor = tensors[name] { return tensor }
        let suggestion = names.first { $0.hasSuffix(".\(name)") || name.hasSuffix(".\($0)") }
        throw .noTensor(path: path, name: name, suggestion: suggestion)
    }

    /// Returns the tensor of a name, having checked its shape.
    ///
    /// - Throws: `CheckpointError.noTensor`; `.damaged` if its shape is another.
    public func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> TensorView {
        let tensor = try tensor(name)
        guard tensor.shape == shape else {
            throw .damaged(
                path: path, place: "tensor '\(visible(name))'",
                fault:
                    "its shape is \(tensor.shape), but config.json asks for \(shape); the two files do not belong together"
            )
        }
        return tensor
    }
}
