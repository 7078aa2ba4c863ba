internal import FairnessMetrics

/// Results as the sections read them: looked up by group and by attributes, once for the whole page.
struct ReportContext: Sendable {
    let results: AuditResults
    /// The sets of attributes that form groups, each attribute alone first.
    let attributeSets: [[String]]
    /// The metrics that a headline may speak of, in the order of the page.
    let headlineMetrics: [String]
    private let groupsBySet: [[String]: [GroupAssessment]]
    private let disparitiesBySet: [[String]: [Disparity]]
    private let classDisparitiesBySet: [[String]: [Disparity]]
    private let groupsByKey: [GroupKey: GroupAssessment]

    init(_ results: AuditResults) {
        self.results = results
        let assessment = results.assessment
        groupsBySet = Dictionary(grouping: assessment.groups, by: \.key.attributes)
        disparitiesBySet = Dictionary(grouping: assessment.disparities.filter { !$0.isOfClass }, by: \.attributes)
        classDisparitiesBySet = Dictionary(grouping: assessment.disparities.filter(\.isOfClass), by: \.attributes)
        groupsByKey = Dictionary(assessment.groups.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        var sets: [[String]] = []
        var seen: Set<[String]> = []
        for set in assessment.groups.map(\.key.attributes) + assessment.disparities.map(\.attributes)
        where !set.isEmpty && seen.insert(set).inserted {
            sets.append(set)
        }
        attributeSets = sets.filter { $0.count == 1 } + sets.filter { $0.count > 1 }
        headlineMetrics = Self.headlineMetrics(
            among: Set(assessment.overall.metrics.map(\.metric)), task: results.settings.task)
    }

    /// The attributes that form groups alone.
    var singleSets: [[String]] { attributeSets.filter { $0.count == 1 } }
    /// The sets of several attributes, whose groups are intersections.
    var intersectionSets: [[String]] { attributeSets.filter { $0.count > 1 } }
    /// The overall assessment.
    var overall: GroupAssessment { results.assessment.overall }
    /// The choices that shape the numbers.
    var settings: AuditSettings { results.settings }

    /// The groups that `attributes` form, in the order of the assessment.
    func groups(_ attributes: [String]) -> [GroupAssessment] { groupsBySet[attributes] ?? [] }

    /// The comparisons between the groups that `attributes` form.
    func disparities(_ attributes: [String]) -> [Disparity] { disparitiesBySet[attributes] ?? [] }

    /// The comparisons of single classes between the groups that `attributes` form.
    func classDisparities(_ attributes: [String]) -> [Disparity] { classDisparitiesBySet[attributes] ?? [] }

    /// The group `key` names.
    func group(_ key: GroupKey) -> GroupAssessment? { groupsByKey[key] }

    /// The difference of `metric` over all groups that `attributes` form.
    func difference(of metric: String, _ attributes: [String]) -> Disparity? {
        disparities(attributes).first { $0.metric == metric && $0.aggregation == .difference }
    }

    /// The metrics that have a table of their own for each attribute.
    var tabulatedMetrics: [String] {
        headlineMetrics
            + ["positive_predictive_value", "mean_label"].filter {
                !headlineMetrics.contains($0) && overall.estimate($0)?.defined != nil
            }
    }

    /// How `group` compares with the reference group in `metric`.
    func againstReference(_ metric: String, _ group: GroupAssessment) -> Disparity? {
        disparities(group.key.attributes).first {
            $0.aggregation == .differenceToReference && $0.metric == metric && $0.group == group.key
        }
    }

    /// Whether a comparison of all groups is one of the few that a reader sees first.
    func isMain(_ disparity: Disparity) -> Bool {
        switch disparity.aggregation {
        case .difference: headlineMetrics.contains(disparity.metric)
        case .equalizedOddsDifference, .averageOddsDifference: true
        default: false
        }
    }

    /// Whether a comparison has a place in a table of the page.
    ///
    /// Single groups are shown against the reference group only, combinations of attributes in the main comparisons only:
    /// their number grows with the square of the groups, and the page is to be read.
    func shows(_ disparity: Disparity) -> Bool {
        if disparity.isOfClass { return isMainOfClass(disparity) }
        if disparity.aggregation.isPerGroup {
            return disparity.aggregation == .differenceToReference && disparity.attributes.count == 1
                && tabulatedMetrics.contains(disparity.metric)
        }
        return disparity.attributes.count == 1 || isMain(disparity)
    }

    /// How many comparisons have no place on the page.
    var hiddenComparisons: Int { results.assessment.disparities.count { !shows($0) } }

    /// The group with which the groups that `attributes` form are compared, if there is one.
    func reference(_ attributes: [String]) -> GroupAssessment? {
        let compared = disparities(attributes).first { $0.aggregation == .differenceToReference }
        if let key = compared?.reference { return group(key) }
        let values = attributes.compactMap { name in settings.references.first { $0.attribute == name } }
        return values.count == attributes.count ? group(GroupKey(values)) : nil
    }

    /// Whether a group is too small to set a headline; one whose count is withheld is.
    func isSmall(_ group: GroupAssessment) -> Bool { group.isSuppressed || group.count < settings.headlineCell }

    /// Whether a metric of a group rests on too few rows for a headline, such as a rate among the positives only.
    func isSmall(_ group: GroupAssessment, in metric: String) -> Bool {
        isSmall(group)
            || group.estimate(metric)?.defined.map { $0.effectiveSize < Double(settings.headlineCell) } ?? false
    }

    /// The column that plays `role`.
    func role(_ role: String) -> RoleDescription? { results.roles.first { $0.role == role } }

    private static func headlineMetrics(among measured: Set<String>, task: AuditTask) -> [String] {
        switch task {
        case .binary: break
        case .regression:
            let compared = ["mean_prediction", "mean_error", "mean_absolute_error"].filter(measured.contains)
            return compared.isEmpty ? ["mean_label"].filter(measured.contains) : compared
        case .multiclass: return ["accuracy", "balanced_accuracy", "macro_f1"].filter(measured.contains)
        }
        let decisions = ["selection_rate", "true_positive_rate", "false_positive_rate"].filter(measured.contains)
        if !decisions.isEmpty { return decisions }
        if measured.contains("base_rate") { return ["base_rate"] }
        let others = ["mean_score", "mean_label", "mean_absolute_error", "mean_squared_error", "roc_auc"]
        return Array(others.filter(measured.contains).prefix(3))
    }
}
