internal import Files

/// What the players of each class contribute together, and how good the explanation is: what a gap between groups is made of.
struct ClassSums {
    let attribution: Attribution
    let output: String
    let measures: [Double?]

    /// Takes the attribution of a row's players.
    init(_ attribution: Attribution, _ row: ExplainedRow, _ groups: [Int], _ faithfulness: Faithfulness?) throws {
        output = row.output
        // Bounds that are no standard errors cannot be averaged.
        _ = try AttributedRow(attribution, group: 0)
        self.attribution = try attribution.merged(groups, groupCount: row.classNames.count)
        measures = ExplanationMeasure.allCases.map { measure in
            faithfulness.flatMap { measure.value(of: attribution, $0) }
        }
    }

    /// What an entry says of the classes that the row has players of; nil where the players are the classes.
    func entry(_ row: ExplainedRow) -> JSON? {
        let present = Set(row.classes ?? [])
        guard row.names != present.sorted().map({ row.classNames[$0] }) else { return nil }
        return .array(
            present.sorted().map { number in
                .object(attribution.players[number].numbers + [.init("name", .string(row.classNames[number]))])
            })
    }

    /// What a work file keeps of a row.
    var json: JSON {
        .object([
            .init("method", .string(attribution.method)), .init("base_value", .number(attribution.baseValue)),
            .init("output", .string(output)), .init("value", .number(attribution.value)),
            .init("contributions", .array(attribution.values.map { .number($0) })),
            .init(
                "variances",
                .array(attribution.players.map { .number(($0.standardError ?? 0) * ($0.standardError ?? 0)) })),
            .init("measures", .array(measures.map { $0.map { .number($0) } ?? .null })),
        ])
    }

    /// Returns what a work file kept, as a row of a gap; nil if the row was skipped.
    static func attributed(_ json: JSON, group: Int, label: Bool?) throws -> (
        row: AttributedRow, quality: ExplanationDisparity.Row
    )? {
        guard case .string(let method)? = json["method"], let base = json["base_value"]?.real,
            let value = json["value"]?.real, let contributions = json["contributions"]?.reals,
            let variances = json["variances"]?.reals, case .array(let measures)? = json["measures"]
        else { return nil }
        var row = try AttributedRow(
            .exact(method, base: base, everyone: value, evaluations: 0, confidence: 0.95, contributions), group: group,
            label: label)
        row.variances = variances
        return (row, ExplanationDisparity.Row(values: measures.map(\.real), group: group))
    }
}

extension JSON {
    /// The number; nil if this is none.
    var real: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The numbers of a list; nil if this is none, or one of them is none.
    fileprivate var reals: [Double]? {
        guard case .array(let elements) = self else { return nil }
        let numbers = elements.compactMap(\.real)
        return numbers.count == elements.count ? numbers : nil
    }
}
