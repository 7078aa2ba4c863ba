internal import FairnessMetrics

/// A choice in which two audits differ, and what follows for the comparison.
public struct AuditDifference: Sendable, Equatable {
    /// What differs, in words, such as `margin`.
    public let name: String
    /// The choice in each audit, in words.
    public let before: String, after: String
    /// What follows for who compares the two; nil if nothing does.
    public let consequence: String?
}

/// Finds in what two audits differ, and which metrics do not mean the same in both for that reason.
struct DifferenceFinder {
    private(set) var differences: [AuditDifference] = []
    /// Why nothing can be compared, if nothing can.
    private(set) var obstacle: String?
    private var blocked: [GroupMetric.Input: String] = [:]

    init(_ before: AuditResults, _ after: AuditResults) {
        compareSettings(before.settings, after.settings)
        compareRoles(before, after)
        compareReferences(before.settings, after.settings)
        note(
            "synthetic data", before.data.isSynthetic ? "yes" : "no", after.data.isSynthetic ? "yes" : "no",
            "the one is about people and the other is not")
        note("version of the tool", before.toolVersion, after.toolVersion, "numbers may differ because the tool does")
    }

    /// Why a metric does not mean the same in both audits, or nil if it does.
    func obstacle(of metric: String) -> String? {
        if let obstacle { return obstacle }
        // Of a metric that this version does not know, any input may be the one that it needs.
        let inputs = GroupMetric.named(metric)?.inputs ?? Set(GroupMetric.Input.allCases)
        return GroupMetric.Input.allCases.first { inputs.contains($0) && blocked[$0] != nil }.flatMap { blocked[$0] }
    }

    private mutating func note(_ name: String, _ before: String, _ after: String, _ consequence: String? = nil) {
        guard before != after else { return }
        differences.append(AuditDifference(name: name, before: before, after: after, consequence: consequence))
    }

    private mutating func compareSettings(_ before: AuditSettings, _ after: AuditSettings) {
        note("kind of outcome", before.task.rawValue, after.task.rawValue, "nothing is compared")
        if before.task != after.task {
            obstacle =
                "the one audit is of a \(before.task.rawValue) outcome, the other of a \(after.task.rawValue) one"
        }
        note(
            "margin", before.margin.plainTick, after.margin.plainTick,
            "the two verdicts on a difference answer different questions")
        note(
            "margin of ratios", before.ratioMargin.plainTick, after.ratioMargin.plainTick,
            "the two verdicts on a ratio answer different questions")
        note(
            "confidence", before.confidence.level, after.confidence.level,
            "no bounds of changes are given, since intervals of two levels cannot be joined")
        note(
            "threshold of scores", before.threshold?.plainTick ?? "none", after.threshold?.plainTick ?? "none",
            "changes of decisions are due to it as well")
        note(
            "smallest cell shown", "\(before.minimumCell)", "\(after.minimumCell)",
            "a group may be withheld in one audit alone")
        note(
            "smallest group of a headline", "\(before.headlineCell)", "\(after.headlineCell)",
            "the surest gaps may be between other groups")
        note(
            "unknown groups", before.comparesUnknown ? "compared" : "not compared",
            after.comparesUnknown ? "compared" : "not compared", "gaps are between different sets of groups")
        note(
            "interval of a rate", before.interval.rawValue, after.interval.rawValue, "intervals differ in width for it")
        note("resampling", draws(before), draws(after))
        note("seed", "\(before.seed)", "\(after.seed)")
    }

    private func draws(_ settings: AuditSettings) -> String {
        settings.bootstrapDraws == 0 ? "none" : counted(settings.bootstrapDraws, "draw")
    }

    private mutating func compareRoles(_ before: AuditResults, _ after: AuditResults) {
        for input in GroupMetric.Input.allCases {
            let (first, second) = (role(input.rawValue, before), role(input.rawValue, after))
            guard let first, let second else {
                note(
                    input.rawValue, first.map(words) ?? "none", second.map(words) ?? "none",
                    first == nil && second == nil ? nil : "what needs it is in one audit alone")
                continue
            }
            if first.column == second.column, first.positive != second.positive {
                let (one, other) = (first.positive ?? "none", second.positive ?? "none")
                note("positive \(input.rawValue)", one, other, "what needs the \(input.rawValue) is not compared")
                blocked[input] =
                    "the positive \(input.rawValue) is “\(one)” in the one audit and “\(other)” in the other"
            } else {
                note(
                    input.rawValue, words(first), words(second),
                    input == .label
                        ? "changes mean something only if both say the same of a person"
                        : "it is what is compared, if that was meant")
            }
        }
        for (role, name) in [("weight", "weight"), ("protected", "protected columns"), ("stratum", "control columns")] {
            note(name, columns(role, before), columns(role, after), Self.consequence(of: role))
        }
    }

    private static func consequence(of role: String) -> String {
        switch role {
        case "weight": "the figures of the two count people differently"
        case "protected": "groups of a column that one audit lacks are shown for the other alone"
        default: "strata are not compared here"
        }
    }

    private mutating func compareReferences(_ before: AuditSettings, _ after: AuditSettings) {
        let attributes = Set((before.references + after.references).map(\.attribute)).sorted()
        for attribute in attributes {
            let values = [before, after].map { settings in
                settings.references.first { $0.attribute == attribute }?.value
            }
            guard let first = values[0], let second = values[1] else { continue }
            note(
                "reference group of \(attribute)", first, second,
                "comparisons with the reference group are in one audit alone")
        }
    }

    private func role(_ name: String, _ results: AuditResults) -> RoleDescription? {
        results.roles.first { $0.role == name }
    }

    private func words(_ role: RoleDescription) -> String {
        role.positive.map { "\(role.column) (positive: \($0))" } ?? role.column
    }

    private func columns(_ role: String, _ results: AuditResults) -> String {
        let columns = results.roles.filter { $0.role == role }.map(\.column).sorted()
        return columns.isEmpty ? "none" : columns.joined(separator: ", ")
    }
}
