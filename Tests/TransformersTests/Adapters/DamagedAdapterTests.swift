import Foundation
import MatrixKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

/// Adapters that are damaged, that do not fit, or that ask for more than this version can compute.
struct DamagedAdapterTests {
    static let fixture = AdapterFixture(name: "bert")

    /// Copies peft's folder, changes its configuration and its tensors, and returns what reading it says.
    static func words(
        _ configuration: (inout [String: Any]) -> Void = { _ in },
        tensors change: (inout [String: (shape: [Int], values: [Float])]) -> Void = { _ in }
    ) throws -> String {
        try Places.withTemporaryFolder { folder in
            let data = try Data(contentsOf: fixture.folder.appending(path: "adapter_config.json"))
            var json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            configuration(&json)
            try JSONSerialization.data(withJSONObject: json).write(to: folder.appending(path: "adapter_config.json"))
            let file = try Checkpoint(file: fixture.folder.appending(path: "adapter_model.safetensors").path)
            var tensors: [String: (shape: [Int], values: [Float])] = [:]
            for name in file.names { tensors[name] = (try file.tensor(name).shape, try file.tensor(name).floats()) }
            change(&tensors)
            var writer = CheckpointWriter()
            for (name, tensor) in tensors { writer.add(name, shape: tensor.shape, tensor.values) }
            try writer.write(to: "\(folder.path)/adapter_model.safetensors")
            do {
                _ = try fixture.base.model.addingAdapter(from: folder.path)
                return ""
            } catch {
                return "\(error)".replacing("\(folder.path)/", with: "")
            }
        }
    }

    static let query = "base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight"

    @Test func `an untouched copy is read`() throws {
        #expect(try DamagedAdapterTests.words() == "")
        // A rank of another type, an unknown option that is off, and no list of targets: the usual ones.
        #expect(
            try DamagedAdapterTests.words {
                ($0["lora_alpha"], $0["use_something_new"], $0["target_modules"]) = (8.5, false, NSNull())
            } == "")
    }

    @Test(
        arguments: [
            ("use_dora", true), ("use_rslora", true), ("rank_pattern", ["query": 8]), ("alpha_pattern", ["key": 2]),
            ("bias", "all"), ("bias", "lora_only"), ("fan_in_fan_out", true), ("layers_to_transform", [1]),
            ("init_lora_weights", "pissa"), ("use_something_new", 3), ("trainable_token_indices", [4]),
            ("exclude_modules", ["value"]), ("modules_to_save", "classifier"), ("target_modules", ".*query"),
            ("peft_type", "LOHA"), ("r", 0), ("r", "8"), ("lora_alpha", -1), ("lora_dropout", 1.5),
        ] as [(String, any Sendable)])
    func `an option that would change the result is refused by name`(key: String, value: any Sendable) throws {
        let words = try DamagedAdapterTests.words { $0[key] = value }
        #expect(words.hasPrefix("adapter_config.json: \(key)"), "\(words)")
    }

    @Test func `every faulty option is named at once, with a remedy`() throws {
        let words = try DamagedAdapterTests.words { ($0["use_dora"], $0["rank_pattern"]) = (true, ["query": 8]) }
        #expect(words.hasPrefix(#"adapter_config.json: rank_pattern: {"query":8} is not supported; every layer must"#))
        #expect(words.contains("; use_dora: true is not supported; merge the adapter with peft and load the merged"))
    }

    @Test func `tensors that are missing, unknown, misshapen or not finite are refused by name`() throws {
        let query = DamagedAdapterTests.query
        let missing = try DamagedAdapterTests.words(tensors: { $0[query] = nil })
        let start =
            "adapter_model.safetensors: tensor '\(query.prefix(60))…': it is not there, though the configuration"
        #expect(missing.hasPrefix(start), "\(missing)")
        #expect(
            try DamagedAdapterTests.words(tensors: { $0["base_model.model.x.lora_A.weight"] = ([1], [0]) })
                .contains("'base_model.model.x.lora_A.weight': nothing in the model and the configuration asks for it"))
        #expect(
            try DamagedAdapterTests.words({ $0["r"] = 5 })
                .contains("its shape is [4, 16], but the model and the rank ask for [5, 16]"))
        #expect(
            try DamagedAdapterTests.words(tensors: { $0[query]?.shape = [16, 4] })
                .contains("its shape is [16, 4], but the model and the rank ask for [4, 16]"))
        #expect(
            try DamagedAdapterTests.words(tensors: { $0[query]?.values[17] = .nan })
                .contains("the number at [1, 1] is nan"))
        #expect(
            try DamagedAdapterTests.words(tensors: { $0["base_model.model.classifier.bias"] = nil })
                .contains("'base_model.model.classifier.bias': it is not there"))
    }

    @Test func `targets and modules that the model does not have are refused by name`() throws {
        #expect(
            try DamagedAdapterTests.words { $0["target_modules"] = ["query", "q_proj"] }
                .contains("no linear layer is named 'q_proj'"))
        #expect(
            try DamagedAdapterTests.words { $0["modules_to_save"] = ["classifier", "lm_head"] }
                .contains("no module's name ends with 'lm_head'"))
    }

    @Test func `missing and malformed files are named`() throws {
        try Places.withTemporaryFolder { folder in
            let base = try DamagedAdapterTests.fixture.base.model
            func error() -> String {
                let error = #expect(throws: (any Error).self) { try base.addingAdapter(from: folder.path) }
                return error.map { "\($0)" } ?? ""
            }
            #expect(error().contains("adapter_config.json: there is no such file"))
            try Data("[1]".utf8).write(to: folder.appending(path: "adapter_config.json"))
            #expect(error().contains("adapter_model.safetensors: there is no such file"))
            try CheckpointWriter().write(to: "\(folder.path)/adapter_model.safetensors")
            #expect(error().contains("an object must stand here"))
            try Data("{".utf8).write(to: folder.appending(path: "adapter_config.json"))
            #expect(error().contains("adapter_config.json"))
            try Data(#"{"format":2,"trains_norms":1,"activation":"swish","width":0}"#.utf8)
                .write(to: folder.appending(path: "bottleneck_config.json"))
            try CheckpointWriter().write(to: "\(folder.path)/bottleneck_model.safetensors")
            let words = error()
            for key in ["format: 1 must", "trains_norms: true or false", "activation: one of", "width: a whole number"]
            {
                #expect(words.contains(key), "\(words)")
            }
        }
    }
}
