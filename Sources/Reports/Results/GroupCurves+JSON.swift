internal import FairnessMetrics
internal import Files

extension GroupCurves {
    /// The curves as one object: thinned for display and rounded to three decimals, `error` bounding both.
    ///
    /// Each rate is a list: false positive rate, true positive rate there, and the two ends of its interval.
    var json: JSON {
        .object(
            key.members("attributes") + [
                .init("precision_recall", precisionRecall.json(x: "recall", y: "precision")),
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
        self.init(
            key: try GroupKey(requiredIn: value, "attributes", order: order),
            roc: try CurvePoints(in: value.required("roc"), x: "false_positive_rate", y: "true_positive_rate"),
            precisionRecall: try CurvePoints(in: value.required("precision_recall"), x: "recall", y: "precision"),
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
        .object([
            .init("error", .number(error)), .init(across, .array(x.map { .number($0) })),
            .init(up, .array(y.map { .number($0) })),
        ])
    }

    fileprivate init(in value: ResultsValue, x across: String, y up: String) throws(ReportsError) {
        let (x, y) = (try value.required(across).doubles(), try value.required(up).doubles())
        guard x.count == y.count else { throw value.fault("\(x.count) and \(y.count) coordinates") }
        self.init(x: x, y: y, error: try value.required("error").double())
    }
}
