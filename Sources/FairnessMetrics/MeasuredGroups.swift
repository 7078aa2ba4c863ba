/// The groups of one set of attributes with every metric measured once.
struct MeasuredGroups {
    private struct Group {
        var key: GroupKey
        var cell: [Int]
        var tally: Tally
        var withheld: Withholding?
        var measurements: [Measurement]
        /// For each class its metrics against all other classes.
        var classes: [[Measurement]]
    }

    /// The positions of the attributes among the table's columns.
    let positions: [Int]
    let attributes: [String]
    let reference: GroupKey?
    private let metrics: [GroupMetric]
    private let classMetrics: ClassMetrics
    private let settings: AssessmentSettings
    private let groups: [Group]

    /// Measures the groups that occur.
    init(
        _ table: GroupTable, positions: [Int], stratum: [Int]? = nil, suppression: Suppression,
        metrics: [GroupMetric], settings: AssessmentSettings
    ) {
        self.metrics = metrics
        let classMetrics = ClassMetrics(table)
        self.classMetrics = classMetrics
        self.settings = settings
        self.positions = positions
        attributes = positions.map { table.attributes[$0].name }
        groups = table.sums(over: positions, stratum: stratum).map { cell, tally in
            let controls = stratum.map { table.attributes.count..<table.attributes.count + $0.count }
            let withheld = suppression.reason(
                cell + (stratum ?? []), over: positions + (controls.map(Array.init) ?? []))
            return Group(
                key: table.key(cell, over: positions), cell: cell, tally: tally, withheld: withheld,
                measurements: metrics.map { metric in
                    withheld.map { .undefined($0.reason(minimum: settings.minimumCell)) } ?? metric.measure(tally)
                },
                classes: withheld.map { classMetrics.undefined($0.reason(minimum: settings.minimumCell)) }
                    ?? classMetrics.measure(tally))
        }
        reference = MeasuredGroups.reference(of: groups, settings: settings)
    }

    /// Returns each group with its estimates at critical value `z`.
    ///
    /// - Parameter shrinks: Whether rates are also shrunken towards what the other groups lead one to expect.
    func assessments(z: Double, shrinks: Bool = false) -> [GroupAssessment] {
        let shrunken = shrinks ? shrunkenValues() : [:]
        return groups.enumerated().map { place, group in
            GroupAssessment(
                key: group.key, tally: group.tally, withheld: group.withheld,
                metrics: zip(metrics, group.measurements).map { metric, measurement in
                    MetricEstimate(
                        metric: metric.id, estimate: measurement.estimate(z: z, rates: settings.interval),
                        shrunken: shrunken[metric.id]?[place])
                }, classes: classMetrics.assessments(group.classes, z: z))
        }
    }

    /// The shrunken value of each metric in each group.
    private func shrunkenValues() -> [String: [ShrunkenValue?]] {
        var values: [String: [ShrunkenValue?]] = [:]
        for (index, metric) in metrics.enumerated() where !metric.inputs.isEmpty {
            if let mirrored = metric.complement.flatMap({ values[$0] }) {
                values[metric.id] = mirrored.map { $0?.complement }
                continue
            }
            let sampled = groups.map { group in
                group.key.isUnknown && !settings.comparesUnknown ? nil : group.measurements[index].sampled
            }
            values[metric.id] = CellShrinkage.values(
                sampled, values: groups.map(\.cell), confidence: settings.confidence)
        }
        return values
    }

    /// Whether each group is also compared with a baseline: always for one attribute; for an intersection, which may have
    /// very many cells, where the reference of each of its attributes was named.
    var comparesEachGroup: Bool {
        attributes.count == 1 || attributes.allSatisfy { settings.references[$0] != nil }
    }

    /// Returns every comparison of the groups, the criteria first.
    func disparities(overall: [Measurement], classes: [[Measurement]] = []) -> [Disparity] {
        var comparisons: [String: RangedComparison] = [:]
        var result: [Disparity] = []
        for (index, metric) in metrics.enumerated() where !metric.inputs.isEmpty {
            let comparison = comparison(metric.id, overall: overall[index]) { $0.measurements[index] }
            // A rate and its complement range alike.
            let mirrored = metric.isShare ? metric.complement.flatMap { comparisons[$0]?.difference } : nil
            var difference = comparison.difference(corrects: mirrored == nil)
            if let mirrored { difference.corrected = mirrored.corrected }
            let ratio = metric.hasRatio ? comparison.ratio() : nil
            comparisons[metric.id] = RangedComparison(comparison: comparison, difference: difference, ratio: ratio)
            difference.labelNoise = labelNoise(difference)
            result.append(difference)
            if let ratio { result.append(ratio) }
            guard comparesEachGroup else { continue }
            result += comparison.differencesToReference(reference)
            if metric.hasRatio { result += comparison.ratiosToReference(reference) }
            result += comparison.differencesToOverall()
        }
        return FairnessCriteria.disparities(comparisons) + result
            + classDisparities(overall: classes)
    }

    /// How wrong labels would have to be to close a difference between groups of one attribute.
    private func labelNoise(_ difference: Disparity) -> [LabelNoise] {
        guard attributes.count == 1,
            let highest = difference.evidence?.highest ?? difference.highest,
            let lowest = difference.evidence?.lowest ?? difference.lowest,
            let higher = groups.first(where: { $0.key == highest }),
            let lower = groups.first(where: { $0.key == lowest })
        else { return [] }
        return LabelNoise.findings(
            difference.metric, higher: (higher.key, higher.tally), lower: (lower.key, lower.tally),
            margin: settings.margin)
    }

    /// Returns the comparisons of each class, the criteria first.
    private func classDisparities(overall: [[Measurement]]) -> [Disparity] {
        var all: [[String: RangedComparison]] = []
        var result: [Disparity] = []
        for (position, name) in classMetrics.names.enumerated() {
            var comparisons: [String: RangedComparison] = [:]
            for (index, metric) in classMetrics.metrics.enumerated() {
                let comparison = comparison(
                    metric.id, className: name, overall: overall[position][index]
                ) { $0.classes[position][index] }
                let (difference, ratio) = (comparison.difference(), comparison.ratio())
                comparisons[metric.id] = RangedComparison(comparison: comparison, difference: difference, ratio: ratio)
                result += [difference, ratio]
            }
            all.append(comparisons)
        }
        return FairnessCriteria.disparities(ofClasses: all) + result
    }

    /// Returns how each column's values are spread in the groups, for the groups of one attribute.
    func distributions(_ columns: [DistributionOfAll]) -> [DistributionAssessment] {
        guard attributes.count == 1 else { return [] }
        var shown = groups
        if shown.count > DistributionAssessment.maximumGroups {
            let counts = shown.map(\.tally.everyone.count).sorted(by: >)
            let smallest = counts[DistributionAssessment.maximumGroups - 1]
            shown = Array(
                shown.filter { $0.tally.everyone.count >= smallest }.prefix(DistributionAssessment.maximumGroups))
        }
        let compared = Set(shown.map(\.key).filter { settings.comparesUnknown || !$0.isUnknown })
        return columns.map { all in
            DistributionAssessment(
                all, attribute: attributes[0], shown: shown.map { ($0.key, $0.tally.values(of: all.column)) },
                compared: compared, reference: reference, settings: settings)
        }
    }

    private func comparison(
        _ metric: String, className: String? = nil, overall: Measurement, measured: (Group) -> Measurement
    ) -> GroupComparison {
        let compared = compared(measured).map(\.group)
        return GroupComparison(
            metric: metric, attributes: attributes, groups: compared,
            notEstimable: groups.count(where: isCompared) - compared.count, unknown: unknown(measured),
            overall: overall, settings: settings, className: className)
    }

    /// The groups in which a metric is compared, each with its place among all groups of the set.
    func compared(at index: Int) -> [(place: Int, group: ComparedGroup)] { compared { $0.measurements[index] } }

    private func compared(_ measured: (Group) -> Measurement) -> [(place: Int, group: ComparedGroup)] {
        groups.enumerated().filter { isCompared($0.element) }.compactMap { place, group in
            measured(group).sampled.map {
                (place, ComparedGroup(key: group.key, count: group.tally.everyone.count, sampled: $0))
            }
        }
    }

    private func isCompared(_ group: Group) -> Bool { settings.comparesUnknown || !group.key.isUnknown }

    /// Every group's values of the attributes and its tally; nil for a withheld one.
    var tallies: [(key: GroupKey, cell: [Int], tally: Tally?)] {
        groups.map { ($0.key, $0.cell, $0.withheld != nil ? nil : $0.tally) }
    }

    /// The metric among the rows that lack the one attribute; for several, who is unknown in which is not told apart.
    private func unknown(_ measured: (Group) -> Measurement) -> Sampled? {
        guard attributes.count == 1, !settings.comparesUnknown else { return nil }
        return groups.first(where: \.key.isUnknown).flatMap { measured($0).sampled }
    }

    /// The reference group: the named values, else the most frequent group that has the values that were named.
    private static func reference(of groups: [Group], settings: AssessmentSettings) -> GroupKey? {
        let candidates = groups.filter { group in
            !group.key.isUnknown
                && group.key.values.allSatisfy { value in
                    settings.references[value.attribute].map { $0 == value.value } ?? true
                }
        }
        // The first of equally large groups.
        return candidates.max { $0.tally.everyone.count < $1.tally.everyone.count }?.key
    }
}
