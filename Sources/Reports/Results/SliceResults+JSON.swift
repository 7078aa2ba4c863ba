internal import FairnessMetrics
public import Files

extension SliceResults {
    /// The results as the value that `slices.json` holds, of schema `assize.slices/1`.
    ///
    /// Of each slice, `search` holds the counts where it was found, `rate`, `rest` and `difference` what the rows that
    /// test it say. Its `conditions` all hold.
    public var json: JSON {
        .object([
            .init("schema", .string(Self.schema)),
            .init("tool", .object([.init("name", .string("assize")), .init("version", .string(toolVersion))])),
            .init("title", .string(title)), .init("command", .string(command)), .init("data", data.json),
            .init("roles", .array(roles.map(\.json))), .init("columns", .array(columns.map(\.json))),
            .init("metric", .string(metric)), .init("settings", settings.json),
            .init("overall", .object(findings.overall.members)),
            .init("searched_slices", .integer(findings.searchedSlices)),
            .init("searched_rows", .integer(findings.searchedRows)),
            .init("held_out_rows", .integer(findings.heldOutRows)),
            .init("slices", .array(findings.slices.map(\.json))),
            .init("note", findings.note.map { .string($0) } ?? .null), .init("warnings", .strings(warnings)),
        ])
    }
}

extension SliceFinding {
    fileprivate var json: JSON {
        .object(
            key.members("conditions") + [
                .init("rows", .integer(rows)),
                .init(
                    "search",
                    .object([
                        .init("numerator", .integer(found.numerator)),
                        .init("denominator", .integer(found.denominator)),
                        .init("rest_numerator", .integer(foundRest.numerator)),
                        .init("rest_denominator", .integer(foundRest.denominator)), .init("z", .number(z)),
                    ])),
                .init("rate", .object(rate.members)), .init("rest", .object(rest.members)),
                .init("difference", .object(difference.members)),
                .init("people_count", peopleCount.map { .number($0) } ?? .null), .init("p_value", .number(pValue)),
                .init("test", .string(test)), .init("adjusted_p_value", .number(adjustedPValue)),
                .init("verdict", .string(verdict.rawValue)), .init("reason", .string(reason)),
            ])
    }
}

extension SearchedColumn {
    fileprivate var json: JSON {
        var members: [JSONObject.Member] = [
            .init("name", .string(name)), .init("kind", .string(kind.rawValue)),
            .init("values", .strings(values.map(\.value))),
        ]
        if let unknown = values.first(where: \.isUnknown) { members.append(.init("unknown", .string(unknown.value))) }
        if !edges.isEmpty { members.append(.init("edges", .array(edges.map { .number($0) }))) }
        if groupedValues > 0 { members.append(.init("grouped_values", .integer(groupedValues))) }
        return .object(members)
    }
}

extension SliceSettings {
    fileprivate var json: JSON {
        var members: [JSONObject.Member] = [
            .init("depth", .integer(depth)), .init("minimum_rows", .integer(minimumRows)),
            .init("test", .string(permutations == nil ? "held_out" : "permutation")),
            .init("seed", seed < 1 << 53 ? .integer(Int(seed)) : .string(String(seed))),
            .init("confidence", .number(confidence)), .init("margin", .number(margin)),
        ]
        if let permutations { members.append(.init("permutations", .integer(permutations))) }
        if let threshold { members.append(.init("threshold", .number(threshold))) }
        return .object(members)
    }
}
