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
                try Contribution(value)
            }, notes: try value.optional("notes")?.strings() ?? [])
    }
}

extension ExplanationsRecord.Gap.Contribution {
    /// Reads a value with `name` and optionally `drawn_error`.
    init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            name: try value.required("name").string(), value: try .init(value),
            drawnError: try value.optional("drawn_error")?.double())
    }
}

extension ExplanationsRecord.GapChange {
    /// Reads an entry of `gap_changes`: `before`, `after` and `change`, each as in `gaps`, and optionally `notes`.
    init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            before: try .init(value.required("before")), after: try .init(value.required("after")),
            change: try .init(value.required("change")), notes: try value.optional("notes")?.strings() ?? [])
        let names = change.contributions.map(\.name)
        guard before.contributions.map(\.name) == names, after.contributions.map(\.name) == names else {
            throw value.fault("before, after and change must have the same classes in the same order")
        }
    }
}

extension ExplanationsRecord.GroupMeans {
    /// Reads an entry of `group_attributions`.
    ///
    /// It has `attribute`, `method`, `output` and `groups`, each with `name`, `rows`, `base_value` and `value` (values), and
    /// `contributions` as a gap has them, of the same classes in every group.
    init(_ value: ResultsValue) throws(ReportsError) {
        self.init(
            attribute: try value.required("attribute").string(), method: try value.required("method").string(),
            output: try value.required("output").string(),
            groups: try value.required("groups").elements().map { value throws(ReportsError) in
                Group(
                    name: try value.required("name").string(), rows: try value.required("rows").count(),
                    baseValue: try .init(value.required("base_value")), value: try .init(value.required("value")),
                    contributions: try value.required("contributions").elements().map { value throws(ReportsError) in
                        try ExplanationsRecord.Gap.Contribution(value)
                    })
            })
        guard groups.allSatisfy({ $0.contributions.map(\.name) == groups[0].contributions.map(\.name) }) else {
            throw value.fault("every group must have the same classes in the same order")
        }
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
