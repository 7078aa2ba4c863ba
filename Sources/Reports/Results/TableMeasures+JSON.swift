internal import FairnessMetrics
internal import Files

extension TableMeasures {
    /// The members that these measures add to results: a key only where there is evidence for it.
    var members: [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        if let individual { members.append(.init("individual", individual.json)) }
        if !differentialFairness.isEmpty {
            members.append(.init("differential_fairness", .array(differentialFairness.map(\.json))))
        }
        if !conditionalDisparities.isEmpty {
            members.append(
                .init("conditional_demographic_disparity", .array(conditionalDisparities.map(\.json))))
        }
        if !ranking.isEmpty { members.append(.init("ranking", .array(ranking.map(\.json)))) }
        if let consistency { members.append(.init("consistency", consistency.json)) }
        return members
    }

    /// Reads what `members` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init()
        individual = try value.optional("individual").map { part throws(ReportsError) in
            try IndividualMeasures(in: part, order: order)
        }
        differentialFairness = try value.list("differential_fairness").map { part throws(ReportsError) in
            try DifferentialFairness(in: part)
        }
        conditionalDisparities = try value.list("conditional_demographic_disparity").map {
            part throws(ReportsError) in
            try ConditionalDemographicDisparity(in: part, order: order)
        }
        consistency = try value.optional("consistency").map { part throws(ReportsError) in
            try Consistency(in: part, order: order)
        }
        ranking = try value.list("ranking").map { part throws(ReportsError) in try Ranking(in: part) }
    }
}
