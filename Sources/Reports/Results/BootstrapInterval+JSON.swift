internal import FairnessMetrics
internal import Files

extension BootstrapInterval {
    /// The interval as one object.
    var json: JSON {
        .object([
            .init("draws", .integer(draws)), .init("interval", interval.json),
            .init("method", .string(method.rawValue)),
        ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            interval: try Interval(read: value.required("interval")),
            method: try value.required("method").word(Method.self), draws: try value.required("draws").count())
    }
}
