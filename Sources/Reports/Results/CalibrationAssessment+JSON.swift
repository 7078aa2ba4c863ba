internal import FairnessMetrics
internal import Files

extension CalibrationAssessment {
    /// The assessment as one object.
    ///
    /// Bins are lists side by side, one element for each bin that is shown: its place among `edges`, rows, mean score,
    /// share of positives, and the two ends of the share's interval. The last four have four significant digits, what
    /// is fitted has six.
    var json: JSON {
        .object([
            .init("comparisons", .array(comparisons.map(\.json))),
            .init("edges", .array(edges.map { .number($0) })),
            .init("groups", .array(groups.map(\.json))),
            .init("is_discrete", .bool(isDiscrete)), .init("is_probability", .bool(isProbability)),
            .init("overall", overall.json),
        ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        let edges = try value.required("edges").doubles()
        let bins = max(0, edges.count - 1)
        self.init(
            edges: edges, isProbability: try value.required("is_probability").bool(),
            isDiscrete: try value.required("is_discrete").bool(),
            overall: try GroupCalibration(in: value.required("overall"), order: order, bins: bins),
            groups: try value.list("groups").map { group throws(ReportsError) in
                try GroupCalibration(in: group, order: order, bins: bins)
            },
            comparisons: try value.list("comparisons").map { comparison throws(ReportsError) in
                try CalibrationComparison(in: comparison, order: order, bins: bins)
            })
    }
}

extension GroupCalibration {
    fileprivate var json: JSON {
        var members = key.members("attributes")
        members += [
            .init(
                "bins",
                .object([
                    .init("count", .array(bins.map { .integer($0.count) })),
                    .init("index", .array(bins.map { .integer($0.index) })),
                    .init("lower", .array(bins.map { .number($0.interval.lower) })),
                    .init("mean_score", .array(bins.map { .number($0.meanScore) })),
                    .init("share", .array(bins.map { .number($0.share) })),
                    .init("upper", .array(bins.map { .number($0.interval.upper) })),
                ])),
            .init("in_the_large", .object(inTheLarge.members)), .init("intercept", .object(intercept.members)),
            .init("slope", .object(slope.members)),
        ]
        if withheldBins > 0 { members.append(.init("withheld_bins", .integer(withheldBins))) }
        if certain > 0 { members.append(.init("certain", .integer(certain))) }
        if certainWrong > 0 { members.append(.init("certain_wrong", .integer(certainWrong))) }
        let tests = [("cox", cox), ("hosmer_lemeshow", hosmerLemeshow), ("spiegelhalter", spiegelhalter)]
        members.append(
            .init("tests", .object(tests.compactMap { name, test in test.map { .init(name, $0.json) } })))
        return .object(members)
    }

    fileprivate init(in value: ResultsValue, order: [String], bins binCount: Int) throws(ReportsError) {
        self.init(
            key: try GroupKey(requiredIn: value, "attributes", order: order),
            inTheLarge: try Estimate(in: value.required("in_the_large")),
            intercept: try Estimate(in: value.required("intercept")),
            slope: try Estimate(in: value.required("slope")))
        withheldBins = try value.optional("withheld_bins")?.count() ?? 0
        certain = try value.optional("certain")?.count() ?? 0
        certainWrong = try value.optional("certain_wrong")?.count() ?? 0
        let tests = try value.required("tests")
        func test(_ name: String) throws(ReportsError) -> TestOutcome? {
            guard let part = tests.optional(name) else { return nil }
            return try TestOutcome(in: part)
        }
        cox = try test("cox")
        hosmerLemeshow = try test("hosmer_lemeshow")
        spiegelhalter = try test("spiegelhalter")
        let parts = try value.required("bins")
        let counts = try parts.list("count")
        let indices = try parts.list("index")
        let lists = try ["mean_score", "share", "lower", "upper"].map { name throws(ReportsError) in
            try parts.required(name).doubles()
        }
        guard indices.count == counts.count, lists.allSatisfy({ $0.count == counts.count }) else {
            throw parts.fault("the lists differ in length")
        }
        for (place, count) in counts.enumerated() {
            let index = try indices[place].count()
            guard index < binCount else { throw indices[place].fault("there is no bin \(index)") }
            guard lists[2][place] <= lists[3][place] else { throw parts.fault("a lower end is above the upper one") }
            bins.append(
                ReliabilityBin(
                    index: index, count: try count.count(), meanScore: lists[0][place], share: lists[1][place],
                    interval: Interval(lists[2][place], lists[3][place])))
        }
    }
}

extension CalibrationComparison {
    fileprivate var json: JSON {
        var members: [JSONObject.Member] = [
            .init("attribute", .string(attribute)), .init("compared", .integer(compared)),
            .init("not_compared", .integer(notCompared)),
        ]
        if let test { members.append(.init("test", test.json)) }
        if let reference { members += reference.members("reference") }
        if !atSameScore.isEmpty {
            members.append(
                .init(
                    "at_same_score",
                    .array(atSameScore.map { .object($0.group.members("group") + $0.gap.members) })))
        }
        if let widest { members.append(.init("widest", widest.json)) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue, order: [String], bins: Int) throws(ReportsError) {
        self.init(
            attribute: try value.required("attribute").string(), compared: try value.required("compared").count(),
            notCompared: try value.required("not_compared").count())
        if let part = value.optional("test") { test = try TestOutcome(in: part) }
        reference = try GroupKey(in: value, "reference", order: order)
        atSameScore = try value.list("at_same_score").map { gap throws(ReportsError) in
            GapAtSameScore(
                group: try GroupKey(requiredIn: gap, "group", order: order), gap: try Estimate(in: gap))
        }
        if let part = value.optional("widest") { widest = try CalibrationGap(in: part, order: order, bins: bins) }
    }
}

extension CalibrationGap {
    fileprivate var json: JSON {
        .object(
            [.init("bin", .integer(bin)), .init("gap", .number(gap))] + highest.members("highest")
                + [.init("interval", interval.json)] + lowest.members("lowest"))
    }

    fileprivate init(in value: ResultsValue, order: [String], bins: Int) throws(ReportsError) {
        let place = try value.required("bin")
        let bin = try place.count()
        guard bin < bins else { throw place.fault("there is no bin \(bin)") }
        self.init(
            bin: bin,
            highest: try GroupKey(requiredIn: value, "highest", order: order),
            lowest: try GroupKey(requiredIn: value, "lowest", order: order),
            gap: try value.required("gap").double(), interval: try Interval(read: value.required("interval")))
    }
}
