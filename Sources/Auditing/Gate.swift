public import FairnessMetrics
public import Reports
internal import Tables

/// A condition that an audit must meet: `false_positive_rate.difference <= 0.1`, `equalized_odds_difference.upper < 0.2`,
/// `selection_rate.ratio@race >= 0.8`, `selection_rate.difference.verdict != disparity_shown`.
///
/// `value` (the default), `lower` and `upper` speak of the estimate and of its interval's ends. Without `@` it holds for
/// every attribute and intersection. What could not be estimated meets no gate.
public struct Gate: Sendable, Equatable {
    /// What of a disparity is looked at.
    public enum Part: String, Sendable, CaseIterable {
        case value, lower, upper, verdict
    }

    /// How it is compared.
    public enum Relation: String, Sendable, CaseIterable {
        case atMost = "<="
        case atLeast = ">="
        case notEqual = "!="
        case equal = "=="
        case less = "<"
        case greater = ">"
    }

    /// The gate as written.
    public let text: String
    private let metric: String?
    private let aggregation: Aggregation
    private let part: Part
    private let attributes: [String]?
    private let relation: Relation
    private let bound: Bound

    private enum Bound: Equatable {
        case number(Double)
        case verdict(Verdict)
    }

    /// Parses a gate.
    ///
    /// - Throws: `AuditError.usage` that names the part which is not understood and what may stand there.
    public init(_ text: String) throws(AuditError) {
        self.text = text.trimmingBlanks
        guard let relation = Relation.allCases.first(where: { text.contains($0.rawValue) }) else {
            throw .usage("gate '\(text)': no comparison; write for example false_positive_rate.difference <= 0.1")
        }
        self.relation = relation
        let sides = text.split(separator: relation.rawValue, maxSplits: 1, omittingEmptySubsequences: false)
            .map { String($0).trimmingBlanks }
        let subject = sides[0].split(separator: "@", maxSplits: 1).map { String($0).trimmingBlanks }
        attributes = subject.count > 1 ? subject[1].split(separator: ",").map { String($0).trimmingBlanks } : nil
        var names = (subject.first ?? "").split(separator: ".").map(String.init)
        if let last = names.last, let part = Part(rawValue: last) {
            self.part = part
            names.removeLast()
        } else {
            part = .value
        }
        switch names.count {
        case 1: metric = nil
        case 2: metric = names[0]
        default:
            throw .usage(
                "gate '\(text)': name a metric and an aggregation (selection_rate.ratio) or a criterion "
                    + "(equalized_odds_difference)")
        }
        let isCriterion = names.count == 1
        let last = names[names.count - 1]
        let known = Aggregation.allCases.filter { $0.isComposite == isCriterion }
        guard let aggregation = known.first(where: { $0.rawValue == last }) else {
            throw .usage(Gate.unknown(last, text, known.map(\.rawValue), "an aggregation"))
        }
        self.aggregation = aggregation
        if let metric, GroupMetric.named(metric) == nil {
            throw .usage(Gate.unknown(metric, text, GroupMetric.all.map(\.id), "a metric"))
        }
        if part == .verdict {
            guard let verdict = Verdict(rawValue: sides[1]), relation == .equal || relation == .notEqual else {
                throw .usage(
                    "gate '\(text)': a verdict is compared with == or != to "
                        + Verdict.allCases.map(\.rawValue).joined(separator: ", "))
            }
            bound = .verdict(verdict)
        } else {
            guard let number = Double(sides[1]), number.isFinite else {
                throw .usage("gate '\(text)': '\(sides[1])' is not a number")
            }
            bound = .number(number)
        }
    }

    /// Returns whether an assessment meets the gate, and what was found.
    public func outcome(of assessment: Assessment) -> GateOutcome {
        let members = assessment.disparities.filter {
            $0.aggregation == aggregation && (metric == nil || $0.metric == metric)
                && (attributes == nil || $0.attributes == attributes)
        }
        guard !members.isEmpty else {
            return GateOutcome(gate: text, isMet: false, finding: "nothing of this kind was measured in this audit")
        }
        let failures = members.filter { !isMet(by: $0) }
        guard let worst = failures.first else {
            return GateOutcome(gate: text, isMet: true, finding: "met by \(members.count) of \(members.count)")
        }
        let place = worst.attributes.joined(separator: " × ")
        let found = worst.estimate.undefinedReason ?? described(worst)
        return GateOutcome(
            gate: text, isMet: false,
            finding: "not met by \(failures.count) of \(members.count); \(place): \(found)")
    }

    private func described(_ disparity: Disparity) -> String {
        part == .verdict
            ? disparity.verdict.rawValue : "\(part.rawValue) \(number(of: disparity).map(shown) ?? "none")"
    }

    /// A number with six decimals, or with all where these would look like the bound.
    private func shown(_ value: Double) -> String {
        let rounded = (value * 1e6).rounded() / 1e6
        if case .number(rounded) = bound { return "\(value)" }
        return "\(rounded)"
    }

    private func number(of disparity: Disparity) -> Double? {
        let estimate = disparity.estimate.defined
        return switch part {
        case .value: estimate?.value
        case .lower: estimate?.interval.lower
        case .upper: estimate?.interval.upper
        case .verdict: nil
        }
    }

    private func isMet(by disparity: Disparity) -> Bool {
        switch bound {
        case .verdict(let verdict):
            return (disparity.verdict == verdict) == (relation == .equal)
        case .number(let bound):
            guard let value = number(of: disparity) else { return false }
            return switch relation {
            case .atMost: value <= bound
            case .atLeast: value >= bound
            case .less: value < bound
            case .greater: value > bound
            case .equal: value == bound
            case .notEqual: value != bound
            }
        }
    }

    private static func unknown(_ name: String, _ text: String, _ known: [String], _ kind: String) -> String {
        let guess = didYouMean(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
        return "gate '\(text)': '\(name)' is not \(kind)\(guess) Known: \(known.joined(separator: ", "))"
    }
}
