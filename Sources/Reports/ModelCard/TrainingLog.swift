internal import Files
internal import FairnessMetrics

/// The record of a training run, `training/run.jsonl`, as a card needs it: what went in, the choices, what came of it.
public struct TrainingLog: Sendable, Equatable {
    private let start: JSON
    private let end: JSON

    /// Reads the lines of a record: one JSON object each, `start` first, `end` last.
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the line that is damaged, or that is missing where a run was not
    ///   finished.
    public init(_ bytes: [UInt8]) throws(ReportsError) {
        var events: [(name: String, value: JSON)] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
            let place = "line \(index + 1)"
            let value: JSON
            do throws(FilesError) {
                value = try JSON(parsing: Array(line))
            } catch {
                let isLast = index == lines.count - 1
                throw .unexpectedResults(
                    path: place,
                    fault: isLast
                        ? "it breaks off: the run was not finished; go on with 'assize train … --resume'"
                        : "it is no JSON, the record is damaged: \(error)")
            }
            events.append((try ResultsValue(json: value, path: place).required("event").string(), value))
        }
        guard let first = events.first, first.name == "start" else {
            throw .unexpectedResults(
                path: "line 1", fault: "a record begins with the event 'start', so this is no record of a training run")
        }
        guard let last = events.last, last.name == "end" else {
            throw .unexpectedResults(
                path: "line \(lines.count)",
                fault: "there is no event 'end': the run was not finished; go on with 'assize train … --resume'")
        }
        (start, end) = (first.value, last.value)
        _ = try content(title: "", toolVersion: "")
    }

    /// Returns what the record says of the model.
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the event and the member that is missing or of another kind.
    public func content(title: String, toolVersion: String) throws(ReportsError) -> ModelCardContent {
        let start = ResultsValue(json: self.start, path: "start")
        let end = ResultsValue(json: self.end, path: "end")
        let settings = try start.required("settings")
        let outputs = try start.required("outputs").strings()
        let figures = try figures(end)
        var content = ModelCardContent(
            title: title, task: try Self.task(start, outputs), labels: outputs, toolVersion: toolVersion)
        content.basePath = try Self.first(start, "from", "checkpoint").string()
        content.data = try data(start)
        content.hyperParameters = try hyperParameters(settings)
        content.preprocessing = [
            "Texts are split into tokens by the tokenizer of the checkpoint and cut to "
                + "\(try settings.required("maximum_length").count().grouped) tokens."
        ]
        if let share = try start.optional("held_out_share")?.string(), share != "files", share != "0" {
            content.preprocessing.append("A share of \(share) of the rows, drawn by the seed, is held out to judge by.")
        }
        content.methods = try methods(settings)
        let chosen = try end.required("chosen_step").count()
        content.training = ModelCardContent.TrainingFigures(
            steps: try end.required("steps").count(), chosenStep: chosen, seconds: try end.required("elapsed").double(),
            machine: try start.optional("machine")?.string(), texts: try start.required("texts").count(),
            heldOut: try start.required("held_out").count(), parameters: try start.required("parameters").count())
        content.heldOutFigures = figures
        content.command = try start.optional("command")?.string()
        let drawn = try start.optional("drawn")?.strings() ?? []
        if !drawn.isEmpty {
            content.preprocessing.append(
                "\(counted(drawn.count, "weight")) that the checkpoint lacks began at random: "
                    + "\(drawn.prefix(6).joined(separator: ", "))\(drawn.count > 6 ? ", …" : "").")
        }
        return content
    }

    private static func first(
        _ value: ResultsValue, _ key: String, _ other: String
    ) throws(ReportsError) -> ResultsValue {
        if let found = value.optional(key) { return found }
        return try value.required(other)
    }

    private func data(_ start: ResultsValue) throws(ReportsError) -> [ModelCardContent.DataFile] {
        let paths = try start.required("data").string().split(separator: "\n", omittingEmptySubsequences: false)
        let hashes = try start.required("data_sha256").string().split(separator: "\n", omittingEmptySubsequences: false)
        guard paths.count == hashes.count else {
            throw start.fault("\(paths.count) data files have \(hashes.count) hashes")
        }
        return zip(paths, hashes).map { ModelCardContent.DataFile(path: String($0), sha256: String($1)) }
    }

    /// The order in which a reader looks for the choices; others follow by name.
    private static let order = [
        "epochs", "batch_size", "accumulation", "optimizer", "learning_rate", "schedule", "warm_up_share",
        "weight_decay",
        "maximum_gradient_norm", "label_smoothing", "l1", "dropout", "maximum_length", "balance", "balances_by_drawing",
        "watched", "keeps_best", "patience", "recomputing", "seed",
    ]

    private func hyperParameters(_ settings: ResultsValue) throws(ReportsError) -> [ModelCardContent.NamedValue] {
        let members = try settings.members()
        let known = Self.order.compactMap { name in members.first { $0.key == name } }
        let rest = members.filter { !Self.order.contains($0.key) }
        return (known + rest).map { key, value in
            let words =
                switch value.json {
                case .null: "none"
                case .bool(let flag): flag ? "yes" : "no"
                case .integer(let number): String(number)
                case .number(let number): number.description
                case .string(let text): text
                default: String(decoding: value.json.bytes(), as: UTF8.self)
                }
            return .init(key.split(separator: "_").joined(separator: " "), words)
        }
    }

    private func methods(_ settings: ResultsValue) throws(ReportsError) -> [ModelCardContent.Method] {
        guard let balance = try settings.optional("balance")?.string(), balance != "none" else { return [] }
        let draws = try settings.optional("balances_by_drawing")?.bool() ?? false
        return [
            .init(
                name: "Balanced training",
                effect: draws
                    ? "texts of rarer cells are drawn more often" : "texts of rarer cells count for more in the loss",
                strength: [.init("balance", balance)])
        ]
    }

    private func figures(_ end: ResultsValue) throws(ReportsError) -> [ModelCardContent.Figure] {
        var figures: [ModelCardContent.Figure] = []
        for (name, value) in try end.optional("figures")?.members() ?? [] {
            figures.append(.init(name, value.json == .null ? nil : try value.double()))
        }
        for (name, value) in try end.optional("gaps")?.members() ?? [] {
            figures.append(
                .init(
                    name, try value.optional("value")?.double(),
                    interval: try Interval(read: value.required("interval"))))
        }
        return figures
    }

    /// The task; of a record that does not name it, by the outputs.
    private static func task(_ start: ResultsValue, _ outputs: [String]) throws(ReportsError) -> ModelCardContent.Task {
        if let named = try start.optional("task")?.word(ModelCardContent.Task.self) { return named }
        return outputs.isEmpty ? .maskedLanguage : outputs.count == 1 ? .regression : .classification
    }
}
