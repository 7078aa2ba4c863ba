internal import NumericalKernels

/// What resampling measures in each draw: every count-based metric in every group, and the gaps between groups.
struct ResamplingPlan: Sendable {
    /// The groups of one set of attributes; everybody is a set of its own.
    struct GroupSet: Sendable {
        var groups: [(key: GroupKey, tally: Tally?)]
        /// Where each class of rows is added up: `9 × group + 3 × label + prediction`.
        var targets: [Int]
        /// Where the set's statistics begin.
        var offset: Int
    }

    /// The highest against the lowest value of a metric in one set of groups.
    struct RangePart: Sendable {
        var groups: [ComparedGroup]
        var isRatio: Bool
        /// The statistic of each group; none where resampling cannot tell, so that a normal tail stands in.
        var statistics: [Int]
        var largest: PairMaximum
    }

    /// One group against one baseline.
    struct Contrast: Sendable {
        /// The place of its aggregation among `baselineFamilies`.
        var family: Int
        var group: Int
        var base: Int
        var factor: Double
        var variance: Double
    }

    /// What a comparison with a baseline is asked for by.
    struct BaselineKey: Hashable {
        var aggregation: Aggregation
        var metric: String
        var group: GroupKey
    }

    /// What a part is asked for by.
    struct PartKey: Hashable {
        var attributes: [String]
        var metric: String
        var isRatio: Bool
    }

    let classes: RowClasses
    let rows: Int
    let forms: [CountForm]
    private(set) var sets: [GroupSet]
    private(set) var parts: [RangePart] = []
    private(set) var contrasts: [Contrast] = []
    /// Comparisons with a baseline that resampling cannot tell, by aggregation.
    private(set) var steadyContrasts: [Aggregation: Int] = [:]
    /// The two sides of each comparison with a baseline.
    private(set) var baselines: [BaselineKey: (group: Sampled, base: Sampled)] = [:]
    /// The value of each statistic in the table.
    private(set) var estimates: [Double] = []
    private var partPlaces: [PartKey: Int] = [:]
    private var formPlaces: [String: Int] = [:]

    /// The aggregations that compare groups with a baseline, each a family.
    static let baselineFamilies: [Aggregation] = [.differenceToReference, .ratioToReference, .differenceToOverall]
    /// The name under which the parts of average odds are kept; no metric has it.
    static let averageOdds = "average_odds"
    /// Sets with more groups are not resampled: the pairs of their groups would take most of the time.
    static let mostGroups = 100
    /// The most values kept over all draws, 256 MB.
    private static let mostValues = 1 << 25

    init(
        _ table: GroupTable, sets measured: [MeasuredGroups], everybody: Tally, overall: [Measurement],
        metrics: [GroupMetric], settings: AssessmentSettings
    ) {
        classes = RowClasses(table)
        rows = everybody.everyone.count
        var forms: [CountForm] = []
        for metric in metrics {
            guard let form = metric.countForm else { continue }
            formPlaces[metric.id] = forms.count
            forms.append(form)
        }
        if formPlaces["true_positive_rate"] != nil, formPlaces["false_positive_rate"] != nil {
            formPlaces[Self.averageOdds] = forms.count
            forms.append(GroupMetric.averageOdds)
        }
        self.forms = forms
        sets = [
            GroupSet(
                groups: [(GroupKey([]), everybody)], targets: classes.places.map { $0 % 9 }, offset: 0)
        ]
        estimates = forms.map { Self.value($0, everybody) }
        for groups in measured {
            let count = groups.tallies.count
            let isResampled =
                count <= Self.mostGroups
                && (estimates.count + count * forms.count) * settings.bootstrapDraws <= Self.mostValues
            let set = isResampled ? add(groups) : nil
            addComparisons(groups, set: set, overall: overall, metrics: metrics)
        }
    }

    /// The statistic of a metric in a group of a set.
    func statistic(_ set: GroupSet, group: Int, form: Int) -> Int { set.offset + group * forms.count + form }

    /// The form of a metric, or nil for one that is not made of counts.
    func form(_ metric: String) -> Int? { formPlaces[metric] }

    /// The part that a comparison rests on; a difference of complements is that of the rate they complement.
    func part(_ attributes: [String], _ metric: String, isRatio: Bool) -> Int? {
        let complement = isRatio ? nil : GroupMetric.named(metric)?.complement
        return partPlaces[PartKey(attributes: attributes, metric: complement ?? metric, isRatio: isRatio)]
    }

    private static func value(_ form: CountForm, _ tally: Tally) -> Double {
        let weights = tally.masses.map(\.weight)
        return form.value(weights.span, at: 0)
    }

    private mutating func add(_ groups: MeasuredGroups) -> GroupSet {
        let tallies = groups.tallies
        let places = Dictionary(uniqueKeysWithValues: tallies.enumerated().map { ($1.cell, $0) })
        let groupOfCell = classes.cells.map { cell in places[groups.positions.map { cell[$0] }] ?? 0 }
        let set = GroupSet(
            groups: tallies.map { ($0.key, $0.tally) },
            targets: classes.places.map { 9 * groupOfCell[$0 / 9] + $0 % 9 }, offset: estimates.count)
        for (_, _, tally) in tallies {
            estimates += forms.map { form in tally.map { Self.value(form, $0) } ?? .nan }
        }
        sets.append(set)
        return set
    }

    private mutating func addComparisons(
        _ groups: MeasuredGroups, set: GroupSet?, overall: [Measurement], metrics: [GroupMetric]
    ) {
        var compared: [String: [(place: Int, group: ComparedGroup)]] = [:]
        for (index, metric) in metrics.enumerated() where !metric.inputs.isEmpty {
            let members = groups.compared(at: index)
            compared[metric.id] = members
            if metric.complement == nil { addPart(metric.id, members, groups.attributes, set, isRatio: false) }
            addPart(metric.id, members, groups.attributes, set, isRatio: true)
            if groups.comparesEachGroup {
                addContrasts(metric, members, groups.reference, set, overall[index].sampled)
            }
        }
        if let first = compared["true_positive_rate"], let second = compared["false_positive_rate"] {
            let places = Dictionary(uniqueKeysWithValues: first.map { ($0.group.key, $0.place) })
            let members = FairnessCriteria.averageOdds(first.map(\.group), second.map(\.group)).map {
                (places[$0.key] ?? 0, $0)
            }
            addPart(Self.averageOdds, members, groups.attributes, set, isRatio: false)
        }
    }

    private mutating func addPart(
        _ metric: String, _ members: [(place: Int, group: ComparedGroup)], _ attributes: [String], _ set: GroupSet?,
        isRatio: Bool
    ) {
        guard members.count >= 2 else { return }
        let groups = members.map(\.group)
        var statistics: [Int] = []
        if let set, let form = formPlaces[metric],
            !members.contains(where: { isSteady(set, $0.place, form) })
        {
            statistics = members.map { statistic(set, group: $0.place, form: form) }
        }
        let values = groups.map(\.sampled.value)
        let spreads = statistics.isEmpty ? [] : groups.map(\.sampled.spread)
        let largest = PairMaximum(count: statistics.count) { i, j in
            let factor = isRatio ? values[i] / values[j] : 1
            return (Self.variance(spreads[i], spreads[j], factor), factor)
        }
        partPlaces[PartKey(attributes: attributes, metric: metric, isRatio: isRatio)] = parts.count
        parts.append(RangePart(groups: groups, isRatio: isRatio, statistics: statistics, largest: largest))
    }

    private mutating func addContrasts(
        _ metric: GroupMetric, _ members: [(place: Int, group: ComparedGroup)], _ reference: GroupKey?,
        _ set: GroupSet?, _ everybody: Sampled?
    ) {
        let form = formPlaces[metric.id]
        let base = members.first { $0.group.key == reference }
        for member in members {
            let sampled = member.group.sampled
            let isSteady = set.flatMap { set in form.map { self.isSteady(set, member.place, $0) } } ?? true
            if let base, base.place != member.place {
                let baseIsSteady = set.flatMap { set in form.map { self.isSteady(set, base.place, $0) } } ?? true
                for (family, aggregation) in Self.baselineFamilies.prefix(2).enumerated() {
                    guard sampled.interval(against: base.group.sampled, aggregation, z: 1) != nil else { continue }
                    let key = BaselineKey(aggregation: aggregation, metric: metric.id, group: member.group.key)
                    baselines[key] = (sampled, base.group.sampled)
                    guard let set, let form, !isSteady, !baseIsSteady else {
                        steadyContrasts[aggregation, default: 0] += 1
                        continue
                    }
                    let factor = aggregation.isRatio ? sampled.value / base.group.sampled.value : 1
                    contrasts.append(
                        Contrast(
                            family: family, group: statistic(set, group: member.place, form: form),
                            base: statistic(set, group: base.place, form: form), factor: factor,
                            variance: Self.variance(sampled.spread, base.group.sampled.spread, factor)))
                }
            }
            guard let everybody, !sampled.isAll(of: everybody) else { continue }
            let key = BaselineKey(aggregation: .differenceToOverall, metric: metric.id, group: member.group.key)
            baselines[key] = (sampled, everybody)
            guard let set, let form, !isSteady else {
                steadyContrasts[.differenceToOverall, default: 0] += 1
                continue
            }
            let interval = sampled.differenceToOverall(everybody, z: 1)
            let deviation = (interval.upper - interval.lower) / 2
            contrasts.append(
                Contrast(
                    family: 2, group: statistic(set, group: member.place, form: form),
                    base: form, factor: 1, variance: deviation * deviation))
        }
    }

    private func isSteady(_ set: GroupSet, _ group: Int, _ form: Int) -> Bool {
        set.groups[group].tally.map { forms[form].isSteady($0) } ?? true
    }

    /// The variance of `first − factor · second`, from their standard errors.
    static func variance(_ first: Double, _ second: Double, _ factor: Double) -> Double {
        first * first + factor * factor * second * second
    }
}
