internal import Files
internal import MatrixKernels

extension BottleneckAdapters {
    /// The choices that `bottleneck_config.json` holds.
    ///
    /// - Throws: `CheckpointError.damaged` with every fault.
    init(json: JSON, path: String) throws(CheckpointError) {
        guard case .object(let object) = json else {
            throw .damaged(path: path, place: "", fault: "an object must stand here")
        }
        var reader = ConfigurationReader(json: json, path: path)
        if object["format"] != .integer(1) {
            reader.fault("format", "1 must stand here; a later version of this program wrote the file, or another")
        }
        let names = Activation.allCases.map(\.fileName)
        let name = reader.text("activation", default: "gelu", among: names)
        self.init(
            width: reader.integer("width", in: 1...(1 << 16), default: 64),
            activation: Activation.allCases.first { $0.fileName == name } ?? .gelu,
            trainsNorms: object["trains_norms"] == .bool(true), savedModules: reader.texts("saved_modules"))
        switch object["trains_norms"] {
        case .bool: break
        default: reader.fault("trains_norms", "true or false must stand here")
        }
        if let fault = reader.error { throw fault }
    }

    /// The file.
    func json(baseModel: String?) -> JSON {
        .object([
            .init("activation", .string(activation.fileName)),
            .init("base_model_name_or_path", baseModel.map { .string($0) } ?? .null), .init("format", .integer(1)),
            .init("saved_modules", .strings(savedModules ?? [])), .init("trains_norms", .bool(trainsNorms)),
            .init("width", .integer(width)),
        ])
    }
}

extension Activation {
    /// The name in a configuration of transformers.
    fileprivate var fileName: String {
        switch self {
        case .gelu: "gelu"
        case .geluTanh: "gelu_new"
        case .relu: "relu"
        case .tanh: "tanh"
        }
    }
}
