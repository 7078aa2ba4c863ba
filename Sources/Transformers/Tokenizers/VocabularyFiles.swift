internal import Files

/// The older files of a tokenizer: `vocab.txt` for WordPiece, `vocab.json` with `merges.txt` for byte-level BPE.
struct VocabularyFiles {
    /// What `tokenizer_config.json` says, or null.
    let configuration: JSON
    /// `model_type` of `config.json`, if there is one.
    let modelType: String?

    /// Makes BERT's tokenizer of a `vocab.txt`, one token a line, numbered from 0.
    func wordPiece(_ bytes: [UInt8], path: String) throws(CheckpointError) -> TokenizerModel {
        let lines = Self.lines(bytes)
        var tokens = TokenTable(capacity: lines.count)
        for (index, line) in lines.enumerated() {
            // Of two equal lines the last counts, as it does in the reference.
            try Self.insert(Array(line), index, into: &tokens, replacing: true) {
                CheckpointError.damaged(path: path, place: "line \(index + 1)", fault: $0)
            }
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .damaged(path: path, place: "", fault: "the text is not valid UTF-8")
        }
        let names = ["[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"]
        let keys = ["unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
        let special = try special(zip(keys, names), tokens, path)
        guard let unknown = special["unk_token"]?.id, let start = special["cls_token"]?.id,
            let end = special["sep_token"]?.id
        else { throw .damaged(path: path, place: "", fault: "it needs [UNK], [CLS] and [SEP]") }
        var normalizer = BertNormalizer()
        normalizer.lowercases = flag("do_lower_case") ?? true
        normalizer.stripsAccents = flag("strip_accents") ?? normalizer.lowercases
        normalizer.separatesIdeographs = flag("tokenize_chinese_chars") ?? true
        let single: [Framing.Piece] = [
            .token(start, typeID: 0), .text(isSecond: false, typeID: 0), .token(end, typeID: 0),
        ]
        let framing = Framing(
            single: single, pair: single + [.text(isSecond: true, typeID: 1), .token(end, typeID: 1)])
        let model = WordPieceModel(tokens: tokens, prefix: Array("##".utf8), unknown: unknown, longestWord: 100)
        return assembled(.wordPiece(model, normalizer), special, framing)
    }

    /// Makes RoBERTa's or GPT-2's tokenizer of a `vocab.json` and a `merges.txt`.
    func bytePair(
        _ vocabulary: [UInt8], _ merges: [UInt8], path: String, mergesPath: String
    ) throws(CheckpointError) -> TokenizerModel {
        var tokens = TokenTable(capacity: 1 << 15)
        do throws(FilesError) {
            var reader = try JSONReader(vocabulary)
            try reader.beginObject()
            var key: [UInt8] = []
            while try reader.nextKey(into: &key) {
                try Self.insert(key, try reader.integer(), into: &tokens) { (fault) in reader.fault(fault) }
                key.removeAll(keepingCapacity: true)
            }
            try reader.finish()
        } catch {
            throw .damaged(path: path, place: "", fault: "\(error)")
        }
        var list = MergeList()
        for (index, line) in Self.lines(merges).enumerated() where !line.starts(with: "#version".utf8) {
            guard list.append(line: line) else {
                throw .damaged(
                    path: mergesPath, place: "line \(index + 1)",
                    fault: "two tokens with one blank between must stand here")
            }
        }
        let pairs = try Self.bytePair(tokens, list, unknown: nil, takesWholeWords: false, fusesUnknown: false) {
            .damaged(path: $0 == "vocab" ? path : mergesPath, place: $0, fault: $1)
        }
        let isGPT2 = modelType == "gpt2" || text("tokenizer_class")?.hasPrefix("GPT2") == true
        let prefix = flag("add_prefix_space") ?? false
        var framing = Framing(trimsOffsets: flag("trim_offsets") ?? !isGPT2, expectsPrefixSpace: prefix)
        if isGPT2 {
            let special = try special([("unk_token", "<|endoftext|>")], tokens, path)
            framing.expectsPrefixSpace = prefix
            return assembled(.bytePair(pairs, addsPrefixSpace: prefix), special, framing)
        }
        let names = ["<s>", "</s>", "</s>", "<s>", "<unk>", "<pad>", "<mask>"]
        let keys = ["bos_token", "eos_token", "sep_token", "cls_token", "unk_token", "pad_token", "mask_token"]
        var special = try special(zip(keys, names), tokens, path)
        // RoBERTa's mask takes in the blank before it.
        if case .object? = configuration["mask_token"] {} else { special["mask_token"]?.stripsLeft = true }
        guard let start = special["cls_token"]?.id, let end = special["sep_token"]?.id else {
            throw .damaged(path: path, place: "", fault: "it needs <s> and </s>")
        }
        framing.single = [.token(start, typeID: 0), .text(isSecond: false, typeID: 0), .token(end, typeID: 0)]
        framing.pair =
            framing.single + [.token(end, typeID: 0), .text(isSecond: true, typeID: 0), .token(end, typeID: 0)]
        return assembled(.bytePair(pairs, addsPrefixSpace: prefix), special, framing)
    }

    // MARK: Parts

    /// Numbers a token, having checked what no vocabulary should hold.
    static func insert<Fault: Error>(
        _ token: [UInt8], _ id: Int, into tokens: inout TokenTable, replacing: Bool = false, fault: (String) -> Fault
    ) throws(Fault) {
        guard (0..<Int(Int32.max)).contains(id) else { throw fault("a token's number cannot be \(id)") }
        guard token.count <= TokenTable.maximumLength else {
            throw fault("a token of \(token.count) bytes is longer than \(TokenTable.maximumLength)")
        }
        guard tokens.count < 1 << 24 else { throw fault("a vocabulary of more than \(1 << 24) tokens") }
        guard tokens.insert(token, token.indices, id: Int32(id)) || replacing else {
            throw fault("the token '\(visible(String(decoding: token, as: UTF8.self)))' comes twice")
        }
    }

    /// Puts a byte-level model together, having checked that every byte of a text has a token.
    static func bytePair(
        _ tokens: TokenTable, _ merges: MergeList, unknown: Int32?, takesWholeWords: Bool, fusesUnknown: Bool,
        fault: (String, String) -> CheckpointError
    ) throws(CheckpointError) -> BytePairModel {
        var byteTokens: [Int32] = []
        for byte in 0..<256 {
            var written: [UInt8] = []
            ByteAlphabet.append(UInt8(byte), to: &written)
            let isInText = byte < 0xF5 && byte != 0xC0 && byte != 0xC1
            guard let id = tokens.id(of: written) ?? unknown ?? (isInText ? nil : -1) else {
                throw fault(
                    "vocab",
                    "it has no token '\(String(decoding: written, as: UTF8.self))' for byte \(byte);"
                        + " a byte-level vocabulary has one for each")
            }
            byteTokens.append(id)
        }
        return BytePairModel(
            tokens: tokens, byteTokens: byteTokens, merges: try merges.table(tokens, fault: fault),
            takesWholeWords: takesWholeWords, unknown: unknown, fusesUnknown: fusesUnknown)
    }

    /// The lines of a text without their ends.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    }

    /// The special tokens by key: the names of the configuration, else the usual ones, where the vocabulary has them.
    private func special(
        _ usual: some Sequence<(String, String)>, _ tokens: TokenTable, _ path: String
    ) throws(CheckpointError) -> [String: AddedTokens.Token] {
        var special: [String: AddedTokens.Token] = [:]
        for (key, name) in usual {
            let json = configuration[key] ?? .null
            let content = text(key) ?? text("content", in: json) ?? name
            guard let id = tokens.id(of: content.utf8) else { continue }
            var token = AddedTokens.Token(id: id, content: Array(content.utf8), isSpecial: true)
            token.stripsLeft = flag("lstrip", in: json) ?? false
            token.stripsRight = flag("rstrip", in: json) ?? false
            token.isSingleWord = flag("single_word", in: json) ?? false
            token.isNormalized = flag("normalized", in: json) ?? false
            guard !token.isUnbounded else {
                throw .damaged(
                    path: path, place: key, fault: "a token of white space that takes in what follows is not supported")
            }
            special[key] = token
        }
        return special
    }

    private func assembled(
        _ algorithm: TokenizerModel.Algorithm, _ special: [String: AddedTokens.Token], _ framing: Framing
    ) -> TokenizerModel {
        var added: [AddedTokens.Token] = []
        for token in special.sorted(by: { $0.key < $1.key }).map(\.value)
        where !added.contains(where: { $0.content == token.content }) { added.append(token) }
        return TokenizerModel(
            algorithm: algorithm, rawTokens: AddedTokens(added.filter { !$0.isNormalized }),
            normalizedTokens: AddedTokens(added.filter(\.isNormalized)), added: added, framing: framing)
    }

    private func flag(_ key: String, in json: JSON? = nil) -> Bool? {
        if case .bool(let flag)? = (json ?? configuration)[key] { flag } else { nil }
    }

    private func text(_ key: String, in json: JSON? = nil) -> String? {
        if case .string(let text)? = (json ?? configuration)[key] { text } else { nil }
    }
}
