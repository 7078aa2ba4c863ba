internal import FairnessMetrics
internal import Files

extension DifferentialFairness {
    /// The result of one set of attributes as one object.
    var json: JSON {
        var members: [JSONObject.Member] = [
            .init("attributes", .strings(attributes)), .init("compared", .integer(compared)),
            .init("not_estimable", .integer(notEstimable)),
        ]
        if let label { members.append(.init("label", label.json)) }
        if let prediction { members.append(.init("prediction", prediction.json)) }
        if let amplification { members.append(.init("bias_amplification", .object(amplification.members))) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        let attributes = try value.required("attributes").strings()
        let read = { (part: ResultsValue) throws(ReportsError) in try Level(in: part, order: attributes) }
        self.init(
            attributes: attributes, compared: try value.required("compared").count(),
            notEstimable: try value.required("not_estimable").count(),
            label: try value.optional("label").map(read), prediction: try value.optional("prediction").map(read),
            amplification: try value.optional("bias_amplification").map { part throws(ReportsError) in
                try Estimate(in: part)
            })
    }
}

extension DifferentialFairness.Level {
    fileprivate var json: JSON {
        .object(
            epsilon.members + highest.members("highest") + lowest.members("lowest") + [
                .init("outcome", .string(isPositive ? "positive" : "negative")), .init("if_alike", .number(ifAlike)),
                .init("p_value", .number(pValue)),
            ])
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            epsilon: try Estimate(in: value),
            isPositive: try value.required("outcome").word(Outcome.self) == .positive,
            highest: try GroupKey(requiredIn: value, "highest", order: order),
            lowest: try GroupKey(requiredIn: value, "lowest", order: order),
            ifAlike: try value.required("if_alike").double(), pValue: try value.required("p_value").double(in: 0...1))
    }

    private enum Outcome: String, CaseIterable {
        case positive, negative
    }
}
