/// Judges steps on the same rows, each against the decisions of the first.
///
/// Gaps are between groups of at least `fewestRows` rows with at least `fewestOfLabel` of each label: with fewer, chance alone
/// sets the highest and the lowest rate. Where others are left out, a gap cannot be called immaterial.
public struct StepJudge: Sendable {
    /// Groups with fewer rows are not compared.
    public static let fewestRows = 30
    /// Groups with fewer rows of a label are not compared.
    public static let fewestOfLabel = 10

    /// The rows.
    public let rows: JudgedRows
    /// The choices that shape intervals and verdicts.
    public let settings: AssessmentSettings
    /// The draws behind the interval of a gap's change.
    public let draws: Int

    let before: [Bool]
    /// The groups of each attribute, then of all together.
    let sets: [GroupSet]
    private let first: [Disparity]

    /// The groups of some attributes.
    struct GroupSet: Sendable {
        /// The attributes' places.
        let attributes: [Int]
        /// Each group with its rows.
        let groups: [(key: GroupKey, rows: [Int])]
        /// Those among `groups` that are compared.
        let compared: [Int]
    }

    /// Begins with the decisions that all others are compared with, `[rows]`.
    public init(
        _ rows: JudgedRows, first: [Bool], settings: AssessmentSettings = AssessmentSettings(), draws: Int = 1_000
    ) {
        precondition(first.count == rows.count, "\(first.count) decisions of \(rows.count) rows")
        self.rows = rows
        self.settings = settings
        self.draws = draws
        before = first
        let sets = rows.sets.map { set in
            let groups = rows.groups(of: set)
            let compared = groups.indices.filter { index in
                let positives = groups[index].rows.count { rows.labels[$0] }
                let all = groups[index].rows.count
                return all >= max(StepJudge.fewestRows, settings.minimumCell)
                    && min(positives, all - positives) >= StepJudge.fewestOfLabel
                    && (settings.comparesUnknown || !groups[index].key.isUnknown)
            }
            return GroupSet(attributes: set, groups: groups, compared: compared)
        }
        self.sets = sets
        self.first = sets.flatMap { StepJudge.disparities($0, rows, first, settings) }
    }

    /// Returns what decisions come to: every group's metrics, the gaps, and the change since the first decisions.
    ///
    /// - Parameters:
    ///   - step: The step with its names; its figures are replaced.
    ///   - decisions: Whether each row is decided for, `[rows]`; nil for the first decisions themselves, which have no change.
    public func judged(_ step: MitigationStep, decisions: [Bool]?) -> MitigationStep {
        var step = step
        let assessment = Assessor(settings: settings).assess(rows.table(decisions ?? before))
        let names = sets.map { $0.attributes.map { rows.attributes[$0].name } }
        step.overall = StepJudge.short(assessment.overall)
        step.groups = assessment.groups.filter { names.contains($0.key.attributes) }.map(StepJudge.short)
        step.disparities =
            decisions.map { after in sets.flatMap { StepJudge.disparities($0, rows, after, settings) } } ?? first
        step.change = decisions.map { change(to: $0, step) }
        return step
    }

    /// The metrics that a step keeps of each group.
    private static let metrics: Set<String> = [
        "count", "base_rate", "selection_rate", "true_positive_rate", "false_positive_rate", "true_negative_rate",
        "accuracy", "balanced_accuracy", "positive_predictive_value",
    ]

    private static func short(_ group: GroupAssessment) -> GroupAssessment {
        var group = group
        group.metrics = group.metrics.filter { metrics.contains($0.metric) }.map {
            MetricEstimate(metric: $0.metric, estimate: $0.estimate)
        }
        return group
    }

    /// The gaps between the groups of a set that are compared.
    private static func disparities(
        _ set: GroupSet, _ rows: JudgedRows, _ decisions: [Bool], _ settings: AssessmentSettings
    ) -> [Disparity] {
        let places = set.compared.flatMap { set.groups[$0].rows }
        let part = JudgedRows(
            labels: places.map { rows.labels[$0] },
            weights: rows.weights.isEmpty ? [] : places.map { rows.weights[$0] },
            attributes: set.attributes.map { rows.attributes[$0] },
            codes: set.attributes.map { attribute in places.map { rows.codes[attribute][$0] } })
        var settings = settings
        settings.bootstrapDraws = 0
        // The groups left out are not in the table, so nothing is withheld on their behalf.
        settings.minimumCell = 0
        settings.references = settings.references.filter { reference in
            part.attributes.contains { $0.name == reference.key }
        }
        let names = part.attributes.map(\.name)
        let leftOut = set.groups.count { settings.comparesUnknown || !$0.key.isUnknown } - set.compared.count
        let all = Assessor(settings: settings).assess(part.table(places.map { decisions[$0] })).disparities
        return MitigationLedger.Goal.all.compactMap { goal in
            guard var found = all.first(where: { $0.attributes == names && goal.isMeasured(by: $0) }) else {
                return nil
            }
            if leftOut > 0 {
                found.notEstimable += leftOut
                let words = "\(leftOut) group\(leftOut == 1 ? " has" : "s have") too few rows to be compared"
                found.reason += found.reason.isEmpty ? "" : " "
                found.reason += words.prefix(1).uppercased() + words.dropFirst() + "."
                if found.verdict == .noMaterialDisparity { found.verdict = .cannotTell }
            }
            return found
        }
    }

    private func change(to after: [Bool], _ step: MitigationStep) -> StepChange {
        StepChange(
            overall: shifts(Array(0..<rows.count), after, among: "rows"),
            groups: sets.flatMap { set in
                set.groups.map { group in
                    let isWithheld = step.groups.first { $0.key == group.key }?.isSuppressed ?? false
                    return GroupShift(
                        key: group.key, count: isWithheld ? 0 : group.rows.count,
                        metrics: isWithheld ? [] : shifts(group.rows, after, among: "rows of the group"))
                }
            },
            gaps: sets.flatMap { gaps($0, after, first, step.disparities) })
    }

    /// The rates of some rows before and after.
    private func shifts(_ places: [Int], _ after: [Bool], among what: String) -> [MetricShift] {
        func shift(_ metric: String, _ places: [Int], of what: String, _ value: (Int, [Bool]) -> Bool) -> MetricShift {
            let weights = rows.weights.isEmpty ? [] : places.map { rows.weights[$0] }
            let values = PairedEstimates.weightedShares(
                before: places.map { value($0, before) ? 1 : 0 }, after: places.map { value($0, after) ? 1 : 0 },
                weights: weights, confidence: settings.confidence, of: what)
            let mass = weights.isEmpty ? Double(places.count) : weights.reduce(0, +)
            return MetricShift(metric: metric, values: values, people: values.change.value.map { $0 * mass })
        }
        let positives = places.filter { rows.labels[$0] }
        let negatives = places.filter { !rows.labels[$0] }
        return [
            shift("accuracy", places, of: what) { $1[$0] == rows.labels[$0] },
            shift("true_positive_rate", positives, of: "\(what) with a positive label") { $1[$0] },
            shift("true_negative_rate", negatives, of: "\(what) with a negative label") { !$1[$0] },
            shift("selection_rate", places, of: what) { $1[$0] },
        ]
    }
}
