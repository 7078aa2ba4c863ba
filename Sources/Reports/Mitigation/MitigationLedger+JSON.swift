public import FairnessMetrics
public import Files

extension MitigationLedger {
    /// The name of the record's form.
    public static let schema = "assize.ledger/1"

    /// The ledger as one object, `ledger.json`.
    public var json: JSON {
        var members: [JSONObject.Member] = [
            .init("schema", .string(Self.schema)), .init("tool", .object([.init("version", .string(toolVersion))])),
            .init("title", .string(title)), .init("data", .strings(data)), .init("command", .string(command)),
            // As text: JSON numbers of other readers do not hold 64 bits.
            .init("seed", .string("\(seed)")), .init("positive", .string(positive)),
            .init("attributes", .strings(attributes)), .init("goal", .string(goal.id)),
            .init("confidence", .number(confidence)), .init("margin", .number(margin)),
            .init("minimum_cell", .integer(minimumCell)),
            .init("rows", .object([.init("fitted", .integer(fittedRows)), .init("judged", .integer(judgedRows))])),
            .init("synthetic", .bool(isSynthetic)),
            .init(
                "steps",
                .array(
                    steps.map { step in
                        var members = step.members(minimumCell: minimumCell)
                        if let outcome = outcome(of: step) {
                            members.append(.init("outcome", .string(outcome.rawValue)))
                        }
                        members.append(.init("on_front", .bool(front.contains(step.id))))
                        return .object(members)
                    })),
            .init("notes", .strings(notes)),
        ]
        if let chosen { members.append(.init("chosen", .string(chosen))) }
        return .object(members)
    }

    /// Reads what `json` wrote; what follows from the rest is found anew.
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the member that is missing or of another kind.
    public init(_ json: JSON) throws(ReportsError) {
        let top = ResultsValue(json: json)
        let schema = try top.required("schema").string()
        guard schema == Self.schema else {
            throw top.fault("schema: '\(schema.prefix(80))' is not '\(Self.schema)', the ledger of what was tried")
        }
        let attributes = try top.required("attributes").strings()
        let rows = try top.required("rows")
        let seed = try top.required("seed")
        guard let number = UInt64(try seed.string()) else { throw seed.fault("a whole number must stand here as text") }
        let minimumCell = try top.optional("minimum_cell")?.count() ?? 0
        let goal = try Goal(read: top.required("goal"))
        let steps = try top.required("steps").elements().map { step throws(ReportsError) in
            try MitigationStep(in: step, attributes: attributes, minimumCell: minimumCell)
        }
        guard Set(steps.map(\.id)).count == steps.count else { throw top.fault("steps: two have the same id") }
        let chosen = try top.optional("chosen")?.string()
        if let chosen, !steps.contains(where: { $0.id == chosen }) {
            throw top.fault("chosen: '\(chosen.prefix(80))' is none of the steps")
        }
        self.init(
            title: try top.required("title").string(), data: try top.required("data").strings(),
            toolVersion: try top.required("tool").required("version").string(),
            command: try top.required("command").string(), seed: number,
            positive: try top.required("positive").string(), attributes: attributes, goal: goal,
            confidence: try top.required("confidence").double(in: 0...1),
            margin: try top.required("margin").double(in: 0...1), minimumCell: minimumCell,
            fittedRows: try rows.required("fitted").count(), judgedRows: try rows.required("judged").count(),
            isSynthetic: try top.optional("synthetic")?.bool() ?? false, steps: steps, chosen: chosen,
            notes: try top.optional("notes")?.strings() ?? [])
    }
}

extension MitigationLedger.Goal {
    /// The criterion's name, or the metric and `difference` with a dot between.
    public var id: String { aggregation.isComposite ? aggregation.rawValue : "\(metric).\(aggregation.rawValue)" }

    fileprivate init(read value: ResultsValue) throws(ReportsError) {
        let text = try value.string()
        guard let goal = MitigationLedger.Goal.all.first(where: { $0.id == text }) else {
            throw value.fault(
                "'\(text.prefix(80))' is none of \(MitigationLedger.Goal.all.map(\.id).joined(separator: ", "))")
        }
        self = goal
    }
}

extension MitigationStep {
    fileprivate func members(minimumCell: Int) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = [
            .init("id", .string(id)), .init("name", .string(name)), .init("explanation", .string(explanation)),
            .init("acts_on", .string(stage.rawValue)),
            .init(
                "parameters",
                .array(
                    parameters.map { .object([.init("name", .string($0.name)), .init("value", .string($0.value))]) })
            ),
            .init("needs_group", .bool(needsGroup)), .init("randomised", .bool(isRandomised)),
            .init("split", .string(split)), .init("overall", overall.json(minimumCell: minimumCell)),
            .init("groups", .array(groups.map { $0.json(minimumCell: minimumCell) })),
            .init("disparities", .array(disparities.map(\.json))), .init("notes", .strings(notes)),
        ]
        if let change { members.append(.init("change", change.json)) }
        return members
    }

    fileprivate init(in value: ResultsValue, attributes: [String], minimumCell: Int) throws(ReportsError) {
        let overall = try value.required("overall")
        let context = GroupContext(attributes: attributes, metrics: GroupMetric.all.map(\.id), minimumCell: minimumCell)
        self.init(
            id: try value.required("id").string(), name: try value.required("name").string(),
            explanation: try value.optional("explanation")?.string() ?? "",
            stage: try value.required("acts_on").word(Stage.self),
            parameters: try value.list("parameters").map { entry throws(ReportsError) in
                Parameter(try entry.required("name").string(), try entry.required("value").string())
            },
            needsGroup: try value.required("needs_group").bool(), isRandomised: try value.required("randomised").bool(),
            split: try value.required("split").string(), overall: try GroupAssessment(in: overall, context),
            groups: try value.required("groups").elements().map { group throws(ReportsError) in
                try GroupAssessment(in: group, context)
            },
            disparities: try value.required("disparities").elements().map { disparity throws(ReportsError) in
                try Disparity(in: disparity)
            },
            change: try value.optional("change").map { change throws(ReportsError) in
                try StepChange(in: change, attributes: attributes)
            },
            notes: try value.optional("notes")?.strings() ?? [])
    }
}

extension StepChange {
    fileprivate var json: JSON {
        .object([
            .init("overall", .object(overall.map { .init($0.metric, $0.json) })),
            .init(
                "groups",
                .array(
                    groups.map { group in
                        .object(
                            group.key.members("attributes") + [
                                .init("count", .integer(group.count)),
                                .init("metrics", .object(group.metrics.map { .init($0.metric, $0.json) })),
                            ])
                    })),
            .init(
                "gaps",
                .array(
                    gaps.map { gap in
                        .object(
                            gap.values.members + [
                                .init("attributes", .strings(gap.attributes)), .init("gap", .string(gap.goal.id)),
                            ])
                    })),
        ])
    }

    fileprivate init(in value: ResultsValue, attributes: [String]) throws(ReportsError) {
        self.init(
            overall: try MetricShift.list(value.required("overall")),
            groups: try value.required("groups").elements().map { group throws(ReportsError) in
                GroupShift(
                    key: try GroupKey(requiredIn: group, "attributes", order: attributes),
                    count: try group.required("count").count(), metrics: try MetricShift.list(group.required("metrics"))
                )
            },
            gaps: try value.required("gaps").elements().map { gap throws(ReportsError) in
                GapShift(
                    attributes: try gap.required("attributes").strings(),
                    goal: try MitigationLedger.Goal(read: gap.required("gap")), values: try PairedEstimates(in: gap))
            })
    }
}

extension MetricShift {
    fileprivate var json: JSON {
        .object(values.members + (people.map { [.init("people", .number($0))] } ?? []))
    }

    /// The metrics in the order in which they are judged.
    fileprivate static func list(_ value: ResultsValue) throws(ReportsError) -> [MetricShift] {
        let order = ["accuracy", "true_positive_rate", "true_negative_rate", "selection_rate"]
        let members = try value.members()
        let sorted =
            order.compactMap { id in members.first { $0.key == id } } + members.filter { !order.contains($0.key) }
        return try sorted.map { member throws(ReportsError) in
            MetricShift(
                metric: member.key, values: try PairedEstimates(in: member.value),
                people: try member.value.optional("people")?.double())
        }
    }
}

extension PairedEstimates {
    fileprivate var members: [JSONObject.Member] {
        [
            .init("before", .object(before.members)), .init("after", .object(after.members)),
            .init("change", .object(change.members)),
        ]
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            before: try Estimate(in: value.required("before")), after: try Estimate(in: value.required("after")),
            change: try Estimate(in: value.required("change")))
    }
}
