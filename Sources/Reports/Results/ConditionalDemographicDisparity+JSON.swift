internal import FairnessMetrics
internal import Files

extension ConditionalDemographicDisparity {
    /// The result of one group as one object.
    var json: JSON {
        var members =
            [
                JSONObject.Member("of", .string(subject.rawValue)),
                .init("unconditional", .object(unconditional.members)),
                .init("conditional", .object(conditional.members)), .init("strata", .integer(strata)),
                .init("uncovered", .number(uncovered)),
            ] + group.members("group")
        if let association { members.append(.init("association", association.json)) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            subject: try value.required("of").word(DifferentialFairness.Subject.self),
            group: try GroupKey(requiredIn: value, "group", order: order),
            unconditional: try Estimate(in: value.required("unconditional")),
            conditional: try Estimate(in: value.required("conditional")),
            association: try value.optional("association").map { part throws(ReportsError) in
                try ConditionalComparison.Test(in: part)
            },
            strata: try value.required("strata").count(),
            uncovered: try value.required("uncovered").double(in: 0...1))
    }
}
