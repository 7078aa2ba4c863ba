internal import FairnessMetrics

extension AuditResults {
    /// Checks what the parts of results say of each other: a file that was edited, or put together from two, breaks it.
    ///
    /// - Throws: `ReportsError.unexpectedResults` with the place of the first contradiction.
    func checkConsistency() throws(ReportsError) {
        let everybody = assessment.overall
        if everybody.count > data.rows {
            throw .unexpectedResults(
                path: "overall.count",
                fault: "\(everybody.count) people cannot come from the \(data.rows) rows of data.rows")
        }
        try Self.check(assessment.groups, within: everybody, "groups")
        for (index, stratum) in assessment.strata.enumerated() {
            // A stratum has no total of its own.
            try Self.check(stratum.groups, within: everybody, "strata[\(index)].groups")
        }
    }

    private static func check(
        _ groups: [GroupAssessment], within everybody: GroupAssessment, _ path: String
    ) throws(ReportsError) {
        var seen: Set<GroupKey> = []
        var sums: [[String]: Int] = [:]
        for (index, group) in groups.enumerated() {
            guard seen.insert(group.key).inserted else {
                throw .unexpectedResults(
                    path: "\(path)[\(index)]", fault: "the group \(group.key.label.withoutControls) is there twice")
            }
            sums[group.key.attributes, default: 0] += group.count
        }
        guard !everybody.isSuppressed else { return }
        for (attributes, sum) in sums.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where sum > everybody.count {
            throw .unexpectedResults(
                path: path,
                fault:
                    "the groups of \(attributes.joined(separator: " × ").withoutControls) count \(sum) people, more than "
                    + "the \(everybody.count) of overall.count")
        }
    }
}

extension Estimate {
    /// Checks that a rate is the share that its counts are.
    func checkCounts(_ place: ResultsValue) throws(ReportsError) {
        guard case .defined(let value) = self, let part = value.numerator, let whole = value.denominator else { return }
        if part < 0 || whole < 0 { throw place.fault("a count is negative") }
        // Means have other parts; a rate's are counts, or sums of weights.
        guard RateInterval(rawValue: value.method) != nil else { return }
        if part > whole * (1 + 1e-9) { throw place.fault("\(part) of \(whole) is more than all") }
        if whole > 0, abs(value.value - part / whole) > 1e-6 {
            throw place.fault("the value \(value.value) is not \(part) of \(whole)")
        }
    }
}
