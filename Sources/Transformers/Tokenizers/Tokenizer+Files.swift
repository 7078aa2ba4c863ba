internal import Files
internal import Glibc

extension Tokenizer {
    /// The files of a tokenizer that a checkpoint may hold; a copy of a checkpoint takes all of them along unchanged.
    public static let fileNames = [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.txt",
        "vocab.json", "merges.txt",
    ]

    /// Reads the tokenizer of a checkpoint: `tokenizer.json`, else `vocab.txt`, else `vocab.json` and `merges.txt`.
    ///
    /// - Throws: `CheckpointError.missing` if there is none; `.damaged` with the file, the place and what is wrong or not
    ///   supported; `FilesError.unreadable`.
    public init(folder: String) throws {
        let configuration = try Self.optional("\(folder)/tokenizer_config.json")
        let names = try [configuration, Self.optional("\(folder)/special_tokens_map.json")]
        let model = try Self.model(folder, configuration)
        self.init(
            model: model,
            special: SpecialTokens(configurations: names) { name in
                let bytes = Array(name.utf8)
                return model.added.first { $0.content == bytes }?.id ?? model.tokens.id(of: bytes)
            },
            maximumLength: configuration["model_max_length"].flatMap {
                if case .integer(let length) = $0, length > 0, length < 1 << 30 { length } else { nil }
            })
    }

    /// Makes the tokenizer that the bytes of a `tokenizer.json` describe.
    ///
    /// - Parameters:
    ///   - bytes: What the file holds, JSON in UTF-8.
    ///   - path: Where they came from, for messages.
    public init(tokenizerJSON bytes: [UInt8], path: String = "tokenizer.json") throws(CheckpointError) {
        let model = try TokenizerFile(bytes, path: path).model()
        self.init(
            model: model,
            special: SpecialTokens(configurations: []) { name in
                let bytes = Array(name.utf8)
                return model.added.first { $0.content == bytes }?.id ?? model.tokens.id(of: bytes)
            }, maximumLength: nil)
    }

    /// Copies the tokenizer's files of one checkpoint into the folder of another, so that it loads in transformers.
    ///
    /// - Throws: `FilesError` with the path and the step.
    public static func copyFiles(from folder: String, to other: String) throws {
        for name in fileNames where access("\(folder)/\(name)", F_OK) == 0 {
            try AtomicFile.write(
                MappedFile.read("\(folder)/\(name)", limit: TokenizerFile.limit), to: "\(other)/\(name)")
        }
    }

    private static func model(_ folder: String, _ configuration: JSON) throws -> TokenizerModel {
        func path(_ name: String) -> String { "\(folder)/\(name)" }
        func exists(_ name: String) -> Bool { access(path(name), F_OK) == 0 }
        func read(_ name: String) throws -> [UInt8] { try MappedFile.read(path(name), limit: TokenizerFile.limit) }
        if exists("tokenizer.json") {
            return try TokenizerFile(read("tokenizer.json"), path: path("tokenizer.json")).model()
        }
        var modelType: String?
        if case .string(let type)? = try optional(path("config.json"))["model_type"] { modelType = type }
        let files = VocabularyFiles(configuration: configuration, modelType: modelType)
        if exists("vocab.txt") { return try files.wordPiece(read("vocab.txt"), path: path("vocab.txt")) }
        if exists("vocab.json"), exists("merges.txt") {
            return try files.bytePair(
                read("vocab.json"), read("merges.txt"), path: path("vocab.json"), mergesPath: path("merges.txt"))
        }
        throw CheckpointError.missing(
            path: path("tokenizer.json"),
            remedy: "save the tokenizer with the checkpoint (tokenizer.json, vocab.txt, or vocab.json and merges.txt)")
    }

    private static func optional(_ path: String) throws -> JSON {
        access(path, F_OK) == 0 ? try ConfigurationReader.json(path, remedy: "") : .null
    }
}
