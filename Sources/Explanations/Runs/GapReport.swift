internal import FairnessMetrics
internal import Files
internal import Models

/// What a document says of gaps: which classes of players make them, and whether groups are explained equally well.
///
/// For each protected column every group is compared with the one that has the most rows, of equals the first.
/// - `gaps`: entries as `GapAttribution.json` has them, with the `output` whose means differ and `notes`;
/// - `gap_changes`, where there are earlier explanations: for each gap `attribute` and, over the rows that both explain,
///   `before`, `after` and `change`, each as in `gaps`, with `notes`; the interval of a change knows that the rows are the
///   same;
/// - `group_attributions`: for each column `attribute`, `output`, `method` and `groups`, each with `name`, `rows`, the means
///   `base_value` and `value`, and `contributions` as in `gaps`: intervals are over rows and draws;
/// - `explanation_disparities`: for each column `attribute`, `reference` (the name of that group) and `comparisons`, each with
///   `measure` (`ExplanationMeasure`), `group`, `rows`, `mean`, `reference_mean` and `difference` (estimates) and
///   `adjusted_p_value`; `undefined` lists the measures that too few rows have;
/// - `notes`: the groups that are left out, and why.
struct GapReport {
    let members: [JSONObject.Member]

    /// - Parameters:
    ///   - classes: What the work file has of each row.
    ///   - names: The names of the classes.
    ///   - earlier: What was said of another model; nil if nothing is compared.
    init(
        _ plan: GapPlan, _ classes: [Int: JSON], names: [String], confidence: Double,
        earlier: EarlierExplanations? = nil
    ) throws {
        var (gaps, disparities, notes): ([JSON], [JSON], [String]) = ([], [], [])
        var (groups, changes): ([JSON], [JSON]) = ([], [])
        for (attribute, chosen) in zip(plan.attributes, plan.chosen) {
            var rows: [AttributedRow] = []
            var before: [AttributedRow?] = []
            var quality: [ExplanationDisparity.Row] = []
            var output = "", method = ""
            for (group, numbers) in chosen.enumerated() {
                for number in numbers {
                    let label = plan.labels.isEmpty ? nil : plan.labels[number]
                    guard let json = classes[number],
                        let found = try ClassSums.attributed(json, group: group, label: label)
                    else { continue }
                    rows.append(found.row)
                    quality.append(found.quality)
                    if case .string(let name)? = json["output"] { output = name }
                    before.append(try earlier?.row(number, now: found.row, output: output, names: names))
                    if case .string(let name)? = json["method"] {
                        method = method.isEmpty || method == name ? name : "shap"
                    }
                }
            }
            let counts = attribute.values.indices.map { group in rows.count { $0.group == group } }
            var reference = 0
            for group in counts.indices where counts[group] > counts[reference] { reference = group }
            let (first, value) = (attribute.name, attribute.values)
            for group in counts.indices where counts[group] < 2 {
                let rows =
                    counts[group] == 1 ? "1 explained row that counts" : "\(counts[group]) explained rows that count"
                notes.append(
                    "the gap of \(first) '\(value[group])' cannot be told: it has \(rows), and a gap needs two or more")
            }
            for group in counts.indices where group != reference && counts[group] >= 2 {
                let gap = try GapAttribution(
                    rows, classes: names, groups: attribute.values, first: group, second: reference, kind: plan.kind,
                    confidence: confidence)
                gaps.append(GapReport.entry(gap, attribute.name, method, output, plan))
                guard earlier != nil else { continue }
                let change = try GapReport.change(rows, before, between: (group, reference)) { rows, isChange in
                    let gap = try GapAttribution(
                        rows, classes: names, groups: attribute.values, first: group, second: reference,
                        kind: plan.kind, confidence: confidence)
                    return GapReport.entry(
                        gap, attribute.name, method, isChange ? "change of \(output)" : output, plan)
                }
                if let change {
                    changes.append(change)
                } else {
                    notes.append(
                        "the change of the gap of \(first) '\(value[group])' cannot be told: fewer than two rows of a "
                            + "group were explained before")
                }
            }
            let means = try counts.indices.filter { counts[$0] >= 2 }.map { group in
                try GroupAttribution(rows, groups: attribute.values, group: group, confidence: confidence)
                    .json(classes: names)
            }
            groups.append(
                .object([
                    .init("attribute", .string(attribute.name)), .init("output", .string(output)),
                    .init("method", .string(method)), .init("groups", .array(means)),
                ]))
            guard counts.count(where: { $0 >= 2 }) >= 2 else { continue }
            let disparity = try ExplanationDisparity(
                quality, groups: attribute.values, reference: reference, confidence: confidence)
            disparities.append(GapReport.entry(disparity, attribute.name, attribute.values[reference]))
        }
        members =
            [
                .init("gaps", .array(gaps)), .init("group_attributions", .array(groups)),
                .init("explanation_disparities", .array(disparities)), .init("notes", .strings(notes)),
            ] + (earlier == nil ? [] : [.init("gap_changes", .array(changes))])
    }

    /// A gap before and after over the rows that both explain, and its change; nil if a group has fewer than two of them.
    private static func change(
        _ rows: [AttributedRow], _ before: [AttributedRow?], between groups: (Int, Int),
        _ entry: (_ rows: [AttributedRow], _ isChange: Bool) throws -> JSON
    ) throws -> JSON? {
        let pairs = zip(before, rows).compactMap { before, row in before.map { ($0, row) } }
        let ours = [groups.0, groups.1].map { group in pairs.count { $0.1.group == group } }
        guard ours.allSatisfy({ $0 >= 2 }) else { return nil }
        let left = rows.count { $0.group == groups.0 || $0.group == groups.1 } - ours[0] - ours[1]
        return .object([
            .init("before", try entry(pairs.map(\.0), false)), .init("after", try entry(pairs.map(\.1), false)),
            .init("change", try entry(pairs.map { try $1.change(from: $0) }, true)),
            .init("notes", .strings(left > 0 ? ["\(left) rows were not explained before, and are left out"] : [])),
        ])
    }

    private static func entry(
        _ gap: GapAttribution, _ attribute: String, _ method: String, _ output: String, _ plan: GapPlan
    ) -> JSON {
        guard case .object(let object) = gap.json(attribute: attribute, method: method) else { return .null }
        var notes: [String] = []
        if !plan.isOfDecisions {
            notes.append("a gap of mean outputs: without a threshold there are no decisions, so these are no rates")
        }
        return .object(
            object.members.filter { $0.key != "output" && $0.key != "notes" } + [
                .init("output", .string(output)), .init("notes", .strings(notes)),
            ])
    }

    private static func entry(_ disparity: ExplanationDisparity, _ attribute: String, _ reference: String) -> JSON {
        .object([
            .init("attribute", .string(attribute)), .init("reference", .string(reference)),
            .init("undefined", .strings(disparity.undefined)),
            .init(
                "comparisons",
                .array(
                    disparity.comparisons.map {
                        .object([
                            .init("measure", .string($0.measure.rawValue)), .init("group", .string($0.group)),
                            .init("rows", .integer($0.rows)), .init("mean", .object($0.mean.numbers)),
                            .init("reference_mean", .object($0.reference.numbers)),
                            .init("difference", .object($0.difference.numbers)),
                            .init("adjusted_p_value", .number($0.test.adjustedPValue ?? $0.test.pValue)),
                        ])
                    })),
        ])
    }
}
