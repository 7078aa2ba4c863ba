internal import FairnessMetrics
public import Files

extension AuditComparison {
    /// The comparison as the value that `comparison.json` holds, of schema `assize.comparison/1`.
    public var json: JSON {
        .object([
            .init("schema", .string(Self.schema)),
            .init("tool", .object([.init("name", .string("assize")), .init("version", .string(after.toolVersion))])),
            .init("before", before.description), .init("after", after.description),
            .init("rows", .string(relation.rawValue)),
            .init("bounds", .string(relation.isIndependent ? "interval_if_independent" : "whatever_the_dependence")),
            .init("differences", .array(differences.map(\.json))), .init("everybody", overall.json),
            .init("groups", .array(groups.map(\.json))), .init("disparities", .array(disparities.map(\.json))),
            .init("losses", .array(losses.map(\.json))), .init("can_tell_losses", .bool(canTellLosses)),
            .init("not_compared", .strings(notCompared)), .init("finding", .string(ComparisonWording(self).lead.plain)),
        ])
    }
}

extension AuditResults {
    /// What was audited and how, without any finding.
    fileprivate var description: JSON {
        .object([
            .init("title", .string(title)), .init("command", .string(command)), .init("data", data.json),
            .init("roles", .array(roles.map(\.json))), .init("settings", settings.json),
            .init("tool_version", .string(toolVersion)),
        ])
    }
}

extension AuditDifference {
    fileprivate var json: JSON {
        .object(
            [.init("what", .string(name)), .init("before", .string(before)), .init("after", .string(after))]
                + (consequence.map { [.init("consequence", .string($0))] } ?? []))
    }
}

extension NumberChange {
    /// The two numbers, their difference and its bounds as members of an object.
    fileprivate var members: [JSONObject.Member] {
        var members: [JSONObject.Member] = [.init("direction", .string(direction.rawValue))]
        if let before { members.append(.init("before", .object(before.members))) }
        if let after { members.append(.init("after", .object(after.members))) }
        if let difference { members.append(.init("change", .number(difference))) }
        if let bounds { members.append(.init("bounds", bounds.json)) }
        if isPaired { members.append(.init("paired", .bool(true))) }
        if let obstacle { members.append(.init("not_comparable", .string(obstacle))) }
        return members
    }
}

extension GroupChange {
    fileprivate var json: JSON {
        func metrics(_ className: String?) -> JSON {
            .object(
                self.metrics.filter { $0.className == className }.map { .init($0.metric, .object($0.change.members)) })
        }
        var members = key.members("attributes")
        members.append(.init("metrics", metrics(nil)))
        var seen: Set<String> = []
        let classes = self.metrics.compactMap(\.className).filter { seen.insert($0).inserted }
        if !classes.isEmpty { members.append(.init("classes", .object(classes.map { .init($0, metrics($0)) }))) }
        if let countBefore { members.append(.init("count_before", .integer(countBefore))) }
        if let countAfter { members.append(.init("count_after", .integer(countAfter))) }
        if isInBefore != isInAfter { members.append(.init("only_in", .string(isInBefore ? "before" : "after"))) }
        return .object(members)
    }
}

extension DisparityChange {
    fileprivate var json: JSON {
        var members =
            change.members + [
                .init("aggregation", .string(subject.aggregation.rawValue)),
                .init("attributes", .strings(subject.attributes)),
                .init("metric", .string(subject.metric)), .init("outcome", .string(outcome.rawValue)),
                .init("turned", .bool(isTurned)),
            ]
        if let name = subject.className { members.append(.init("class", .string(name))) }
        if let group = subject.group { members += group.members("group") }
        if let reference = subject.reference { members += reference.members("reference") }
        for (disparity, name) in [(before, "before"), (after, "after")] {
            guard let disparity else { continue }
            members.append(.init("verdict_\(name)", .string(disparity.verdict.rawValue)))
            members.append(.init("margin_\(name)", .number(disparity.margin)))
            if disparity.metric != subject.metric { members.append(.init("metric_\(name)", .string(disparity.metric))) }
            if let highest = disparity.highest { members += highest.members("highest_\(name)") }
            if let lowest = disparity.lowest { members += lowest.members("lowest_\(name)") }
        }
        return .object(members)
    }
}

extension GroupLoss {
    fileprivate var json: JSON {
        var members =
            change.members + key.members("attributes") + [
                .init("metric", .string(metric)), .init("loss", .number(amount)),
                .init("evidenced", .bool(isEvidenced)),
                .init("beside_smaller_gap", .bool(isBesideSmallerGap)),
            ]
        if let className { members.append(.init("class", .string(className))) }
        if let people { members.append(.init("people", .number(people))) }
        return .object(members)
    }
}
