internal import Files

/// `tokenizer.json` as it is read: the vocabulary and the merges straight into tables, all else as a small tree.
struct TokenizerFile {
    /// What faults name.
    let path: String
    private var components: [String: JSON] = [:]
    private var settings: [String: JSON] = [:]
    private var tokens = TokenTable(capacity: 1 << 15)
    private var merges = MergeList()
    private var hasVocabulary = false

    /// The largest file that is read, in bytes.
    static let limit = 1 << 28

    /// Reads the parts of a file.
    ///
    /// - Throws: `CheckpointError.damaged` with the line and column, or the name of the part at fault.
    init(_ bytes: [UInt8], path: String) throws(CheckpointError) {
        self.path = path
        do throws(FilesError) {
            var limits = JSON.Limits()
            limits.bytes = Self.limit
            var reader = try JSONReader(bytes, limits: limits)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if key == "model", reader.peekValue() == UInt8(ascii: "{"), !hasVocabulary {
                    try readModel(&reader)
                } else if components.updateValue(try reader.value(), forKey: key) != nil {
                    throw reader.fault("'\(visible(key))' comes twice")
                }
            }
            try reader.finish()
        } catch {
            throw .damaged(path: path, place: "", fault: "\(error)")
        }
    }

    private mutating func readModel(_ reader: inout JSONReader) throws(FilesError) {
        try reader.beginObject()
        var key: [UInt8] = []
        while let name = try reader.nextKey() {
            guard name != "vocab" || !hasVocabulary else { throw reader.fault("'vocab' comes twice") }
            if name == "vocab", reader.peekValue() == UInt8(ascii: "{") {
                hasVocabulary = true
                try reader.beginObject()
                while true {
                    key.removeAll(keepingCapacity: true)
                    guard try reader.nextKey(into: &key) else { break }
                    try VocabularyFiles.insert(key, try reader.integer(), into: &tokens) { (fault) in
                        reader.fault(fault)
                    }
                }
            } else if name == "merges", reader.peekValue() == UInt8(ascii: "["), merges.isEmpty {
                try merges.read(&reader)
            } else if settings.updateValue(try reader.value(), forKey: name) != nil {
                throw reader.fault("'\(visible(name))' comes twice")
            }
        }
    }

    // MARK: Parts

    /// Puts the tokenizer together.
    func model() throws(CheckpointError) -> TokenizerModel {
        let algorithm = try algorithm()
        let added = try addedTokens()
        let framing = try FramingReader(file: self).framing(components["post_processor"] ?? .null)
        var normalized: [AddedTokens.Token] = []
        // Special tokens come first: of two with equal contents the first counts.
        let ordered = added.filter(\.isSpecial) + added.filter { !$0.isSpecial }
        for var token in ordered where token.isNormalized {
            if case .wordPiece(_, let normalizer) = algorithm {
                var text = NormalizedText()
                var table = ScalarTable()
                text.normalize(token.content, token.content.indices, normalizer, &table)
                token.content = text.bytes
            }
            normalized.append(token)
        }
        return TokenizerModel(
            algorithm: algorithm, rawTokens: AddedTokens(ordered.filter { !$0.isNormalized }),
            normalizedTokens: AddedTokens(normalized), added: added, framing: framing)
    }

    private func algorithm() throws(CheckpointError) -> TokenizerModel.Algorithm {
        let kind = try text(settings["type"], "model.type") ?? (merges.isEmpty ? "WordPiece" : "BPE")
        guard kind == "WordPiece" || kind == "BPE" else {
            throw unsupported("model", kind, "WordPiece and byte-level BPE")
        }
        guard hasVocabulary else { throw fault("model.vocab", "an object that numbers the tokens must stand here") }
        let splitting = components["pre_tokenizer"] ?? .null
        let splitter = try type(splitting, "pre_tokenizer")
        if kind == "WordPiece" {
            guard splitter == "BertPreTokenizer" else {
                throw unsupported("pre_tokenizer", splitter ?? "null", "with WordPiece BertPreTokenizer")
            }
            return .wordPiece(try wordPiece(), try normalizer())
        }
        guard splitter == "ByteLevel" else {
            throw unsupported("pre_tokenizer", splitter ?? "null", "with BPE ByteLevel")
        }
        guard try flag(splitting, "use_regex", "pre_tokenizer", default: true) else {
            throw fault("pre_tokenizer.use_regex", "text that is not split into words is not supported")
        }
        if let normalizer = try type(components["normalizer"] ?? .null, "normalizer") {
            throw unsupported("normalizer", normalizer, "with BPE none")
        }
        let prefix = try flag(splitting, "add_prefix_space", "pre_tokenizer", default: true)
        return .bytePair(try bytePair(), addsPrefixSpace: prefix)
    }

    private func normalizer() throws(CheckpointError) -> BertNormalizer? {
        let json = components["normalizer"] ?? .null
        guard let kind = try type(json, "normalizer") else { return nil }
        guard kind == "BertNormalizer" else { throw unsupported("normalizer", kind, "BertNormalizer") }
        var normalizer = BertNormalizer()
        normalizer.cleansText = try flag(json, "clean_text", "normalizer", default: true)
        normalizer.separatesIdeographs = try flag(json, "handle_chinese_chars", "normalizer", default: true)
        normalizer.lowercases = try flag(json, "lowercase", "normalizer", default: true)
        normalizer.stripsAccents = try flag(json, "strip_accents", "normalizer", default: normalizer.lowercases)
        return normalizer
    }

    private func wordPiece() throws(CheckpointError) -> WordPieceModel {
        let name = try text(settings["unk_token"], "model.unk_token") ?? "[UNK]"
        guard let unknown = tokens.id(of: name.utf8) else {
            throw fault("model.unk_token", "'\(visible(name))' is not in the vocabulary")
        }
        let prefix = try text(settings["continuing_subword_prefix"], "model.continuing_subword_prefix") ?? "##"
        var longest = 100
        if let json = settings["max_input_chars_per_word"] {
            guard case .integer(let value) = json, (0...1 << 20).contains(value) else {
                throw fault("model.max_input_chars_per_word", "a whole number from 0 to \(1 << 20) must stand here")
            }
            longest = value
        }
        return WordPieceModel(tokens: tokens, prefix: Array(prefix.utf8), unknown: unknown, longestWord: longest)
    }

    private func bytePair() throws(CheckpointError) -> BytePairModel {
        if let dropout = settings["dropout"], dropout != .null, dropout != .integer(0), dropout != .number(0) {
            throw fault("model.dropout", "the same text would give other tokens each time; set it to null")
        }
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            if let affix = try text(settings[key], "model.\(key)"), !affix.isEmpty {
                throw fault("model.\(key)", "'\(visible(affix))' is not supported with byte-level BPE, only null")
            }
        }
        let model = JSON.object(settings.map { JSONObject.Member($0.key, $0.value) })
        guard try !flag(model, "byte_fallback", "model", default: false) else {
            throw fault("model.byte_fallback", "not supported, only false")
        }
        let name = try text(settings["unk_token"], "model.unk_token")
        if let name, tokens.id(of: name.utf8) == nil {
            throw fault("model.unk_token", "'\(visible(name))' is not in the vocabulary")
        }
        return try VocabularyFiles.bytePair(
            tokens, merges, unknown: name.flatMap { tokens.id(of: $0.utf8) },
            takesWholeWords: flag(model, "ignore_merges", "model", default: false),
            fusesUnknown: flag(model, "fuse_unk", "model", default: false)
        ) { fault("model.\($0)", $1) }
    }

    private func addedTokens() throws(CheckpointError) -> [AddedTokens.Token] {
        guard let json = components["added_tokens"], json != .null else { return [] }
        guard case .array(let elements) = json, elements.count <= 1 << 20 else {
            throw fault("added_tokens", "a list must stand here")
        }
        var tokens: [AddedTokens.Token] = []
        for (index, element) in elements.enumerated() {
            let place = "added_tokens[\(index)]"
            guard case .integer(let id)? = element["id"], (0...Int(Int32.max) - 1).contains(id) else {
                throw fault("\(place).id", "a whole number from 0 on must stand here")
            }
            guard let content = try text(element["content"], "\(place).content") else {
                throw fault("\(place).content", "a text must stand here")
            }
            var token = AddedTokens.Token(id: Int32(id), content: Array(content.utf8))
            token.isSpecial = try flag(element, "special", place, default: false)
            token.isNormalized = try flag(element, "normalized", place, default: !token.isSpecial)
            token.isSingleWord = try flag(element, "single_word", place, default: false)
            token.stripsLeft = try flag(element, "lstrip", place, default: false)
            token.stripsRight = try flag(element, "rstrip", place, default: false)
            guard !token.isUnbounded else {
                throw fault("\(place).rstrip", "a token of white space that takes in what follows is not supported")
            }
            if let known = self.tokens.id(of: content.utf8), Int(known) != id {
                throw fault("\(place).id", "'\(visible(content))' is \(known) in the vocabulary, not \(id)")
            }
            tokens.append(token)
        }
        return tokens
    }

    // MARK: Values

    /// Returns the id of a token, added or not.
    func id(of token: String) -> Int32? {
        if let id = tokens.id(of: token.utf8) { return id }
        return (try? addedTokens())?.first { $0.content == Array(token.utf8) }?.id
    }

    /// The member `type` of a component; nil if the component is null.
    func type(_ json: JSON, _ place: String) throws(CheckpointError) -> String? {
        if json == .null { return nil }
        guard let kind = try text(json["type"], "\(place).type") else {
            throw fault("\(place).type", "the name of a component must stand here")
        }
        return kind
    }

    /// A flag of a component; the default if it is absent or null.
    func flag(_ json: JSON, _ key: String, _ place: String, default value: Bool) throws(CheckpointError) -> Bool {
        switch json[key] {
        case nil, .null?: return value
        case .bool(let flag)?: return flag
        default: throw fault("\(place).\(key)", "true or false must stand here")
        }
    }

    /// A text; nil if it is absent or null.
    func text(_ json: JSON?, _ place: String) throws(CheckpointError) -> String? {
        switch json {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw fault(place, "a text must stand here")
        }
    }

    /// The error that names a component this version cannot do.
    func unsupported(_ place: String, _ kind: String, _ known: String) -> CheckpointError {
        fault("\(place).type", "'\(visible(kind))' is not supported, only \(known)")
    }

    /// The error that names a place.
    func fault(_ place: String, _ words: String) -> CheckpointError {
        .damaged(path: path, place: place, fault: words)
    }
}
