internal import FairnessMetrics
internal import Files

extension MetricEstimate {
    /// The estimate as members of an object, with the resampled interval and the shrunken value where there are any.
    var members: [JSONObject.Member] {
        estimate.members + (bootstrap.map { [.init("bootstrap", $0.json)] } ?? [])
            + (shrunken.map { [.init("shrunken", $0.json)] } ?? [])
    }

    /// Reads what `members` wrote.
    init(_ metric: String, in value: ResultsValue) throws(ReportsError) {
        self.init(metric: metric, estimate: try Estimate(in: value))
        if let part = value.optional("bootstrap") { bootstrap = try BootstrapInterval(in: part) }
        if let part = value.optional("shrunken") { shrunken = try ShrunkenValue(in: part) }
    }
}

extension ShrunkenValue {
    fileprivate var json: JSON {
        .object([
            .init("interval", interval.json), .init("method", .string(method)), .init("value", .number(value)),
            .init("weight_on_own_data", .number(weightOnOwnData)),
        ])
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            value: try value.required("value").double(in: 0...1),
            interval: try Interval(read: value.required("interval")),
            method: try value.required("method").string(),
            weightOnOwnData: try value.required("weight_on_own_data").double(in: 0...1))
    }
}
