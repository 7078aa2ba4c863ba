internal import FairnessMetrics
internal import Files

extension Consistency {
    /// The measurement as one object.
    var json: JSON {
        .object([
            .init("features", .strings(features)), .init("of", .string(subject.rawValue)),
            .init("neighbours", .integer(neighbours)), .init("rows", .integer(rows)),
            .init("incomplete", .integer(incomplete)), .init("asked", .integer(asked)),
            .init("overall", .object(overall.members)), .init("groups", .array(groups.map(\.json))),
            .init("disparities", .array(disparities.map(\.json))), .init("twins", .array(twins.map(\.json))),
        ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            features: try value.required("features").strings(),
            subject: try value.required("of").word(DifferentialFairness.Subject.self),
            neighbours: try value.required("neighbours").count(), rows: try value.required("rows").count(),
            incomplete: try value.required("incomplete").count(), asked: try value.required("asked").count(),
            overall: try Estimate(in: value.required("overall")),
            groups: try value.list("groups").map { group throws(ReportsError) in
                Group(
                    key: try GroupKey(requiredIn: group, "attributes", order: order),
                    count: try group.required("count").count(), estimate: try Estimate(in: group))
            },
            disparities: try value.list("disparities").map { disparity throws(ReportsError) in
                try Disparity(in: disparity)
            },
            twins: try value.list("twins").map { twins throws(ReportsError) in try Twins(in: twins, order: order) })
    }
}

extension Consistency.Group {
    fileprivate var json: JSON {
        .object(key.members("attributes") + [.init("count", .integer(count))] + estimate.members)
    }
}

extension Twins {
    fileprivate var json: JSON {
        .object([
            .init("attribute", .string(attribute)), .init("with_twin", .integer(withTwin)),
            .init("contradicted", .integer(contradicted)), .init("share", .object(share.members)),
            .init(
                "groups",
                .array(
                    groups.map { group in
                        .object(
                            group.key.members("attributes") + [
                                .init("with_twin", .integer(group.withTwin)), .init("worse", .integer(group.worse)),
                                .init("better", .integer(group.better)),
                            ])
                    })),
        ])
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            attribute: try value.required("attribute").string(), withTwin: try value.required("with_twin").count(),
            contradicted: try value.required("contradicted").count(), share: try Estimate(in: value.required("share")),
            groups: try value.list("groups").map { group throws(ReportsError) in
                Group(
                    key: try GroupKey(requiredIn: group, "attributes", order: order),
                    withTwin: try group.required("with_twin").count(), worse: try group.required("worse").count(),
                    better: try group.required("better").count())
            })
    }
}
