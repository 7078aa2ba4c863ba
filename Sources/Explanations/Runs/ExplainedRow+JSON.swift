internal import Files
internal import MatrixKernels
internal import NumericalKernels

extension ExplainedRow {
    /// What every entry says of the row.
    func members(number: Int) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = [
            .init("row", .integer(number)), .init("output", .string(output)), .init("absence", .string(absence)),
        ]
        if let text { members.append(.init("text", .string(text))) }
        if let label { members.append(.init("label", .string(label))) }
        return members
    }

    /// The notes of an entry, with those of its method; no member if there are none.
    func noteMembers(_ more: [String] = []) -> [JSONObject.Member] {
        notes.isEmpty && more.isEmpty ? [] : [.init("notes", .strings(notes + more))]
    }

    /// The players with what they contribute.
    func players(_ attribution: Attribution) -> JSON {
        .array(attribution.players.indices.map { .object(attribution.players[$0].numbers + place($0)) })
    }

    /// The name of a player, where it stands and its class.
    private func place(_ player: Int) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = [.init("name", .string(names[player]))]
        if !bytes.isEmpty {
            members.append(.init("start", .integer(bytes[player].lowerBound)))
            members.append(.init("end", .integer(bytes[player].upperBound)))
        }
        if !contents.isEmpty { members.append(.init("content", contents[player])) }
        if let className = className(player), className != names[player] {
            members.append(.init("class", .string(className)))
        }
        return members
    }

    /// What a method that looks into the model says.
    ///
    /// - Parameter shapley: What a Shapley method says of the players, to compare with; nil if none did.
    func members(inspecting method: InspectingMethod, shapley: [Double]?) throws -> [JSONObject.Member] {
        guard let inspect else {
            throw ExplanationsError.setting(
                name: "a method for a command", value: "'\(method.rawValue)'",
                remedy: "it looks into the model, of which only answers can be seen; use a method that asks about "
                    + "coalitions, such as shap")
        }
        let found = try inspect(method)
        var members: [JSONObject.Member] = [
            .init("method", .string(method.rawValue)), .init("value", .number(found.value)),
            .init("base_value", found.baseValue.map { .number($0) } ?? .null),
            .init("evaluations", .integer(found.evaluations)),
            .init(
                "players",
                .array(found.values.indices.map { .object([.init("value", .number(found.values[$0]))] + place($0)) })),
        ]
        if let shapley, let agreement = RankCorrelation.spearman(shapley, found.values) {
            members.append(.init("agreement_with_shapley", .number(agreement)))
        }
        if let maps = found.attention { members.append(.init("attention", maps.json)) }
        return members + noteMembers(found.notes)
    }

    /// The pairwise interactions of the strongest players.
    func interactions(
        _ attribution: Attribution, _ cache: EvaluationCache, _ count: Int, _ settings: ExplanationSettings
    ) throws -> JSON {
        let values = attribution.values
        let strongest = values.indices.sorted { (abs(values[$0]), $1) > (abs(values[$1]), $0) }.prefix(count)
        let found = try PairwiseInteractions(cache, index: .shapley, players: Array(strongest), settings: settings)
        return .object([
            .init("index", .string(found.index.rawValue)), .init("evaluations", .integer(found.evaluations)),
            .init("exact", .bool(found.isExact)),
            .init(
                "pairs",
                .array(
                    found.pairs.map {
                        .object(
                            $0.interaction.numbers + [
                                .init("first", .integer($0.first)), .init("second", .integer($0.second)),
                            ])
                    })),
        ])
    }
}

extension Faithfulness {
    /// The measures, by the names of `ExplanationMeasure`.
    var json: JSON {
        .object([
            .init("comprehensiveness", .number(comprehensiveness)), .init("sufficiency", .number(sufficiency)),
            .init("area_over_perturbation", .number(areaOverPerturbation)),
            .init("infidelity", .object(infidelity.numbers)),
            .init("tau_with_leave_one_out", tauWithLeaveOneOut.map { .number($0) } ?? .null),
            .init("evaluations", .integer(evaluations)),
            .init(
                "steps",
                .array(
                    steps.map {
                        .object([
                            .init("players", .integer($0.count)),
                            .init("comprehensiveness", .number($0.comprehensiveness)),
                            .init("sufficiency", .number($0.sufficiency)),
                        ])
                    })),
        ])
    }
}

extension AttentionMaps {
    /// The links of a head that are kept for each word.
    static let keptLinks = 8

    /// The maps of all heads with words for tokens, in thousandths: for each word that asks, those that it attends to most.
    var json: JSON {
        let units = units
        return .object([
            .init("caution", .string(AttentionMaps.caution)), .init("merging", .string(AttentionMaps.merging)),
            .init("units", .strings(units.map(\.name))),
            .init(
                "layers",
                .array(
                    (0..<layerCount).map { layer in
                        .array(
                            (0..<headCount).map { head in
                                let map = words(layer: layer, head: head)
                                return .array(units.indices.map { links(map, row: $0) })
                            })
                    })),
        ])
    }

    private func links(_ map: Matrix, row: Int) -> JSON {
        let weights = (0..<map.columns).map { map[row, $0] }
        let strongest = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }.prefix(Self.keptLinks)
        return .array(
            strongest.sorted().filter { weights[$0] >= 0.01 }
                .flatMap { [.integer($0), .integer(Int((weights[$0] * 1000).rounded()))] })
    }
}
