internal import NumericalKernels

/// Whether a group has a larger share among the rejected than among the accepted (Wachter, Mittelstadt, Russell 2021).
///
/// DD = the group's share of those rejected − its share of those accepted, over everybody of known group; CDD =
/// Σ n_s DD_s / n over the strata s of the control columns. Positive where the group is rejected more than it is accepted;
/// between −1 and 1.
public struct ConditionalDemographicDisparity: Sendable, Equatable {
    /// Who is accepted and who rejected: by the predictions, or by the labels.
    public var subject: DifferentialFairness.Subject
    /// The group, of one protected attribute.
    public var group: GroupKey
    /// DD over the whole table, with Newcombe's interval.
    public var unconditional: Estimate
    /// CDD; its interval recovers the variance from Wilson's intervals of all shares, the strata's sizes taken as given.
    public var conditional: Estimate
    /// The test that the group's share is the same in both within every stratum (Cochran 1954; Mantel, Haenszel 1959).
    public var association: ConditionalComparison.Test?
    /// Strata with both people who were rejected and people who were accepted.
    public var strata: Int
    /// The share of the people who are in other strata, which have no DD and count only in the first number.
    public var uncovered: Double

    /// Makes a result from its parts.
    public init(
        subject: DifferentialFairness.Subject, group: GroupKey, unconditional: Estimate, conditional: Estimate,
        association: ConditionalComparison.Test?, strata: Int, uncovered: Double
    ) {
        self.subject = subject
        self.group = group
        self.unconditional = unconditional
        self.conditional = conditional
        self.association = association
        self.strata = strata
        self.uncovered = uncovered
    }
}

extension ConditionalDemographicDisparity {
    /// Measures every known group of each attribute that is not withheld; nothing without control columns.
    static func all(_ table: GroupTable, settings: AssessmentSettings) -> [ConditionalDemographicDisparity] {
        guard !table.strata.isEmpty else { return [] }
        let subjects = DifferentialFairness.Subject.allCases.filter {
            table.inputs.contains($0 == .label ? .label : .prediction)
        }
        return subjects.flatMap { subject in
            table.attributes.indices.flatMap { attribute in
                let split = RejectionSplit(table, attribute: attribute, subject: subject, settings: settings)
                return split.groups.map { split.disparity(of: $0, settings: settings) }
            }
        }
    }
}

/// Who was rejected and who was accepted, by the groups of one attribute and by stratum.
private struct RejectionSplit {
    /// The rejected and the accepted of each group in one place.
    typealias Masses = [Int: (rejected: Mass, accepted: Mass)]

    let subject: DifferentialFairness.Subject
    /// The known groups.
    let groups: [(value: Int, key: GroupKey)]
    private let whole: Masses
    private let strata: [Masses]
    /// The weight of everybody with a known group and outcome, in known strata or not.
    private let weight: Double

    init(
        _ table: GroupTable, attribute: Int, subject: DifferentialFairness.Subject, settings: AssessmentSettings
    ) {
        self.subject = subject
        let controls = Array(table.attributes.count..<table.attributes.count + table.strata.count)
        func masses(_ tally: Tally) -> (rejected: Mass, accepted: Mass) {
            subject == .label
                ? (tally.labelled(.negative), tally.labelled(.positive))
                : (tally.predicted(.negative), tally.predicted(.positive))
        }
        let known = table.sums(over: [attribute]).filter { cell, _ in
            settings.comparesUnknown || !table.key(cell, over: [attribute]).isUnknown
        }
        groups = known.map { ($0.cell[0], table.key($0.cell, over: [attribute])) }
        whole = Dictionary(uniqueKeysWithValues: known.map { ($0.cell[0], masses($0.tally)) })
        weight = whole.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.rejected.weight + $1.value.accepted.weight }
        var byStratum: [[Int]: Masses] = [:]
        for (cell, tally) in table.sums(over: [attribute] + controls) where whole[cell[0]] != nil {
            let stratum = Array(cell.dropFirst())
            if !table.key(stratum, over: controls).isUnknown {
                byStratum[stratum, default: [:]][cell[0]] = masses(tally)
            }
        }
        strata = byStratum.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// The group's shares of the rejected and of the accepted in one place.
    private static func shares(_ value: Int, _ masses: Masses) -> (rejected: Measurement, accepted: Measurement) {
        let all = masses.sorted { $0.key < $1.key }.map(\.value)
        let own = masses[value] ?? (.zero, .zero)
        return (
            .proportion(own.rejected, of: all.map(\.rejected).reduce(.zero, +), otherwise: "nobody was rejected"),
            .proportion(own.accepted, of: all.map(\.accepted).reduce(.zero, +), otherwise: "nobody was accepted")
        )
    }

    func disparity(
        of group: (value: Int, key: GroupKey), settings: AssessmentSettings
    ) -> ConditionalDemographicDisparity {
        let z = CriticalValue.single(confidence: settings.confidence)
        let parts = strata.compactMap { masses -> StratifiedTables.Stratum? in
            let shares = RejectionSplit.shares(group.value, masses)
            guard let rejected = shares.rejected.sampled, let accepted = shares.accepted.sampled else { return nil }
            return StratifiedTables.Stratum(group: rejected, reference: accepted)
        }
        let tables = StratifiedTables(strata: parts)
        let covered = parts.reduce(0) { $0 + $1.weight1 + $1.weight0 }
        return ConditionalDemographicDisparity(
            subject: subject, group: group.key,
            unconditional: RejectionSplit.difference(RejectionSplit.shares(group.value, whole), z: z),
            conditional: parts.isEmpty
                ? .undefined("in no stratum were people both rejected and accepted")
                : tables.standardisedDifference(z: z),
            association: parts.isEmpty ? nil : tables.association(), strata: parts.count,
            uncovered: weight > 0 && weight.isFinite ? min(1, max(0, 1 - covered / weight)) : 0)
    }

    private static func difference(_ shares: (rejected: Measurement, accepted: Measurement), z: Double) -> Estimate {
        switch (shares.rejected, shares.accepted) {
        case (.undefined(let reason), _), (_, .undefined(let reason)): return .undefined(reason)
        case (.sampled(let first), .sampled(let second)):
            let interval = RecoveredInterval.difference(
                first.value, first.interval(z: z), second.value, second.interval(z: z))
            return .defined(
                Estimate.Value(
                    value: first.value - second.value, interval: interval, method: "newcombe",
                    effectiveSize: first.effectiveSize + second.effectiveSize))
        }
    }
}
