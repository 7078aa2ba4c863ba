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
                let count = try group.required("count").count()
                let weight = try group.optional("weight")?.double() ?? Double(count)
                let size = try group.optional("effective_size")?.double() ?? weight
                return Group(
                    key: try GroupKey(requiredIn: group, "attributes", order: [attribute]),
                    count: count, weight: weight, effectiveSize: size,
                    quantiles: try Estimate.quantiles(in: group, count: Group.shares.count) { value, interval in
                        Estimate.Value(
                            value: value, interval: interval, method: Group.method, denominator: weight,
                            effectiveSize: size)
                    })
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
                .init("count", .integer(count)), .init("weight", .count(weight)),
                .init("effective_size", .count(effectiveSize)),
                .init("quantiles", Estimate.json(quantiles, at: Self.shares)),
            ])
    }
}

extension DistributionGap {
    fileprivate var json: JSON {
        var members =
            group.members("group") + [
                .init("kolmogorov_smirnov", .object(kolmogorovSmirnov.members)),
                .init("quantiles", Estimate.json(quantiles, at: Self.quantileShares)),
                .init("verdict", .string(verdict.rawValue)), .init("wasserstein", .object(wasserstein.members)),
            ]
        if !reason.isEmpty { members.append(.init("reason", .string(reason))) }
        if let reference { members.append(contentsOf: reference.members("reference")) }
        if let standardisedWasserstein {
            members.append(.init("standardised_wasserstein", .number(standardisedWasserstein)))
        }
        if let pValue { members.append(.init("p_value", .number(pValue))) }
        if let adjustedPValue { members.append(.init("adjusted_p_value", .number(adjustedPValue))) }
        if let test { members.append(.init("test", .string(test))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue, attribute: String) throws(ReportsError) {
        let distance = try Estimate(in: value.required("kolmogorov_smirnov"))
        self.init(
            group: try GroupKey(requiredIn: value, "group", order: [attribute]),
            reference: try GroupKey(in: value, "reference", order: [attribute]),
            kolmogorovSmirnov: distance,
            pValue: try value.optional("p_value")?.double(),
            adjustedPValue: try value.optional("adjusted_p_value")?.double(),
            test: try value.optional("test")?.string(),
            wasserstein: try Estimate(in: value.required("wasserstein")),
            standardisedWasserstein: try value.optional("standardised_wasserstein")?.double(),
            quantiles: try Estimate.quantiles(in: value, count: Self.quantileShares.count) { value, interval in
                Estimate.Value(
                    value: value, interval: interval, method: Self.quantileMethod,
                    effectiveSize: distance.defined?.effectiveSize ?? 0)
            },
            verdict: try value.required("verdict").word(Verdict.self),
            reason: try value.optional("reason")?.string() ?? "")
    }
}

extension Estimate {
    /// Quantiles beside the shares of people at or below them; what all have in common stands elsewhere.
    fileprivate static func json(_ quantiles: [Estimate], at shares: [Double]) -> JSON {
        let values = quantiles.compactMap(\.defined)
        guard values.count == shares.count else {
            let reason = quantiles.compactMap(\.undefinedReason).first ?? "not measured"
            return .object([.init("undefined", .string(reason))])
        }
        return .object([
            .init("intervals", .array(values.map(\.interval.json))),
            .init("shares", .array(shares.map { .number($0) })),
            .init("values", .array(values.map { .number($0.value) })),
        ])
    }

    fileprivate static func quantiles(
        in value: ResultsValue, count: Int, _ make: (Double, Interval) -> Value
    ) throws(ReportsError) -> [Estimate] {
        let list = try value.required("quantiles")
        if let reason = try list.optional("undefined")?.string() {
            return Array(repeating: .undefined(reason), count: count)
        }
        let values = try list.required("values").elements()
        let intervals = try list.required("intervals").elements()
        guard values.count == count, intervals.count == count else {
            throw list.fault("\(count) quantiles must stand here")
        }
        return try zip(values, intervals).map { value, interval throws(ReportsError) in
            .defined(make(try value.double(), try Interval(read: interval)))
        }
    }
}
