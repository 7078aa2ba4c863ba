internal import FairnessMetrics
internal import Files

extension Ranking {
    /// The ranking of one attribute's groups as one object; `top_rates` follow the order of `top_k`.
    var json: JSON {
        var members: [JSONObject.Member] = [
            .init("attribute", .string(attribute)), .init("top_k", .array(topK.map { .integer($0) })),
            .init("rows", .integer(rows)), .init("groups", .array(groups.map(\.json))),
            .init("disparities", .array(disparities.map(\.json))),
        ]
        if let divergence { members.append(.init("ndkl", divergence.json)) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        let attribute = try value.required("attribute").string()
        self.init(
            attribute: attribute,
            topK: try value.list("top_k").map { k throws(ReportsError) in try k.count() },
            rows: try value.required("rows").count(),
            groups: try value.list("groups").map { group throws(ReportsError) in
                try Group(in: group, order: [attribute])
            },
            disparities: try value.list("disparities").map { disparity throws(ReportsError) in
                try Disparity(in: disparity)
            },
            divergence: try value.optional("ndkl").map { part throws(ReportsError) in try Divergence(in: part) })
    }
}

extension Ranking.Group {
    fileprivate var json: JSON {
        var members =
            key.members("attributes") + [
                .init("count", .integer(count)), .init("top_rates", .array(topRates.map { .object($0.members) })),
                .init("exposure", .object(exposure.members)), .init("parity", .object(parity.members)),
            ]
        if let perRelevance { members.append(.init("exposure_per_relevance", .object(perRelevance.members))) }
        if !topTests.isEmpty { members.append(.init("fair_top_k", .array(topTests.map(\.json)))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        let estimate = { (part: ResultsValue) throws(ReportsError) in try Estimate(in: part) }
        self.init(
            key: try GroupKey(requiredIn: value, "attributes", order: order),
            count: try value.required("count").count(), topRates: try value.list("top_rates").map(estimate),
            exposure: try estimate(value.required("exposure")), parity: try estimate(value.required("parity")),
            perRelevance: try value.optional("exposure_per_relevance").map(estimate),
            topTests: try value.list("fair_top_k").map { test throws(ReportsError) in
                try Ranking.TopTest(in: test)
            })
    }
}

extension Ranking.TopTest {
    fileprivate var json: JSON {
        var members: [JSONObject.Member] = [
            .init("k", .integer(k)), .init("share", .number(share)), .init("count", .count(count)),
            .init("minimum", .integer(minimum)), .init("adjusted_alpha", .number(adjustedAlpha)),
            .init("p_value", .number(pValue)), .init("adjusted_p_value", .number(adjustedPValue)),
        ]
        if let firstShortfall { members.append(.init("first_shortfall", .integer(firstShortfall))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            k: try value.required("k").count(), share: try value.required("share").double(in: 0...1),
            count: try value.required("count").double(), minimum: try value.required("minimum").count(),
            firstShortfall: try value.optional("first_shortfall")?.count(),
            adjustedAlpha: try value.required("adjusted_alpha").double(in: 0...1),
            pValue: try value.required("p_value").double(in: 0...1),
            adjustedPValue: try value.required("adjusted_p_value").double(in: 0...1))
    }
}

extension Ranking.Divergence {
    fileprivate var json: JSON {
        .object([
            .init("positions", .integer(positions)), .init("value", .number(value)),
            .init("random", .number(random)), .init("p_value", .number(pValue)),
        ])
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            positions: try value.required("positions").count(), value: try value.required("value").double(),
            random: try value.required("random").double(), pValue: try value.required("p_value").double(in: 0...1))
    }
}
