internal import FairnessMetrics
internal import Glibc
internal import Tables
internal import Yams

extension AuditDefinition {
    /// Reads the definition of an audit: a YAML file, or a folder that holds `audit.yaml`.
    ///
    /// Relative data paths start from the file's folder.
    ///
    /// - Throws: `AuditError.missingDefinition` if there is no such file, `AuditError.definition` with every fault that
    ///   the file has, each with line and column.
    public init(contentsOf path: String) throws(AuditError) {
        let file = FileKind.of(path) == .folder ? path + "/audit.yaml" : path
        let text = try AuditDefinition.read(file)
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch {
            throw .definition(["\(file): not readable as YAML: \(error)"])
        }
        guard let node else {
            throw .definition(["\(file): the file is empty; an audit needs at least data and protected"])
        }
        self.init()
        let parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        folder = parts.isEmpty ? nil : parts.joined(separator: "/")
        self.file = file
        command = "assize audit \(FileKind.of(path) == .folder ? path : file)"
        var reader = DefinitionReader(file: file, root: node)
        read(from: &reader)
        // What the keys say together is only checked where each can be read.
        let faults = reader.faults.isEmpty ? self.faults.map { "\(file): \($0)" } : reader.faults
        guard faults.isEmpty else { throw .definition(faults) }
    }

    private mutating func read(from reader: inout DefinitionReader) {
        title = reader.text("title")
        summary = reader.text("summary")
        data = reader.texts("data") ?? []
        source = reader.text("source")
        licence = reader.text("licence")
        isSynthetic = reader.flag("synthetic") ?? false
        if let format = reader.text("format") {
            table.format = reader.choice("format", format, among: TableFormat.allCases)
        }
        if let separator = reader.text("separator") {
            table.separator = SeparatorText.byte(separator)
            if table.separator == nil {
                reader.fail("separator", "'\(separator)' is not one ASCII character, tab or space")
            }
        }
        table.hasHeader = reader.flag("header") ?? true
        table.columnNames = reader.texts("columns")
        if let markers = reader.texts("missing") { table.missingMarkers = Set(markers) }
        table.commentPrefix = reader.text("comment")
        table.allowsQuotes = reader.flag("quotes") ?? true
        if let name = reader.text("task") {
            task = reader.choice("task", name, among: AuditTask.allCases) ?? .binary
        }
        label = reader.expression("label")
        prediction = reader.expression("prediction")
        score = reader.expression("score")
        threshold = reader.number("threshold")
        positive = reader.text("positive")
        protected = reader.expressions("protected") ?? []
        strata = reader.expressions("strata") ?? []
        memberships = reader.memberships("membership") ?? []
        weight = reader.text("weight")
        features = reader.texts("features") ?? []
        text = reader.text("text")
        model = reader.text("model")
        maximumLength = reader.integer("max_length")
        explanations = reader.text("explanations").map(resolved)
        ledger = reader.text("ledger").map(resolved)
        references = reader.table("reference") { reader, key, node in reader.scalar(node, key) } ?? [:]
        bins = reader.table("bins") { reader, key, node in reader.numbers(node, key) } ?? [:]
        topK = reader.integers("top_k") ?? []
        confidence = reader.number("confidence") ?? confidence
        margin = reader.number("margin") ?? margin
        ratioMargin = reader.number("ratio_margin") ?? ratioMargin
        if let name = reader.text("interval") {
            interval = reader.choice("interval", name, among: RateInterval.allCases) ?? interval
        }
        bootstrapDraws = reader.integer("bootstrap") ?? 0
        depth = reader.integer("depth")
        minimumCell = reader.integer("min_cell") ?? minimumCell
        seed = UInt64(max(0, reader.integer("seed") ?? 0))
        comparesUnknown = reader.flag("compare_unknown") ?? false
        gates = reader.gates("gates") ?? []
        annexes = reader.choices("annexes") ?? []
        dataAudit = dataAuditChoices(from: &reader)
        reader.rejectUnknownKeys()
    }

    /// `data_audit: yes`, or any of the keys that only a data audit has.
    private func dataAuditChoices(from reader: inout DefinitionReader) -> DataAuditChoices? {
        var choices = DataAuditChoices()
        choices.population = reader.text("population")
        choices.against = reader.text("against")
        choices.split = reader.text("split")
        choices.annotators = reader.texts("annotators") ?? []
        choices.terms = reader.text("terms")
        choices.swaps = reader.text("swaps")
        let isAsked = reader.flag("data_audit")
        return isAsked ?? (choices != DataAuditChoices()) ? choices : nil
    }

    private static func read(_ file: String) throws(AuditError) -> String {
        guard FileKind.of(file) == .file, let handle = fopen(file, "rb") else {
            throw .missingDefinition("\(file): there is no such file; an audit's folder holds an audit.yaml")
        }
        defer { fclose(handle) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        let count = fread(&bytes, 1, bytes.count, handle)
        guard count <= maximumBytes else { throw .definition(["\(file): larger than 1 MiB, which no definition is"]) }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw .definition(["\(file): not UTF-8 text"])
        }
        return text
    }

    private static let maximumBytes = 1 << 20
}

/// What a path leads to.
public enum FileKind: Sendable {
    case file, folder, absent

    /// Returns what `path` leads to.
    public static func of(_ path: String) -> FileKind {
        var status = stat()
        guard stat(path, &status) == 0 else { return .absent }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }
}

/// A field separator as people write it.
public enum SeparatorText {
    /// Returns the byte of `,`, `;`, `tab`, `\t`, `space` and the like; nil if it is not one ASCII character.
    public static func byte(_ text: String) -> UInt8? {
        switch text {
        case "tab", "\\t": 9
        case "space": 32
        default: text.utf8.count == 1 ? text.utf8.first : nil
        }
    }
}
