internal import FairnessMetrics
internal import Files

extension Disparity {
    /// The disparity as one object; what it lacks is left out.
    var json: JSON {
        // In the order of the keys, so that a list of thousands need not be sorted member by member.
        var members: [JSONObject.Member] = []
        members.reserveCapacity(32)
        if let adjustedPValue { members.append(.init("adjusted_p_value", .number(adjustedPValue))) }
        members.append(.init("aggregation", .string(aggregation.rawValue)))
        members.append(.init("attributes", .strings(attributes)))
        if let benjaminiYekutieli { members.append(.init("benjamini_yekutieli", .number(benjaminiYekutieli))) }
        if let bootstrap { members.append(.init("bootstrap", bootstrap.json)) }
        if let className { members.append(.init("class", .string(className))) }
        members.append(.init("compared", .integer(compared)))
        if let corrected { members.append(.init("corrected", corrected.json)) }
        if let criticalValue { members.append(.init("critical_value", .number(criticalValue))) }
        if let equivalencePValue { members.append(.init("equivalence_p_value", .number(equivalencePValue))) }
        if let evidence { members.append(.init("evidence", evidence.json)) }
        if let falseDiscoveryRate { members.append(.init("false_discovery_rate", .number(falseDiscoveryRate))) }
        if let familyInterval { members.append(.init("family_interval", familyInterval.json)) }
        if let gapError { members.append(.init("gap_error", .number(gapError))) }
        if let group { members.append(contentsOf: group.members("group")) }
        if let highest { members.append(contentsOf: highest.members("highest")) }
        if !labelNoise.isEmpty { members.append(.init("label_noise", .array(labelNoise.map(\.json)))) }
        if let lowest { members.append(contentsOf: lowest.members("lowest")) }
        members.append(.init("margin", .number(margin)))
        members.append(.init("metric", .string(metric)))
        members.append(.init("not_estimable", .integer(notEstimable)))
        if let pValue { members.append(.init("p_value", .number(pValue))) }
        if let peopleCount { members.append(.init("people_count", .number(peopleCount))) }
        if let power { members.append(.init("power", .number(power))) }
        members.append(.init("reason", .string(reason)))
        if let reference { members.append(contentsOf: reference.members("reference")) }
        if let rowsNeeded { members.append(.init("rows_needed", .integer(rowsNeeded))) }
        if let smallestDetectableGap {
            members.append(.init("smallest_detectable_gap", .number(smallestDetectableGap)))
        }
        if let test { members.append(.init("test", .string(test))) }
        if let unknownBounds { members.append(.init("unknown_bounds", unknownBounds.json)) }
        members.append(.init("verdict", .string(verdict.rawValue)))
        return .object(JSONObject(merging: members, estimate.members))
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        let attributes = try value.required("attributes").strings()
        self.init(
            metric: try value.required("metric").string(),
            attributes: attributes,
            aggregation: try value.required("aggregation").word(Aggregation.self),
            estimate: try Estimate(in: value),
            verdict: try value.required("verdict").word(Verdict.self),
            reason: try value.required("reason").string(),
            margin: try value.required("margin").double(),
            compared: try value.required("compared").count(),
            notEstimable: try value.required("not_estimable").count())
        className = try value.optional("class")?.string()
        highest = try GroupKey(in: value, "highest", order: attributes)
        lowest = try GroupKey(in: value, "lowest", order: attributes)
        group = try GroupKey(in: value, "group", order: attributes)
        reference = try GroupKey(in: value, "reference", order: attributes)
        pValue = try value.optional("p_value")?.double(in: 0...1)
        adjustedPValue = try value.optional("adjusted_p_value")?.double(in: 0...1)
        falseDiscoveryRate = try value.optional("false_discovery_rate")?.double(in: 0...1)
        benjaminiYekutieli = try value.optional("benjamini_yekutieli")?.double(in: 0...1)
        equivalencePValue = try value.optional("equivalence_p_value")?.double(in: 0...1)
        power = try value.optional("power")?.double(in: 0...1)
        gapError = try value.optional("gap_error")?.double()
        criticalValue = try value.optional("critical_value")?.double()
        if let part = value.optional("corrected") { corrected = try CorrectedRange(in: part) }
        if let part = value.optional("bootstrap") { bootstrap = try BootstrapInterval(in: part) }
        if let part = value.optional("family_interval") { familyInterval = try Interval(read: part) }
        test = try value.optional("test")?.string()
        smallestDetectableGap = try value.optional("smallest_detectable_gap")?.double()
        rowsNeeded = try value.optional("rows_needed")?.count()
        peopleCount = try value.optional("people_count")?.double()
        if let bounds = value.optional("unknown_bounds") { unknownBounds = try Interval(read: bounds) }
        if let part = value.optional("evidence") { evidence = try Evidence(in: part, order: attributes) }
        labelNoise = try value.list("label_noise").map { part throws(ReportsError) in
            try LabelNoise(in: part, order: attributes)
        }
    }
}

extension Evidence {
    fileprivate var json: JSON {
        var members =
            [.init("gap", .number(gap))] + highest.members("highest") + [.init("interval", interval.json)]
            + lowest.members("lowest")
        if let peopleCount { members.append(.init("people_count", .number(peopleCount))) }
        return .object(members)
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            highest: try GroupKey(requiredIn: value, "highest", order: order),
            lowest: try GroupKey(requiredIn: value, "lowest", order: order),
            gap: try value.required("gap").double(),
            interval: try Interval(read: value.required("interval")),
            peopleCount: try value.optional("people_count")?.double())
    }
}

extension CorrectedRange {
    fileprivate var json: JSON {
        .object([
            .init("interval", interval.json), .init("standard_deviation", .number(standardDeviation)),
            .init("standard_deviation_interval", standardDeviationInterval.json), .init("value", .number(value)),
        ])
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            value: try value.required("value").double(), interval: try Interval(read: value.required("interval")),
            standardDeviation: try value.required("standard_deviation").double(),
            standardDeviationInterval: try Interval(read: value.required("standard_deviation_interval")))
    }
}
