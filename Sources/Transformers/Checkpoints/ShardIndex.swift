internal import Files
internal import Glibc

/// The index of weights that lie in several files.
enum ShardIndex {
    /// One file, with the tensors that it should hold; nil if nobody says which.
    struct Shard {
        var path: String
        var names: Set<String>?
    }

    /// Reads `model.safetensors.index.json`: `{"weight_map": {tensor: file, …}}`.
    static func read(_ path: String, folder: String) throws -> [Shard] {
        let fail = { (place: String, fault: String) in CheckpointError.damaged(path: path, place: place, fault: fault) }
        let json: JSON
        do throws(FilesError) {
            json = try JSON(parsing: MappedFile.read(path, limit: SafetensorsHeader.maximumLength))
        } catch {
            guard case .malformedJSON = error else { throw error }
            throw fail("", "\(error)")
        }
        guard case .object(let map)? = json["weight_map"] else {
            throw fail("weight_map", "an object that gives each tensor's file must stand here")
        }
        var shards: [String: Set<String>] = [:]
        for member in map.members {
            guard case .string(let file) = member.value, isPlain(file) else {
                throw fail(
                    "weight_map.\(visible(member.key))", "the name of a file in the same folder must stand here")
            }
            shards[file, default: []].insert(member.key)
        }
        guard !shards.isEmpty else { throw fail("weight_map", "it names no tensor") }
        return try shards.keys.sorted().map { file in
            guard access("\(folder)/\(file)", F_OK) == 0 else {
                throw CheckpointError.missing(
                    path: "\(folder)/\(visible(file))", remedy: "\(path) places tensors in it; download it too")
            }
            return Shard(path: "\(folder)/\(file)", names: shards[file])
        }
    }

    /// Whether a name stays within its folder.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }
}
