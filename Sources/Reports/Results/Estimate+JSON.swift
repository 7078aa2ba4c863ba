internal import FairnessMetrics
internal import Files

extension Estimate {
    /// The estimate as members of an object.
    ///
    /// An infinite end of the interval is null: first for minus, second for plus infinity. A value that is not a finite
    /// number has no place in JSON and is written as undefined. The effective size is left out where it is the
    /// denominator, as it is for every rate without weights.
    var members: [JSONObject.Member] {
        switch self {
        case .undefined(let reason): return [.init("undefined", .string(reason))]
        case .defined(let value):
            guard value.value.isFinite else { return [.init("undefined", .string("the value is not finite"))] }
            var members: [JSONObject.Member] = []
            if let denominator = value.denominator { members.append(.init("denominator", .count(denominator))) }
            if value.effectiveSize != value.denominator {
                members.append(.init("effective_size", .count(value.effectiveSize)))
            }
            members.append(.init("interval", value.interval.json))
            members.append(.init("method", .string(value.method)))
            if let numerator = value.numerator { members.append(.init("numerator", .count(numerator))) }
            if let error = value.standardError { members.append(.init("standard_error", .number(error))) }
            members.append(.init("value", .number(value.value)))
            return members
        }
    }

    /// Reads what `members` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        if let reason = value.optional("undefined") {
            self = .undefined(try reason.string())
            return
        }
        let denominator = try value.optional("denominator")?.double()
        guard let effectiveSize = try value.optional("effective_size")?.double() ?? denominator else {
            throw value.fault("neither 'effective_size' nor 'denominator' is there")
        }
        self = .defined(
            Value(
                value: try value.required("value").double(),
                interval: try Interval(read: value.required("interval")),
                method: try value.required("method").string(),
                numerator: try value.optional("numerator")?.double(),
                denominator: denominator,
                effectiveSize: effectiveSize,
                standardError: try value.optional("standard_error")?.double()))
        try checkCounts(value)
    }
}

extension Interval {
    /// The two ends; an infinite one is null.
    var json: JSON { .array([.number(lower), .number(upper)]) }

    /// Reads what `json` wrote.
    init(read value: ResultsValue) throws(ReportsError) {
        let ends = try value.elements()
        guard ends.count == 2 else { throw value.fault("an interval has two ends, not \(ends.count)") }
        let lower = ends[0].json == .null ? -Double.infinity : try ends[0].double()
        let upper = ends[1].json == .null ? Double.infinity : try ends[1].double()
        guard lower <= upper else { throw value.fault("the lower end \(lower) is above the upper end \(upper)") }
        self.init(lower, upper)
    }
}
