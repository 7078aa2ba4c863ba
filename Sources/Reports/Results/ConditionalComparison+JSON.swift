internal import FairnessMetrics
internal import Files

extension ConditionalComparison {
    /// The comparison as one object.
    var json: JSON {
        var members =
            [
                JSONObject.Member("metric", .string(metric)),
                .init("crude", .object(crude.members)),
                .init("standardised", .object(standardised.members)),
                .init("composition", .object(composition.members)),
                .init("treatment", .object(treatment.members)),
                .init("common_odds_ratio", .object(commonOddsRatio.members)),
                .init("strata", .integer(strata)),
                .init("unmatched", .number(unmatched)),
                .init("reversal", .string(reversal.rawValue)),
            ] + group.members("group") + reference.members("reference")
        if let association { members.append(.init("association", association.json)) }
        if let decomposition { members.append(.init("oaxaca_blinder", decomposition.json)) }
        if let homogeneity { members.append(.init("homogeneity", homogeneity.json)) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        func estimate(_ key: String) throws(ReportsError) -> Estimate { try Estimate(in: value.required(key)) }
        func test(_ key: String) throws(ReportsError) -> Test? {
            guard let part = value.optional(key) else { return nil }
            return try Test(in: part)
        }
        self.init(
            metric: try value.required("metric").string(),
            group: try GroupKey(requiredIn: value, "group", order: order),
            reference: try GroupKey(requiredIn: value, "reference", order: order),
            crude: try estimate("crude"), standardised: try estimate("standardised"),
            composition: try estimate("composition"), treatment: try estimate("treatment"),
            commonOddsRatio: try estimate("common_odds_ratio"), association: try test("association"),
            homogeneity: try test("homogeneity"), strata: try value.required("strata").count(),
            unmatched: try value.required("unmatched").double(in: 0...1),
            reversal: try value.required("reversal").word(Reversal.self))
        if let part = value.optional("oaxaca_blinder") { decomposition = try GapDecomposition(in: part) }
    }
}
