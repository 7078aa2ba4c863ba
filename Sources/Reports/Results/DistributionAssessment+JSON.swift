internal import FairnessMetrics
internal import Files

extension DistributionAssessment {
    /// The distributions of one column as one object.
    var json: JSON {
        .object([
            .init("attribute", .string(attribute)), .init("column", .string(column.rawValue)),
            .init("comparisons", .array(gaps.map(\.json))), .init("groups", .array(groups.map(\.json))),
        ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        let attribute = try value.required("attribute").string()
        self.init(
            column: try value.required("column").word(NumericColumn.self), attribute: attribute,
            groups: try value.list("groups").map { group throws(ReportsError) in
                Group(
                    key: try GroupKey(requiredIn: group, "attributes", order: [attribute]),
                    count: try group.required("count").count(),
                    quantiles: try Estimate.quantiles(in: group, count: Group.shares.count))
            },
            gaps: try value.list("comparisons").map { gap throws(ReportsError) in
                try DistributionGap(in: gap, attribute: attribute)
            })
    }
}

extension DistributionAssessment.Group {
    fileprivate var json: JSON {
        var members = key.members("attributes")
        if key.isUnknown { members.append(.init("unknown", .bool(true))) }
        return .object(
            members + [
                .init("count", .integer(count)), .init("quantiles", Estimate.json(quantiles, at: Self.shares)),
            ])
    }
}

extension DistributionGap {
    fileprivate var json: JSON {
        var members =
            group.members("group") + [
                .init("kolmogorov_smirnov", .object(kolmogorovSmirnov.members)),
                .init("quantiles", Estimate.json(quantiles, at: Self.quantileShares)),
                .init("reason", .string(reason)),
                .init("standardised_wasserstein", .object(standardisedWasserstein.members)),
                .init("verdict", .string(verdict.rawValue)), .init("wasserstein", .object(wasserstein.members)),
            ]
        if let reference { members.append(contentsOf: reference.members("reference")) }
        if let pValue { members.append(.init("p_value", .number(pValue))) }
        if let adjustedPValue { members.append(.init("adjusted_p_value", .number(adjustedPValue))) }
        if let test { members.append(.init("test", .string(test))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue, attribute: String) throws(ReportsError) {
        self.init(
            group: try GroupKey(requiredIn: value, "group", order: [attribute]),
            reference: try GroupKey(in: value, "reference", order: [attribute]),
            kolmogorovSmirnov: try Estimate(in: value.required("kolmogorov_smirnov")),
            pValue: try value.optional("p_value")?.double(),
            adjustedPValue: try value.optional("adjusted_p_value")?.double(),
            test: try value.optional("test")?.string(),
            wasserstein: try Estimate(in: value.required("wasserstein")),
            standardisedWasserstein: try Estimate(in: value.required("standardised_wasserstein")),
            quantiles: try Estimate.quantiles(in: value, count: Self.quantileShares.count),
            verdict: try value.required("verdict").word(Verdict.self), reason: try value.required("reason").string())
    }
}

extension Estimate {
    /// Quantiles, each with the share of people at or below it.
    fileprivate static func json(_ quantiles: [Estimate], at shares: [Double]) -> JSON {
        .array(zip(shares, quantiles).map { .object([.init("share", .number($0))] + $1.members) })
    }

    fileprivate static func quantiles(in value: ResultsValue, count: Int) throws(ReportsError) -> [Estimate] {
        let list = try value.required("quantiles")
        let quantiles = try list.elements().map { quantile throws(ReportsError) in try Estimate(in: quantile) }
        guard quantiles.count == count else { throw list.fault("\(count) quantiles must stand here") }
        return quantiles
    }
}
