internal import Files

/// What an `explanations.json` says of each row, to compare another model's explanations of the same rows with it.
public struct EarlierExplanations: Sendable {
    /// One row, as its first entry has it that adds up to the output.
    struct Row: Sendable {
        let text: String?
        let output: String, label: String?
        let baseValue: Double, value: Double
        /// By class, the sums with their variances over the draws of the method.
        let classes: [String: (value: Double, variance: Double)]
    }

    /// The file.
    let path: String
    /// What the file says of which model it was.
    private let model: String?
    private let rows: [Int: Row]

    /// Reads a file.
    ///
    /// - Throws: `ExplanationsError.earlier` if it holds no explanations; `FilesError` if it cannot be read.
    public init(path: String) throws {
        self.path = path
        func fault(_ fault: String) -> ExplanationsError { .earlier(path: path, fault: fault) }
        guard let json = try? JSON(parsing: MappedFile.read(path)) else {
            throw fault("this is no JSON file that can be read")
        }
        guard json["schema"] == .string(ExplanationDocument.schema), case .array(let entries)? = json["explanations"]
        else { throw fault("this holds no explanations of the schema \(ExplanationDocument.schema)") }
        if case .string(let name)? = json["request"]?["model"] { model = name } else { model = nil }
        var rows: [Int: Row] = [:]
        for entry in entries {
            guard case .integer(let number)? = entry["row"], rows[number] == nil, let row = Row(entry) else { continue }
            rows[number] = row
        }
        guard !rows.isEmpty else { throw fault("no entry has Shapley values that could be compared") }
        self.rows = rows
    }

    /// What a document says of the file.
    var json: JSON {
        .object([.init("path", .string(path)), .init("model", model.map { .string($0) } ?? .null)])
    }

    /// Returns a row as it was explained before; nil if it was not.
    ///
    /// - Parameters:
    ///   - number: Which row.
    ///   - now: As it is explained now.
    ///   - output: What is divided now.
    ///   - names: The names of the classes.
    /// - Throws: `ExplanationsError.earlier` if something else was explained.
    func row(_ number: Int, now: AttributedRow, output: String, names: [String]) throws -> AttributedRow? {
        guard let row = rows[number] else { return nil }
        func fault(_ fault: String) -> ExplanationsError { .earlier(path: path, fault: "row \(number): \(fault)") }
        guard row.output == output else { throw fault("its output was '\(row.output)', and now is '\(output)'") }
        if let unknown = row.classes.keys.sorted().first(where: { !names.contains($0) }) {
            throw fault("there was a class '\(unknown)', which now is none")
        }
        var result = now
        result.baseValue = row.baseValue
        result.value = row.value
        result.contributions = names.map { row.classes[$0]?.value ?? 0 }
        result.variances = names.map { row.classes[$0]?.variance ?? 0 }
        return result
    }

    /// Checks that a row is the one that was explained before.
    ///
    /// - Throws: `ExplanationsError.earlier` if its text or its label is another one.
    func check(_ entries: [JSON], row number: Int) throws {
        guard let row = rows[number], let entry = entries.first else { return }
        func text(_ key: String) -> String? { if case .string(let text)? = entry[key] { text } else { nil } }
        guard row.text == text("text") else {
            throw ExplanationsError.earlier(path: path, fault: "row \(number) had another text")
        }
        guard row.label == text("label") else {
            throw ExplanationsError.earlier(
                path: path,
                fault: "row \(number) was explained for the label '\(row.label ?? "none")', and now for "
                    + "'\(text("label") ?? "none")'")
        }
    }
}

extension EarlierExplanations.Row {
    fileprivate init?(_ entry: JSON) {
        guard case .string(let method)? = entry["method"], method.hasSuffix("_shap"),
            case .string(let output)? = entry["output"], let base = entry["base_value"]?.real,
            let value = entry["value"]?.real, case .array(let players)? = entry["classes"] ?? entry["players"]
        else { return nil }
        var classes: [String: (value: Double, variance: Double)] = [:]
        for player in players {
            guard case .string(let name)? = player["class"] ?? player["name"], let value = player["value"]?.real else {
                return nil
            }
            let error = player["standard_error"]?.real ?? 0
            let sum = classes[name] ?? (0, 0)
            classes[name] = (sum.value + value, sum.variance + error * error)
        }
        if case .string(let text)? = entry["text"] { self.text = text } else { text = nil }
        if case .string(let label)? = entry["label"] { self.label = label } else { label = nil }
        self.output = output
        self.baseValue = base
        self.value = value
        self.classes = classes
    }
}
