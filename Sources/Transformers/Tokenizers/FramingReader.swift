internal import Files

/// Reads the post-processor of `tokenizer.json`.
struct FramingReader {
    let file: TokenizerFile

    /// Returns the frame that a component stands for.
    func framing(_ json: JSON) throws(CheckpointError) -> Framing {
        var framing = Framing()
        try apply(json, "post_processor", to: &framing)
        return framing
    }

    private func apply(_ json: JSON, _ place: String, to framing: inout Framing) throws(CheckpointError) {
        switch try file.type(json, place) {
        case nil: return
        case "TemplateProcessing":
            let tokens = json["special_tokens"] ?? .null
            framing.single = try pieces(json["single"] ?? .null, "\(place).single", tokens, isPair: false)
            framing.pair = try pieces(json["pair"] ?? .null, "\(place).pair", tokens, isPair: true)
        case "BertProcessing":
            let (start, end) = (try token(json, "cls", place), try token(json, "sep", place))
            framing.single = [
                .token(start, typeID: 0), .text(isSecond: false, typeID: 0), .token(end, typeID: 0),
            ]
            framing.pair = framing.single + [.text(isSecond: true, typeID: 1), .token(end, typeID: 1)]
        case "RobertaProcessing":
            let (start, end) = (try token(json, "cls", place), try token(json, "sep", place))
            framing.single = [
                .token(start, typeID: 0), .text(isSecond: false, typeID: 0), .token(end, typeID: 0),
            ]
            framing.pair =
                framing.single + [.token(end, typeID: 0), .text(isSecond: true, typeID: 0), .token(end, typeID: 0)]
            try readTrimming(json, place, into: &framing)
        case "ByteLevel": try readTrimming(json, place, into: &framing)
        case "Sequence":
            guard case .array(let parts)? = json["processors"], !place.contains("[") else {
                throw file.fault("\(place).processors", "a list of components must stand here")
            }
            for (index, part) in parts.enumerated() {
                try apply(part, "\(place).processors[\(index)]", to: &framing)
            }
        case let kind?:
            throw file.unsupported(
                place, kind, "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel and Sequence")
        }
    }

    private func readTrimming(_ json: JSON, _ place: String, into framing: inout Framing) throws(CheckpointError) {
        framing.trimsOffsets = try file.flag(json, "trim_offsets", place, default: true)
        framing.expectsPrefixSpace = try file.flag(json, "add_prefix_space", place, default: true)
    }

    /// A pair of a token and its id: `["[CLS]", 101]`.
    private func token(_ json: JSON, _ key: String, _ place: String) throws(CheckpointError) -> Int32 {
        guard case .array(let pair)? = json[key], pair.count == 2, case .integer(let id) = pair[1],
            (0..<Int(Int32.max)).contains(id)
        else { throw file.fault("\(place).\(key)", "a token and its number must stand here") }
        return Int32(id)
    }

    private func pieces(
        _ json: JSON, _ place: String, _ tokens: JSON, isPair: Bool
    ) throws(CheckpointError) -> [Framing.Piece] {
        guard case .array(let elements) = json, elements.count <= 64 else {
            throw file.fault(place, "a list of at most 64 parts must stand here")
        }
        var pieces: [Framing.Piece] = []
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            let place = "\(place)[\(index)]"
            if let text = element["Sequence"] {
                let name = try file.text(text["id"], "\(place).id") ?? ""
                guard name == "A" || name == "B" && isPair else {
                    throw file.fault("\(place).id", "the texts are named A" + (isPair ? " and B" : ""))
                }
                texts.append(name)
                pieces.append(.text(isSecond: name == "B", typeID: try typeID(text, place)))
            } else if let token = element["SpecialToken"] {
                let name = try file.text(token["id"], "\(place).id") ?? ""
                for id in try ids(name, tokens, place) { pieces.append(.token(id, typeID: try typeID(token, place))) }
            } else {
                throw file.fault(place, "a Sequence or a SpecialToken must stand here")
            }
        }
        guard texts.sorted() == (isPair ? ["A", "B"] : ["A"]) else {
            throw file.fault(place, "each text must stand here once")
        }
        return pieces
    }

    private func typeID(_ json: JSON, _ place: String) throws(CheckpointError) -> Int32 {
        guard case .integer(let id)? = json["type_id"], (0...255).contains(id) else {
            throw file.fault("\(place).type_id", "a whole number from 0 to 255 must stand here")
        }
        return Int32(id)
    }

    private func ids(_ name: String, _ tokens: JSON, _ place: String) throws(CheckpointError) -> [Int32] {
        guard case .array(let ids)? = tokens[name]?["ids"], ids.count <= 16 else {
            throw file.fault("\(place).id", "special_tokens does not give the ids of '\(visible(name))'")
        }
        var numbers: [Int32] = []
        for id in ids {
            guard case .integer(let id) = id, (0..<Int(Int32.max)).contains(id) else {
                throw file.fault("\(place).id", "special_tokens must give whole numbers for '\(visible(name))'")
            }
            numbers.append(Int32(id))
        }
        return numbers
    }
}
