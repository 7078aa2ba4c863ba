internal import FairnessMetrics
public import Files

extension AuditResults {
    /// The results as the value that `results.json` holds, of schema `assize.results/1`.
    ///
    /// `AuditResults(json:)` gives back equal results, with two exceptions that are meant: the counts of a withheld
    /// group are not written, and a value that is not a finite number becomes undefined.
    public var json: JSON {
        var members: [JSONObject.Member] = [
            .init("schema", .string(Self.schema)),
            .init("tool", .object([.init("name", .string("assize")), .init("version", .string(toolVersion))])),
            .init("title", .string(title)), .init("command", .string(command)),
            .init("attributes", .strings(attributes)), .init("controls", .strings(controls)),
            .init("data", data.json), .init("roles", .array(roles.map(\.json))), .init("settings", settings.json),
            .init("gates", .array(gates.map(\.json))), .init("warnings", .strings(warnings)),
        ]
        if let explanations { members.append(.init("explanations", explanations.json)) }
        if let ledger { members.append(.init("ledger", ledger.json)) }
        if let summary { members.append(.init("summary", .string(summary))) }
        if let dataAudit { members.append(.init("data_audit", dataAudit.json)) }
        return .object(members + assessment.members(minimumCell: settings.minimumCell))
    }

    /// Reads results back.
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the path of the first value that is missing, of another kind, or at odds
    ///   with the others.
    public init(json: JSON) throws(ReportsError) {
        let root = ResultsValue(json: json, path: "")
        guard json["schema"] != nil else {
            throw root.fault("this is no results.json of an audit: 'schema' is missing, which would be \(Self.schema)")
        }
        let schema = try root.required("schema")
        guard try schema.string() == Self.schema else {
            throw schema.fault(SchemaFault.words(try schema.string(), read: Self.schema))
        }
        let settings = try AuditSettings(in: root.required("settings"))
        let context = GroupContext(
            attributes: try root.optional("attributes")?.strings() ?? [],
            metrics: try root.optional("metrics")?.strings() ?? [], minimumCell: settings.minimumCell)
        self.init(
            toolVersion: try root.required("tool").required("version").string(),
            title: try root.required("title").string(),
            summary: try root.optional("summary")?.string(),
            command: try root.required("command").string(),
            data: try DataDescription(in: root.required("data")),
            roles: try root.list("roles").map { role throws(ReportsError) in try RoleDescription(in: role) },
            settings: settings,
            assessment: try Assessment(
                in: root, controls: root.optional("controls")?.strings() ?? [], context),
            gates: try root.list("gates").map { gate throws(ReportsError) in try GateOutcome(in: gate) },
            warnings: try root.optional("warnings")?.strings() ?? [])
        if let found = root.optional("data_audit") {
            dataAudit = try DataAuditRecord(in: found, order: context.attributes)
        }
        explanations = try root.optional("explanations").map { value throws(ReportsError) in
            try ExplanationsDigest(value)
        }
        ledger = try root.optional("ledger").map { value throws(ReportsError) in try LedgerDigest(value) }
        try checkConsistency()
    }

    /// The protected attributes, in the order in which groups name them.
    var attributes: [String] { Self.distinct(assessment.groups.flatMap(\.key.attributes)) }

    /// The control columns, in the order in which strata name them.
    var controls: [String] { Self.distinct(assessment.strata.flatMap(\.key.attributes)) }

    private static func distinct(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

extension RoleDescription {
    /// The role as one object.
    var json: JSON {
        var members: [JSONObject.Member] = [
            .init("role", .string(role)), .init("column", .string(column)),
            missing.map { .init("missing", .integer($0)) } ?? .init("missing_withheld", .bool(true)),
        ]
        if let positive { members.append(.init("positive", .string(positive))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            role: try value.required("role").string(), column: try value.required("column").string(),
            positive: try value.optional("positive")?.string(),
            missing: try value.optional("missing_withheld")?.bool() == true
                ? nil : try value.required("missing").count())
    }
}

extension GateOutcome {
    fileprivate var json: JSON {
        .object([.init("finding", .string(finding)), .init("gate", .string(gate)), .init("met", .bool(isMet))])
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            gate: try value.required("gate").string(), isMet: try value.required("met").bool(),
            finding: try value.required("finding").string())
    }
}
