internal import FairnessMetrics
internal import Files

extension GapDecomposition {
    /// The decomposition as one object.
    var json: JSON {
        .object([
            .init("gap", .object(gap.members)),
            .init(
                "twofold",
                .object([
                    .init("explained", .object(explained.members)), .init("unexplained", .object(unexplained.members)),
                    .init("baseline", .object(baseline.members)),
                    .init(
                        "columns",
                        .array(
                            parts.map { part in
                                .object([
                                    .init("column", .string(part.column)),
                                    .init("explained", .object(part.explained.members)),
                                    .init("unexplained", .object(part.unexplained.members)),
                                ])
                            })),
                ])),
            .init(
                "threefold",
                .object([
                    .init("endowments", .object(endowments.members)),
                    .init("coefficients", .object(coefficients.members)),
                    .init("interaction", .object(interaction.members)),
                ])),
            .init("left_out", .number(leftOut)),
        ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        let twofold = try value.required("twofold")
        let threefold = try value.required("threefold")
        func estimate(_ part: ResultsValue, _ key: String) throws(ReportsError) -> Estimate {
            try Estimate(in: part.required(key))
        }
        self.init(
            gap: try estimate(value, "gap"), explained: try estimate(twofold, "explained"),
            unexplained: try estimate(twofold, "unexplained"), baseline: try estimate(twofold, "baseline"),
            parts: try twofold.list("columns").map { part throws(ReportsError) in
                Part(
                    column: try part.required("column").string(), explained: try estimate(part, "explained"),
                    unexplained: try estimate(part, "unexplained"))
            }, endowments: try estimate(threefold, "endowments"),
            coefficients: try estimate(threefold, "coefficients"), interaction: try estimate(threefold, "interaction"),
            leftOut: try value.required("left_out").double(in: 0...1))
    }
}
