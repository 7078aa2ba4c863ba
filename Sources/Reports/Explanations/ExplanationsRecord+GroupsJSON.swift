internal import FairnessMetrics

extension ExplanationsRecord.Gap {
    /// Reads an entry of `gaps`.
    ///
    /// It has `gap`, `attribute`, `method`, `first` and `second` (each with `name` and `rows`), `measured`, `base_difference` and
    /// `unattributed` (values), and `contributions`: values with `name` and optionally `drawn_error`. `output` and `notes` may
    /// be absent.
    init(_ value: ResultsValue) throws(ReportsError) {
        func group(_ key: String) throws(ReportsError) -> Group {
            let value = try value.required(key)
            return Group(name: try value.required("name").string(), rows: try value.required("rows").count())
        }
        self.init(
            kind: try value.required("gap").string(), attribute: try value.required("attribute").string(),
            method: try value.required("method").string(), output: try value.optional("output")?.string(),
            first: try group("first"), second: try group("second"), measured: try .init(value.required("measured")),
            baseDifference: try .init(value.required("base_difference")),
            unattributed: try .init(value.required("unattributed")),
            contributions: try value.required("contributions").elements().map { value throws(ReportsError) in
                Contribution(
                    name: try value.required("name").string(), value: try .init(value),
                    drawnError: try value.optional("drawn_error")?.double())
            }, notes: try value.optional("notes")?.strings() ?? [])
    }
}

extension ExplanationsRecord.Disparity {
    /// Reads an entry of `explanation_disparities`.
    ///
    /// It has `attribute`, `reference` (the name of the group that others are compared with) and `comparisons`, each with
    /// `measure`, `group`, `rows`, `mean`, `reference_mean` and `difference` (values), and `adjusted_p_value`.
    static func list(_ value: ResultsValue) throws(ReportsError) -> [ExplanationsRecord.Disparity] {
        let attribute = try value.required("attribute").string()
        let reference = try value.required("reference").string()
        return try value.required("comparisons").elements().map { value throws(ReportsError) in
            ExplanationsRecord.Disparity(
                attribute: attribute, group: try value.required("group").string(), referenceGroup: reference,
                measure: try value.required("measure").string(), rows: try value.required("rows").count(),
                mean: try .init(value.required("mean")), reference: try .init(value.required("reference_mean")),
                difference: try .init(value.required("difference")),
                adjustedPValue: try value.required("adjusted_p_value").double(in: 0...1))
        }
    }
}
