internal import FairnessMetrics
internal import Files

extension TestOutcome {
    /// The outcome as one object.
    var json: JSON {
        .object(
            (adjustedPValue.map { [.init("adjusted_p_value", .number($0))] } ?? []) + [
                .init("degrees_of_freedom", .integer(degreesOfFreedom)), .init("p_value", .number(pValue)),
                .init("statistic", .number(statistic)),
            ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            statistic: try value.required("statistic").double(),
            degreesOfFreedom: try value.required("degrees_of_freedom").count(),
            pValue: try value.required("p_value").double(in: 0...1),
            adjustedPValue: try value.optional("adjusted_p_value")?.double(in: 0...1))
    }
}
