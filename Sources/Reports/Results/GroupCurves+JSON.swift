internal import FairnessMetrics
internal import Files

extension GroupCurves {
    /// The curves as one object: thinned for display and in whole thousandths, `error` bounding what both take away.
    ///
    /// Each rate is a list: false positive rate, true positive rate there, and the two ends of its interval.
    var json: JSON {
        .object(
            key.members("attributes")
                + (precisionRecall.map { [.init("precision_recall", $0.json(x: "recall", y: "precision"))] } ?? []) + [
                    .init(
                        "rates",
                        .array(
                            rates.map {
                                .array(
                                    [
                                        $0.falsePositiveRate, $0.truePositiveRate, $0.interval.lower, $0.interval.upper,
                                    ].map { .number($0) })
                            })),
                    .init("roc", roc.json(x: "false_positive_rate", y: "true_positive_rate")),
                ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        var precisionRecall: CurvePoints?
        if let part = value.optional("precision_recall") {
            precisionRecall = try CurvePoints(in: part, x: "recall", y: "precision")
        }
        self.init(
            key: try GroupKey(requiredIn: value, "attributes", order: order),
            roc: try CurvePoints(in: value.required("roc"), x: "false_positive_rate", y: "true_positive_rate"),
            precisionRecall: precisionRecall,
            rates: try value.list("rates").map { rate throws(ReportsError) in
                let numbers = try rate.doubles()
                guard numbers.count == 4, numbers[2] <= numbers[3] else {
                    throw rate.fault("a rate is four numbers, the last two an interval")
                }
                return RateAtRate(
                    falsePositiveRate: numbers[0], truePositiveRate: numbers[1],
                    interval: Interval(numbers[2], numbers[3]))
            })
    }
}

extension CurvePoints {
    fileprivate func json(x across: String, y up: String) -> JSON {
        func thousandths(_ numbers: [Double]) -> JSON { .array(numbers.map { .integer(Int(($0 * 1000).rounded())) }) }
        return .object([.init("error", .number(error)), .init(across, thousandths(x)), .init(up, thousandths(y))])
    }

    fileprivate init(in value: ResultsValue, x across: String, y up: String) throws(ReportsError) {
        func shares(_ name: String) throws(ReportsError) -> [Double] {
            try value.required(name).elements().map { element throws(ReportsError) in
                let thousandths = try element.count()
                guard thousandths <= 1000 else { throw element.fault("\(thousandths) thousandths are more than 1") }
                return Double(thousandths) / 1000
            }
        }
        let (x, y) = (try shares(across), try shares(up))
        guard x.count == y.count else { throw value.fault("\(x.count) and \(y.count) coordinates") }
        self.init(x: x, y: y, error: try value.required("error").double())
    }
}
