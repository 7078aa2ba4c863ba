internal import FairnessMetrics
internal import Files

extension AuditSettings {
    /// The settings as one object; a seed that a double cannot hold exactly is a text of its digits.
    var json: JSON {
        var members: [JSONObject.Member] = [
            .init("compares_unknown", .bool(comparesUnknown)), .init("confidence", .number(confidence)),
            .init("headline_cell", .integer(headlineCell)), .init("margin", .number(margin)),
            .init("minimum_cell", .integer(minimumCell)), .init("ratio_margin", .number(ratioMargin)),
            .init("references", .array(references.map { .object(GroupKey([$0]).members("reference")) })),
            .init("seed", seed < 1 << 53 ? .integer(Int(seed)) : .string(String(seed))),
        ]
        if task != .binary { members.append(.init("task", .string(task.rawValue))) }
        if interval != .wilson { members.append(.init("interval", .string(interval.rawValue))) }
        if bootstrapDraws > 0 { members.append(.init("bootstrap", .integer(bootstrapDraws))) }
        if let depth { members.append(.init("depth", .integer(depth))) }
        if !annexes.isEmpty { members.append(.init("annexes", .strings(annexes.map(\.rawValue)))) }
        if let threshold { members.append(.init("threshold", .number(threshold))) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            confidence: try value.required("confidence").double(in: 0...1),
            margin: try value.required("margin").double(in: 0...1e9),
            ratioMargin: try value.required("ratio_margin").double(in: 0...1),
            minimumCell: try value.required("minimum_cell").count(),
            headlineCell: try value.required("headline_cell").count(),
            seed: try Self.seed(value.required("seed")),
            threshold: try value.optional("threshold")?.double(),
            comparesUnknown: try value.required("compares_unknown").bool(),
            references: try value.list("references").map { reference throws(ReportsError) in
                try GroupKey(requiredIn: reference, "reference", order: [])
            }.flatMap(\.values),
            task: try value.optional("task")?.word(AuditTask.self) ?? .binary)
        interval = try value.optional("interval")?.word(RateInterval.self) ?? .wilson
        bootstrapDraws = try value.optional("bootstrap")?.count() ?? 0
        depth = try value.optional("depth")?.count()
        annexes = try value.list("annexes").map { annex throws(ReportsError) in try annex.word(Annex.self) }
    }

    private static func seed(_ value: ResultsValue) throws(ReportsError) -> UInt64 {
        if case .string(let digits) = value.json, let seed = UInt64(digits) { return seed }
        let seed = try value.integer()
        guard seed >= 0 else { throw value.fault("a seed cannot be \(seed)") }
        return UInt64(seed)
    }
}
