internal import FairnessMetrics
internal import Files

extension DataAuditRecord {
    /// The record as the member `data_audit` of `results.json`.
    var json: JSON {
        .object([
            .init("confidence", .number(confidence)), .init("rows", .integer(rows)),
            .init("columns", .array(columns.map(\.json))), .init("parts", .array(parts.map(\.json))),
            .init("modelled_rows", .integer(modelledRows)), .init("margins", margins.json),
            .init("notes", .strings(notes)),
        ])
    }

    /// Reads what `json` wrote; the attributes of a group come in the order of `order`.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            confidence: try value.required("confidence").double(in: 0...1), rows: try value.required("rows").count(),
            columns: try value.list("columns").map { column throws(ReportsError) in try AuditedColumn(in: column) },
            parts: try value.list("parts").map { part throws(ReportsError) in
                try DataAuditPart(in: part, order: order)
            }, modelledRows: try value.required("modelled_rows").count(),
            margins: try DataAuditMargins(in: value.required("margins")),
            notes: try value.optional("notes")?.strings() ?? [])
    }
}

extension DataAuditMargins {
    fileprivate var json: JSON {
        .object([
            .init("share", .number(share)), .init("ratio", .number(ratio)), .init("auc", .number(auc)),
            .init("correlation", .number(correlation)), .init("stability", .number(stability)),
            .init("noise", .number(noise)),
        ])
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            share: try value.required("share").double(), ratio: try value.required("ratio").double(),
            auc: try value.required("auc").double(), correlation: try value.required("correlation").double(),
            stability: try value.required("stability").double(), noise: try value.required("noise").double())
    }
}

extension AuditedColumn {
    fileprivate var json: JSON {
        var members: [JSONObject.Member] = [
            .init("name", .string(name)), .init("use", .string(use.rawValue)), .init("missing", .integer(missing)),
        ]
        if let distinct { members.append(.init("distinct", .integer(distinct))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            name: try value.required("name").string(), use: try value.required("use").word(Use.self),
            missing: try value.required("missing").count(), distinct: try value.optional("distinct")?.count())
    }
}

extension DataAuditPart {
    fileprivate var json: JSON {
        .object([
            .init("kind", .string(kind.rawValue)), .init("compared", .integer(compared)),
            .init("findings", .array(findings.map(\.json))), .init("notes", .strings(notes)),
        ])
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            kind: try value.required("kind").word(Kind.self),
            findings: try value.list("findings").map { finding throws(ReportsError) in
                try DataFinding(in: finding, order: order)
            }, compared: try value.required("compared").count(),
            notes: try value.optional("notes")?.strings() ?? [])
    }
}

extension DataFinding {
    fileprivate var json: JSON {
        var members = group.members("group")
        if let column { members.append(.init("column", .string(column))) }
        if let detail { members.append(.init("detail", .string(detail))) }
        members.append(.init("value", .object(value.members)))
        if let rest { members.append(.init("rest", .object(rest.members))) }
        members.append(.init("gap", .object(gap.members)))
        if let extra { members.append(.init("extra", .object(extra.members))) }
        if let people { members.append(.init("people", .number(people))) }
        if let pValue { members.append(.init("p_value", .number(pValue))) }
        if let adjustedPValue { members.append(.init("adjusted_p_value", .number(adjustedPValue))) }
        return .object(members + [.init("verdict", .string(verdict.rawValue))])
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        func estimate(_ name: String) throws(ReportsError) -> Estimate? {
            guard let member = value.optional(name) else { return nil }
            return try Estimate(in: member)
        }
        self.init(
            column: try value.optional("column")?.string(), detail: try value.optional("detail")?.string(),
            group: try GroupKey(requiredIn: value, "group", order: order),
            value: try Estimate(in: value.required("value")), rest: try estimate("rest"),
            gap: try Estimate(in: value.required("gap")), extra: try estimate("extra"),
            people: try value.optional("people")?.double(),
            pValue: try value.optional("p_value")?.double(in: 0...1),
            adjustedPValue: try value.optional("adjusted_p_value")?.double(in: 0...1),
            verdict: try value.required("verdict").word(Verdict.self))
    }
}
