internal import FairnessMetrics
internal import Files
internal import Models

/// What a document says of gaps: which classes of players make them, and whether groups are explained equally well.
///
/// For each protected column every group is compared with the one that has the most rows, of equals the first.
/// - `gaps`: entries as `GapAttribution.json` has them, with the `output` whose means differ and `notes`;
/// - `explanation_disparities`: for each column `attribute`, `reference` (the name of that group) and `comparisons`, each with
///   `measure` (`ExplanationMeasure`), `group`, `rows`, `mean`, `reference_mean` and `difference` (estimates) and
///   `adjusted_p_value`; `undefined` lists the measures that too few rows have;
/// - `notes`: the groups that are left out, and why.
struct GapReport {
    let members: [JSONObject.Member]

    /// - Parameter classes: What the work file has of each row.
    init(_ plan: GapPlan, _ classes: [Int: JSON], names: [String], confidence: Double) throws {
        var (gaps, disparities, notes): ([JSON], [JSON], [String]) = ([], [], [])
        for (attribute, chosen) in zip(plan.attributes, plan.chosen) {
            var rows: [AttributedRow] = []
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
            }
            guard counts.count(where: { $0 >= 2 }) >= 2 else { continue }
            let disparity = try ExplanationDisparity(
                quality, groups: attribute.values, reference: reference, confidence: confidence)
            disparities.append(GapReport.entry(disparity, attribute.name, attribute.values[reference]))
        }
        members = [
            .init("gaps", .array(gaps)), .init("explanation_disparities", .array(disparities)),
            .init("notes", .strings(notes)),
        ]
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
