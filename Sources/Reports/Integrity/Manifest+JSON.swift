package import Files

extension Manifest {
    /// The manifest as the value that `manifest.json` holds.
    package var json: JSON {
        var members: [JSONObject.Member] = [
            .init("schema", .string(Self.schema)),
            .init("tool", .object([.init("name", .string("assize")), .init("version", .string(toolVersion))])),
            .init("command", .string(command)), .init("inputs", .array(inputs.map(\.json))),
            .init("outputs", .array(outputs.map(\.json))),
        ]
        if let signer {
            members.append(
                .init(
                    "signer",
                    .object([
                        .init("algorithm", .string("Ed25519")),
                        .init("public_key", .string(Base64.text(signer.bytes))),
                    ])))
        }
        return .object(members)
    }

    /// Reads a manifest, which may come from anybody.
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the path of the first value that is missing or cannot be: a path
    ///   that leads out of the folder, a size that no file has, a digest that is none, a file that is listed twice.
    package init(json: JSON) throws(ReportsError) {
        let root = ResultsValue(json: json)
        let schema = try root.required("schema")
        guard try schema.string() == Self.schema else {
            throw schema.fault(SchemaFault.words(try schema.string(), read: Self.schema))
        }
        let outputs = try Self.files(root.required("outputs"))
        for (file, value) in outputs {
            if let fault = Self.fault(ofOutput: file.path) { throw try value.required("path").fault(fault) }
        }
        var seen: Set<String> = []
        for (file, value) in outputs where !seen.insert(file.path).inserted {
            throw try value.required("path").fault("'\(visible(file.path))' is listed twice")
        }
        self.init(
            toolVersion: try root.required("tool").required("version").string(),
            command: try root.required("command").string(),
            inputs: try Self.files(root.required("inputs")).map(\.file), outputs: outputs.map(\.file),
            signer: try root.optional("signer").map { signer throws(ReportsError) in try Self.signer(signer) })
    }

    private static func files(_ list: ResultsValue) throws(ReportsError) -> [(file: File, value: ResultsValue)] {
        let elements = try list.elements()
        guard elements.count <= fileLimit else {
            throw list.fault("\(elements.count) files are more than \(fileLimit)")
        }
        return try elements.map { element throws(ReportsError) in (try File(in: element), element) }
    }

    private static func signer(_ value: ResultsValue) throws(ReportsError) -> VerifyingKey {
        let algorithm = try value.required("algorithm")
        guard try algorithm.string() == "Ed25519" else {
            throw algorithm.fault(
                "'\(visible(try algorithm.string()))' is not Ed25519, the only algorithm that is read")
        }
        let text = try value.required("public_key")
        guard let bytes = Base64.bytes(try text.string()), let key = VerifyingKey(bytes: bytes) else {
            throw text.fault("this is no public key: 32 bytes in Base64")
        }
        return key
    }

    /// Says why a path cannot be that of a file within the folder; nil if it can.
    static func fault(ofOutput path: String) -> String? {
        let shown = "'\(visible(path))'"
        if path.isEmpty { return "a path is empty" }
        if path.hasPrefix("/") { return "\(shown) is absolute: outputs lie within the folder" }
        if path.utf8.count > 4096 { return "\(shown) is longer than 4096 bytes" }
        if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "\(shown) holds a control character" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains("..") { return "\(shown) leads out of the folder" }
        if parts.contains(where: { $0.isEmpty || $0 == "." }) { return "\(shown) has an empty part or the part '.'" }
        if path == name || path == signatureName { return "\(shown) is the manifest itself or its signature" }
        return nil
    }
}

extension Manifest.File {
    fileprivate var json: JSON {
        .object([
            .init("bytes", .integer(bytes)), .init("path", .string(path)), .init("sha256", .string(sha256)),
        ])
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        let size = try value.required("bytes")
        let bytes = try size.integer()
        guard (0...1 << 50).contains(bytes) else { throw size.fault("no file has \(bytes) bytes") }
        let digest = try value.required("sha256")
        let text = try digest.string()
        guard text.utf8.count == 64,
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else {
            throw digest.fault("'\(visible(text))' is no SHA-256: 64 hexadecimal digits in lower case")
        }
        self.init(path: try value.required("path").string(), sha256: text, bytes: bytes)
    }
}
