internal import FairnessMetrics
internal import Files

extension MembershipAssessment {
    /// The assessment as one object.
    var json: JSON {
        .object(
            [
                .init("attribute", .string(attribute)), .init("assumption", .string(Self.assumption)),
                .init("groups", .array(groups.map(\.json))), .init("disparities", .array(disparities.map(\.json))),
                isWithheld ? .init("withheld", .bool(true)) : .init("unknown_rows", .integer(unknownRows)),
            ])
    }

    /// Reads what `json` wrote; metrics come in the order of `metrics`.
    init(in value: ResultsValue, metrics: [String]) throws(ReportsError) {
        self.init(
            attribute: try value.required("attribute").string(),
            groups: try value.list("groups").map { group throws(ReportsError) in
                try Group(in: group, metrics: metrics)
            },
            unknownRows: try value.optional("unknown_rows")?.count() ?? 0,
            disparities: try value.list("disparities").map { disparity throws(ReportsError) in
                try Disparity(in: disparity)
            })
    }
}

extension MembershipAssessment.Group {
    fileprivate var json: JSON {
        .object(
            key.members("attributes") + (rates.isEmpty ? [] : [.init("expected_count", .number(expectedCount))]) + [
                .init(
                    "metrics",
                    .object(
                        rates.map { rate in
                            let bounds = rate.bounds.map { [JSONObject.Member("bounds", $0.json)] } ?? []
                            return .init(rate.metric, .object(rate.estimate.members + bounds))
                        }))
            ])
    }

    fileprivate init(in value: ResultsValue, metrics: [String]) throws(ReportsError) {
        let members = try value.required("metrics").members()
        let sorted =
            metrics.compactMap { id in members.first { $0.key == id } }
            + members.filter { !metrics.contains($0.key) }
        self.init(
            key: try GroupKey(requiredIn: value, "attributes", order: []),
            expectedCount: try value.optional("expected_count")?.double() ?? 0,
            rates: try sorted.map { member throws(ReportsError) in
                var rate = MembershipAssessment.Rate(metric: member.key, estimate: try Estimate(in: member.value))
                if let bounds = member.value.optional("bounds") { rate.bounds = try Interval(read: bounds) }
                return rate
            })
    }
}
