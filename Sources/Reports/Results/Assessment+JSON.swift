internal import FairnessMetrics
internal import Files

/// What reading and writing groups needs to know beyond the group.
struct GroupContext {
    /// The protected attributes in the order of the audit.
    var attributes: [String]
    /// The metrics in the order of reports.
    var metrics: [String]
    /// Cells with fewer rows than this are withheld.
    var minimumCell: Int
}

extension GroupAssessment {
    /// The group as one object.
    ///
    /// Of a withheld group neither its count nor its weight or missing values are written: `withheld` tells why, and
    /// `count_below` that the count is smaller than the smallest cell allowed. Such a group is read back with a count of 0.
    func json(minimumCell: Int) -> JSON {
        var members = key.members("attributes")
        if let withheld {
            members += [.init("suppressed", .bool(true)), .init("withheld", .string(withheld.rawValue))]
            if withheld == .primary { members.append(.init("count_below", .integer(minimumCell))) }
        } else {
            members += [
                .init("count", .integer(count)), .init("weight", .count(weight)),
                .init(
                    "missing",
                    .object([
                        .init("label", .integer(missing.label)), .init("prediction", .integer(missing.prediction)),
                        .init("score", .integer(missing.score)),
                    ])),
            ]
        }
        if key.isUnknown { members.append(.init("unknown", .bool(true))) }
        members.append(.init("metrics", .object(metrics.map { .init($0.metric, .object($0.members)) })))
        if !classes.isEmpty { members.append(.init("classes", .array(classes.map(\.json)))) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, _ context: GroupContext) throws(ReportsError) {
        let isSuppressed = try value.optional("suppressed")?.bool() ?? false
        let withheld = try value.optional("withheld")?.word(Withholding.self) ?? (isSuppressed ? .primary : nil)
        var missing = MissingCounts()
        if let counts = value.optional("missing") {
            missing.label = try counts.required("label").count()
            missing.prediction = try counts.required("prediction").count()
            missing.score = try counts.required("score").count()
        }
        self.init(
            key: try GroupKey(requiredIn: value, "attributes", order: context.attributes),
            count: withheld != nil ? 0 : try value.required("count").count(),
            weight: withheld != nil ? 0 : try value.required("weight").double(),
            missing: missing,
            withheld: withheld,
            metrics: try MetricEstimate.list(in: value, order: context.metrics),
            classes: try value.list("classes").map { entry throws(ReportsError) in
                ClassAssessment(
                    name: try entry.required("class").string(),
                    metrics: try MetricEstimate.list(in: entry, order: context.metrics))
            })
    }
}

extension ClassAssessment {
    fileprivate var json: JSON {
        .object([
            .init("class", .string(name)),
            .init("metrics", .object(metrics.map { .init($0.metric, .object($0.estimate.members)) })),
        ])
    }
}

extension MetricEstimate {
    /// Reads the member `metrics` of a group or a class, in the order of reports.
    fileprivate static func list(in value: ResultsValue, order: [String]) throws(ReportsError) -> [MetricEstimate] {
        let members = try value.required("metrics").members()
        let sorted =
            order.compactMap { id in members.first { $0.key == id } } + members.filter { !order.contains($0.key) }
        return try sorted.map { member throws(ReportsError) in
            try MetricEstimate(member.key, in: member.value)
        }
    }
}

extension OutcomeSpread {
    fileprivate var json: JSON {
        .object([.init("column", .string(column.rawValue)), .init("standard_deviation", .number(deviation))])
    }

    fileprivate init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            column: try value.required("column").word(NumericColumn.self),
            deviation: try value.required("standard_deviation").double())
    }
}

extension StratumAssessment {
    /// The stratum as one object.
    func json(minimumCell: Int) -> JSON {
        .object(
            key.members("stratum") + [
                .init("groups", .array(groups.map { $0.json(minimumCell: minimumCell) })),
                .init("disparities", .array(disparities.map(\.json))),
            ])
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue, controls: [String], _ context: GroupContext) throws(ReportsError) {
        self.init(
            key: try GroupKey(requiredIn: value, "stratum", order: controls),
            groups: try value.list("groups").map { group throws(ReportsError) in
                try GroupAssessment(in: group, context)
            },
            disparities: try value.list("disparities").map { disparity throws(ReportsError) in
                try Disparity(in: disparity)
            })
    }
}

extension Assessment {
    /// The ids of the metrics in the order in which groups hold them.
    var metricIds: [String] {
        var ids: [String] = []
        for group in [overall] + groups + strata.flatMap(\.groups) {
            for metric in group.metrics + (group.classes.first?.metrics ?? []) where !ids.contains(metric.metric) {
                ids.append(metric.metric)
            }
        }
        return ids
    }

    /// The members that the assessment adds to results.
    func members(minimumCell: Int) -> [JSONObject.Member] {
        let families = familySizes.sorted { $0.key.rawValue < $1.key.rawValue }
        var members: [JSONObject.Member] = [
            .init("metrics", .strings(metricIds)),
            .init("overall", overall.json(minimumCell: minimumCell)),
            .init("groups", .array(groups.map { $0.json(minimumCell: minimumCell) })),
            .init("disparities", .array(disparities.map(\.json))),
            .init("strata", .array(strata.map { $0.json(minimumCell: minimumCell) })),
            .init("conditional", .array(conditional.map(\.json))),
            .init("empty_cells", .array(emptyCells.map(\.json))),
            .init("families", .object(families.map { .init($0.key.rawValue, .integer($0.value)) })),
        ]
        if let calibration { members.append(.init("calibration", calibration.json)) }
        if !curves.isEmpty { members.append(.init("curves", .array(curves.map(\.json)))) }
        if !distributions.isEmpty { members.append(.init("distributions", .array(distributions.map(\.json)))) }
        if let outcome { members.append(.init("outcome", outcome.json)) }
        if withholdsDetail { members.append(.init("detail_withheld", .bool(true))) }
        if unprotectedCells > 0 { members.append(.init("unprotected_cells", .integer(unprotectedCells))) }
        if !memberships.isEmpty { members.append(.init("membership", .array(memberships.map(\.json)))) }
        return members + measures.members
    }

    /// Reads what `members` wrote.
    init(in value: ResultsValue, controls: [String], _ context: GroupContext) throws(ReportsError) {
        var familySizes: [Aggregation: Int] = [:]
        for member in try value.optional("families")?.members() ?? [] {
            guard let aggregation = Aggregation(rawValue: member.key) else {
                throw member.value.fault("no aggregation has this name")
            }
            familySizes[aggregation] = try member.value.count()
        }
        var calibration: CalibrationAssessment?
        if let part = value.optional("calibration") {
            calibration = try CalibrationAssessment(in: part, order: context.attributes)
        }
        self.init(
            overall: try GroupAssessment(in: value.required("overall"), context),
            groups: try value.required("groups").elements().map { group throws(ReportsError) in
                try GroupAssessment(in: group, context)
            },
            disparities: try value.required("disparities").elements().map { disparity throws(ReportsError) in
                try Disparity(in: disparity)
            },
            strata: try value.list("strata").map { stratum throws(ReportsError) in
                try StratumAssessment(in: stratum, controls: controls, context)
            },
            conditional: try value.list("conditional").map { comparison throws(ReportsError) in
                try ConditionalComparison(in: comparison, order: context.attributes)
            },
            calibration: calibration,
            curves: try value.list("curves").map { curves throws(ReportsError) in
                try GroupCurves(in: curves, order: context.attributes)
            },
            emptyCells: try value.list("empty_cells").map { cells throws(ReportsError) in
                try EmptyCells(in: cells, order: context.attributes)
            },
            familySizes: familySizes,
            distributions: try value.list("distributions").map { distribution throws(ReportsError) in
                try DistributionAssessment(in: distribution)
            },
            outcome: try value.optional("outcome").map { outcome throws(ReportsError) in
                try OutcomeSpread(in: outcome)
            })
        measures = try TableMeasures(in: value, order: context.attributes)
        memberships = try value.list("membership").map { part throws(ReportsError) in
            try MembershipAssessment(in: part, metrics: context.metrics)
        }
        withholdsDetail = try value.optional("detail_withheld")?.bool() ?? false
        unprotectedCells = try value.optional("unprotected_cells")?.count() ?? 0
    }
}

extension EmptyCells {
    fileprivate var json: JSON {
        .object([
            .init("attributes", .strings(attributes)), .init("count", .integer(count)),
            .init("first", .array(first.map { .object($0.members("attributes")) })),
        ])
    }

    fileprivate init(in value: ResultsValue, order: [String]) throws(ReportsError) {
        self.init(
            attributes: try value.required("attributes").strings(), count: try value.required("count").count(),
            first: try value.list("first").map { cell throws(ReportsError) in
                try GroupKey(requiredIn: cell, "attributes", order: order)
            })
    }
}
