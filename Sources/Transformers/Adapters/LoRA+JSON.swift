internal import Files

extension LoRA {
    /// The choices that peft's `adapter_config.json` holds.
    ///
    /// Every option that could change what the adapter computes, and that this version does not know how to compute, is
    /// a fault unless it is off.
    ///
    /// - Throws: `CheckpointError.damaged` with every fault.
    init(json: JSON, path: String) throws(CheckpointError) {
        guard case .object(let object) = json else {
            throw .damaged(path: path, place: "", fault: "an object must stand here")
        }
        var reader = ConfigurationReader(json: json, path: path)
        self.init(
            rank: reader.integer("r", in: 1...(1 << 16), default: 8),
            alpha: reader.number("lora_alpha", in: 1e-9...1e9, default: 8) ?? 8,
            dropout: reader.number("lora_dropout", in: 0...0.999, default: 0) ?? 0)
        let kind = reader.text("peft_type", default: nil)
        if kind != "LORA" {
            reader.fault("peft_type", "'\(visible(kind ?? ""))' is not supported, only 'LORA'")
        }
        switch object["target_modules"] {
        case nil, .null: break
        case .string(let pattern):
            reader.fault(
                "target_modules",
                "the pattern '\(visible(pattern))' is not supported; list the ends of the layers' names instead")
        default: targets = reader.texts("target_modules")
        }
        savedModules = reader.texts("modules_to_save")
        if savedModules?.isEmpty == true && object["task_type"] == .string("SEQ_CLS") {
            savedModules = LoRA.usualModules
        }
        for member in object.members
        where !LoRA.harmless.contains(member.key) && LoRA.neutral[member.key, default: .null] != member.value {
            guard !LoRA.isOff(member.value) else { continue }
            if member.key == "init_lora_weights", LoRA.plainStarts.contains(member.value) { continue }
            let value = visible(String(decoding: member.value.bytes(), as: UTF8.self))
            reader.fault(visible(member.key), "\(value) is not supported; \(LoRA.remedy(member.key))")
        }
        if let fault = reader.error { throw fault }
    }

    /// What peft saves in full of a classifier, whatever it is told; not every architecture has both.
    static let usualModules = ["classifier", "score"]

    /// The file that peft reads.
    func json(_ head: TextModel.Head, baseModel: String?) -> JSON {
        var task = JSON.null
        if case .classification = head { task = .string("SEQ_CLS") }
        return .object([
            .init("alpha_pattern", .object([])), .init("auto_mapping", .null),
            .init("base_model_name_or_path", baseModel.map { .string($0) } ?? .null), .init("bias", .string("none")),
            .init("fan_in_fan_out", .bool(false)), .init("inference_mode", .bool(true)),
            .init("init_lora_weights", .bool(true)), .init("lora_alpha", .count(alpha)),
            .init("lora_dropout", .number(dropout)),
            .init("modules_to_save", savedModules.map { $0.isEmpty ? .null : .strings($0) } ?? .null),
            .init("peft_type", .string("LORA")), .init("r", .integer(rank)), .init("rank_pattern", .object([])),
            .init("target_modules", .strings(targets ?? [])), .init("task_type", task),
            .init("use_dora", .bool(false)), .init("use_rslora", .bool(false)),
        ])
    }

    /// Keys that change nothing of what is computed once the adapter is trained, and those that are read above.
    private static let harmless: Set<String> = [
        "auto_mapping", "base_model_name_or_path", "ensure_weight_tying", "inference_mode", "lora_alpha",
        "lora_dropout", "megatron_core", "modules_to_save", "peft_type", "peft_version", "qalora_group_size", "r",
        "revision", "runtime_config", "target_modules", "task_type",
    ]

    /// What switches off an option that null, false or nothing does not.
    private static let neutral: [String: JSON] = ["bias": .string("none"), "init_lora_weights": .bool(true)]

    /// Starts that leave the base weights as they are.
    private static let plainStarts: [JSON] = [.string("gaussian"), .string("orthogonal"), .string("eva")]

    private static func isOff(_ value: JSON) -> Bool {
        switch value {
        case .null, .bool(false): true
        case .array(let elements): elements.isEmpty
        case .object(let object): object.members.isEmpty
        case .bool, .integer, .number, .string: false
        }
    }

    private static func remedy(_ key: String) -> String {
        switch key {
        case "rank_pattern", "alpha_pattern": "every layer must have the same rank and alpha, so train it without"
        case "init_lora_weights":
            "such a start may change the base weights, so save the adapter with peft's "
                + "path_initial_model_for_weight_conversion"
        default: "merge the adapter with peft and load the merged checkpoint, or train it without"
        }
    }
}
