internal import FairnessMetrics
internal import Files

extension IndividualMeasures {
    /// The measures as one object: `overall` and `splits` hold the generalized entropies of the benefit 1 + ŷ − y.
    var json: JSON {
        .object([
            .init("benefit", .string("1 + prediction - label")), .init("overall", overall.json),
            .init("splits", .array(splits.map(\.json))),
        ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            overall: try Benefit(in: value.required("overall"), order: order),
            splits: try value.list("splits").map { split throws(ReportsError) in try Split(in: split, order: order) })
    }
}

extension IndividualMeasures.Benefit {
    fileprivate var json: JSON {
        let known = EntropyIndex.allCases.compactMap { index in
            indices[index].map { JSONObject.Member(index.rawValue, .object($0.members)) }
        }
        return .object(
            key.members("attributes") + [.init("count", .integer(count)), .init("mean_benefit", .object(mean.members))]
                + known)
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            key: try GroupKey(requiredIn: value, "attributes", order: order),
            count: try value.required("count").count(), mean: try Estimate(in: value.required("mean_benefit")),
            indices: [:])
        for index in EntropyIndex.allCases {
            if let estimate = value.optional(index.rawValue) { indices[index] = try Estimate(in: estimate) }
        }
    }
}

extension IndividualMeasures.Split {
    fileprivate var json: JSON {
        .object([
            .init("attributes", .strings(attributes)), .init("compared", .integer(compared)),
            .init("not_estimable", .integer(notEstimable)), .init("groups", .array(groups.map(\.json))),
            .init("parts", .array(parts.map(\.json))),
        ])
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            attributes: try value.required("attributes").strings(), compared: try value.required("compared").count(),
            notEstimable: try value.required("not_estimable").count(),
            groups: try value.list("groups").map { group throws(ReportsError) in
                try IndividualMeasures.Benefit(in: group, order: order)
            },
            parts: try value.list("parts").map { part throws(ReportsError) in try EntropyDecomposition(in: part) })
    }
}

extension EntropyDecomposition {
    fileprivate var json: JSON {
        var members: [JSONObject.Member] = [
            .init("index", .string(index.rawValue)), .init("total", .object(total.members)),
            .init("between", .object(between.members)), .init("within", .object(within.members)),
        ]
        if let betweenShare { members.append(.init("between_share", .number(betweenShare))) }
        if let betweenIfAlike { members.append(.init("between_if_alike", .number(betweenIfAlike))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            index: try value.required("index").word(EntropyIndex.self),
            total: try Estimate(in: value.required("total")),
            between: try Estimate(in: value.required("between")), within: try Estimate(in: value.required("within")),
            betweenIfAlike: try value.optional("between_if_alike")?.double())
    }
}
