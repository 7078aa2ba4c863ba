internal import FairnessMetrics
public import Files

extension Adjustment {
    /// The record as one object.
    public var json: JSON {
        var data: [JSONObject.Member] = [
            .init("protected", .strings(roles.protected)),
            .init(
                "bins",
                .object(
                    roles.bins.sorted { $0.key < $1.key }.map { .init($0.key, .array($0.value.map { .number($0) })) })
            ),
        ]
        for (name, value) in [
            ("label", roles.label), ("prediction", roles.prediction), ("score", roles.score),
            ("positive", roles.positive),
        ] {
            if let value { data.append(.init(name, .string(value))) }
        }
        if let threshold = roles.threshold { data.append(.init("threshold", .number(threshold))) }
        return .object([
            .init("schema", .string(Self.schema)), .init("tool", .object([.init("version", .string(toolVersion))])),
            .init("roles", .object(data)), .init("constraint", .string(constraint.rawValue)),
            .init("objective", .string(objective.rawValue)), .init("seed", .string("\(seed)")),
            .init("chosen", .string(entries[chosen].method.rawValue)),
            .init("rules", .array(entries.map(json))),
        ])
    }

    private func json(_ entry: Entry) -> JSON {
        .object([
            .init("method", .string(entry.method.rawValue)), .init("input", .string(entry.input.rawValue)),
            .init("needs_group", .bool(!entry.rule.isBlind)), .init("randomised", .bool(entry.rule.isRandomised)),
            .init("fallback", entry.rule.fallback.json),
            .init(
                "groups",
                .array(
                    cells.keys.enumerated().map { cell, key in
                        var members: [JSONObject.Member] = [
                            .init("attributes", .object(key.values.map { .init($0.attribute, .string($0.value)) }))
                        ]
                        if let rule = entry.rule.groups[cell] { members.append(.init("rule", rule.json)) }
                        if cell < entry.masses.count {
                            let mass = entry.masses[cell]
                            let rates: [(String, Double?)] = [
                                ("selection_rate", mass.selectionRate), ("true_positive_rate", mass.truePositiveRate),
                                ("false_positive_rate", mass.falsePositiveRate), ("accuracy", mass.accuracy),
                            ]
                            members.append(
                                .init(
                                    "fitted",
                                    .object(
                                        [.init("weight", .number(mass.positives + mass.negatives))]
                                            + rates.compactMap { rate in rate.1.map { .init(rate.0, .number($0)) } })))
                        }
                        return .object(members)
                    })),
        ])
    }

    /// Reads what `json` wrote.
    ///
    /// - Throws: `MitigationsError.data` with the member that is missing or of another kind.
    public init(_ json: JSON) throws(MitigationsError) {
        let top = Member(json: json, path: "")
        let schema = try top.text("schema")
        guard schema == Self.schema else {
            throw .data("'\(visible(schema))' is not '\(Self.schema)', which 'assize adjust' writes")
        }
        let data = try top.member("roles")
        var bins: [String: [Double]] = [:]
        if case .object(let object)? = data.json["bins"] {
            for member in object.members {
                bins[member.key] = try data.member("bins").numbers(member.key)
            }
        }
        let protected = try data.texts("protected")
        guard !protected.isEmpty, Set(protected).count == protected.count else {
            throw data.fault("'protected' must name different columns")
        }
        let roles = Roles(
            label: try data.optionalText("label"), prediction: try data.optionalText("prediction"),
            score: try data.optionalText("score"),
            threshold: data.json["threshold"] == nil ? nil : try data.number("threshold"),
            positive: try data.optionalText("positive"), protected: protected, bins: bins)
        guard let seed = UInt64(try top.text("seed")) else { throw top.fault("'seed' must be a whole number as text") }
        let rules = try top.list("rules")
        var cells: [GroupKey] = []
        var entries: [Entry] = []
        for rule in rules {
            let groups = try rule.list("groups")
            var (keys, own): ([GroupKey], [ScoreRule?]) = ([], [])
            for group in groups {
                let values = try group.member("attributes")
                var key: [AttributeValue] = []
                for name in protected { key.append(AttributeValue(attribute: name, value: try values.text(name))) }
                keys.append(GroupKey(key))
                own.append(group.json["rule"] == nil ? nil : try ScoreRule(group.member("rule")))
            }
            guard Set(keys).count == keys.count else { throw rule.fault("a group comes twice") }
            if entries.isEmpty { cells = keys }
            guard keys == cells else { throw rule.fault("its groups are not those of the first rule") }
            entries.append(
                Entry(
                    method: try DecisionMethod(rule.text("method")), input: try rule.word("input"),
                    rule: DecisionRule(groups: own, fallback: try ScoreRule(rule.member("fallback")))))
        }
        let name = try top.text("chosen")
        guard let chosen = entries.firstIndex(where: { $0.method.rawValue == name }) else {
            throw top.fault("'chosen' is none of the rules")
        }
        self.init(
            toolVersion: try top.member("tool").text("version"), roles: roles, constraint: try top.word("constraint"),
            objective: try top.word("objective"), seed: seed, cells: DecisionCells(keys: cells), entries: entries,
            chosen: chosen)
    }
}

extension ScoreRule {
    fileprivate var json: JSON {
        .object([
            .init("below", .number(below)),
            .init(
                "steps",
                .array(
                    steps.map {
                        .object([.init("from", .number($0.from)), .init("probability", .number($0.probability))])
                    })),
        ])
    }

    fileprivate init(_ member: Member) throws(MitigationsError) {
        var steps: [Step] = []
        for step in try member.list("steps") {
            steps.append(Step(from: try step.number("from"), probability: try step.probability("probability")))
        }
        guard Set(steps.map(\.from)).count == steps.count else { throw member.fault("a threshold comes twice") }
        self.init(steps: steps, below: try member.probability("below"))
    }
}

/// A value of the record that is being read, with the way to it.
private struct Member {
    let json: JSON
    let path: String

    func fault(_ words: String) -> MitigationsError {
        .data("the adjustment cannot be read: \(path.isEmpty ? "" : "\(path): ")\(words)")
    }

    func member(_ key: String) throws(MitigationsError) -> Member {
        guard let value = json[key] else { throw fault("'\(key)' is missing") }
        return Member(json: value, path: path.isEmpty ? key : "\(path).\(key)")
    }

    func list(_ key: String) throws(MitigationsError) -> [Member] {
        let member = try member(key)
        guard case .array(let elements) = member.json else { throw member.fault("a list must stand here") }
        return elements.enumerated().map { Member(json: $1, path: "\(member.path)[\($0)]") }
    }

    func text(_ key: String) throws(MitigationsError) -> String {
        let member = try member(key)
        guard case .string(let text) = member.json else { throw member.fault("a text must stand here") }
        return text
    }

    func optionalText(_ key: String) throws(MitigationsError) -> String? {
        json[key] == nil ? nil : try text(key)
    }

    func texts(_ key: String) throws(MitigationsError) -> [String] {
        var texts: [String] = []
        for element in try list(key) {
            guard case .string(let text) = element.json else { throw element.fault("a text must stand here") }
            texts.append(text)
        }
        return texts
    }

    func number(_ key: String) throws(MitigationsError) -> Double {
        let member = try member(key)
        return try member.number
    }

    func numbers(_ key: String) throws(MitigationsError) -> [Double] {
        var numbers: [Double] = []
        for element in try list(key) { numbers.append(try element.number) }
        return numbers
    }

    func probability(_ key: String) throws(MitigationsError) -> Double {
        let value = try number(key)
        guard (0...1).contains(value) else { throw fault("'\(key)' is \(value), which is no probability") }
        return value
    }

    func word<Word: RawRepresentable & CaseIterable>(_ key: String) throws(MitigationsError) -> Word
    where Word.RawValue == String {
        let text = try text(key)
        guard let word = Word(rawValue: text) else {
            throw fault("'\(key)' is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    private var number: Double {
        get throws(MitigationsError) {
            switch json {
            case .integer(let value): return Double(value)
            case .number(let value): return value
            default: throw fault("a number must stand here")
            }
        }
    }
}
