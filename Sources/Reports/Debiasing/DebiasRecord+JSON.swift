internal import FairnessMetrics
public import Files

extension DebiasRecord {
    /// Reads a record.
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the member that is missing or of another kind.
    public init(_ json: JSON) throws(ReportsError) {
        let top = ResultsValue(json: json)
        let schema = try top.required("schema").string()
        guard schema == Self.schema else {
            throw top.fault("schema: '\(schema.prefix(80))' is not '\(Self.schema)', the record of a debiasing run")
        }
        checkpoint = try top.required("checkpoint").string()
        toolVersion = try top.optional("tool_version")?.string() ?? ""
        seed = try top.required("seed").string()
        isSynthetic = try top.optional("synthetic")?.bool() ?? false
        labels = try top.required("labels").strings()
        rule = try top.required("rule").string()
        let texts = try top.required("texts")
        trainingCount = try texts.required("training").count()
        developmentCount = try texts.required("development").count()
        testCount = try texts.required("test").count()
        trials = try top.required("trials").elements().map { value throws(ReportsError) in try Trial(value) }
        chosen = try top.required("chosen").string()
        guard trials.contains(where: { [chosen] in $0.name == chosen }) else {
            throw top.fault("chosen: '\(chosen.prefix(80))' is none of the trials")
        }
        before = try Verdict(top.required("before"))
        after = try Verdict(top.required("after"))
        groups = try top.required("groups").elements().map { value throws(ReportsError) in try GroupChange(value) }
        warnings = try top.optional("warnings")?.strings() ?? []
    }
}

extension DebiasRecord.Measure {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            value: try value.required("value").double(),
            interval: try value.optional("interval").map { value throws(ReportsError) in try Interval(read: value) })
    }

    /// A measure that may be undefined, with or without the reason.
    fileprivate static func optional(_ value: ResultsValue?) throws(ReportsError) -> DebiasRecord.Measure? {
        guard let value, value.optional("undefined") == nil else { return nil }
        return try DebiasRecord.Measure(value)
    }
}

extension DebiasRecord.Measures {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            accuracy: try .optional(value.optional("accuracy")), rocAUC: try .optional(value.optional("roc_auc")),
            gap: try .optional(value.optional("gap")), distance: try .optional(value.optional("distance_to_optimum")))
    }
}

extension DebiasRecord.Leakage {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        func findings(_ probe: String) throws(ReportsError) -> [Finding] {
            try value.required(probe).elements().map { value throws(ReportsError) in
                let label = try value.required("label")
                let areas = try value.required("roc_auc").elements().map { value throws(ReportsError) in
                    try DebiasRecord.Measure.optional(value)
                }
                return Finding(
                    label: label.json == .string("all") ? nil : try label.count(),
                    area: areas.compactMap(\.self).max { $0.value < $1.value },
                    texts: try value.required("texts").count())
            }
        }
        self.init(
            attribute: try value.required("attribute").string(), linear: try findings("linear"),
            perceptron: try findings("mlp"))
    }

    fileprivate static func list(_ value: ResultsValue) throws(ReportsError) -> [DebiasRecord.Leakage] {
        try value.list("leakage").map { value throws(ReportsError) in try DebiasRecord.Leakage(value) }
    }
}

extension DebiasRecord.Trial {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            name: try value.required("name").string(),
            measures: try value.optional("measures").map { value throws(ReportsError) in
                try DebiasRecord.Measures(value)
            },
            leakage: try DebiasRecord.Leakage.list(value), collapse: try value.optional("collapse")?.string(),
            isOnFront: try value.required("on_front").bool(),
            fitsCheckpoint: try value.required("fits_checkpoint").bool(),
            gaps: Dictionary(
                uniqueKeysWithValues: try value.optional("gaps")?.members().map { member throws(ReportsError) in
                    (member.key, try DebiasRecord.Measure(member.value))
                } ?? []),
            seconds: try value.required("seconds").double())
    }
}

extension DebiasRecord.Verdict {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            model: try value.required("model").string(), measures: try .init(value.required("measures")),
            gaps: try value.required("gaps").members().map { member throws(ReportsError) in
                (member.key, try DebiasRecord.Measure(member.value))
            }, leakage: try DebiasRecord.Leakage.list(value))
    }
}

extension DebiasRecord.GroupChange {
    fileprivate init(_ value: ResultsValue) throws(ReportsError) {
        var figures: [(metric: String, before: Double, after: Double, change: DebiasRecord.Measure)] = []
        for metric in ["accuracy", "true_positive_rate", "true_negative_rate"] {
            let change = try value.required(metric)
            guard change.optional("undefined") == nil else { continue }
            figures.append(
                (
                    metric, try change.required("before").double(), try change.required("after").double(),
                    .init(
                        value: try change.required("change").double(),
                        interval: try Interval(read: change.required("interval")))
                ))
        }
        self.init(
            attribute: try value.required("attribute").string(), value: try value.required("value").string(),
            figures: figures, hasLost: try value.required("lost").bool())
    }
}
