/// The groups of one set of attributes with every metric measured once.
struct MeasuredGroups {
    private struct Group {
        var key: GroupKey
        var cell: [Int]
        var tally: Tally
        var withheld: Withholding?
        var measurements: [Measurement]
    }

    private let metrics: [GroupMetric]
    private let settings: AssessmentSettings
    private let attributes: [String]
    private let reference: GroupKey?
    private let groups: [Group]

    /// Measures the groups that occur.
    init(
        _ table: GroupTable, positions: [Int], stratum: [Int]? = nil, suppression: Suppression,
        metrics: [GroupMetric], settings: AssessmentSettings
    ) {
        self.metrics = metrics
        self.settings = settings
        attributes = positions.map { table.attributes[$0].name }
        groups = table.sums(over: positions, stratum: stratum).map { cell, tally in
            let controls = stratum.map { table.attributes.count..<table.attributes.count + $0.count }
            let withheld = suppression.reason(
                cell + (stratum ?? []), over: positions + (controls.map(Array.init) ?? []))
            return Group(
                key: table.key(cell, over: positions), cell: cell, tally: tally, withheld: withheld,
                measurements: metrics.map { metric in
                    withheld.map { .undefined($0.reason(minimum: settings.minimumCell)) } ?? metric.measure(tally)
                })
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
                        metric: metric.id, estimate: measurement.estimate(z: z),
                        shrunken: shrunken[metric.id]?[place])
                })
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
    private var comparesEachGroup: Bool {
        attributes.count == 1 || attributes.allSatisfy { settings.references[$0] != nil }
    }

    /// Returns every comparison of the groups, the criteria first.
    func disparities(overall: [Measurement]) -> [Disparity] {
        var comparisons: [String: GroupComparison] = [:]
        var result: [Disparity] = []
        for (index, metric) in metrics.enumerated() where !metric.inputs.isEmpty {
            let comparison = comparison(metric.id, at: index, overall: overall[index])
            comparisons[metric.id] = comparison
            var difference = comparison.difference()
            difference.labelNoise = labelNoise(difference)
            result.append(difference)
            result.append(comparison.ratio())
            guard comparesEachGroup else { continue }
            result += comparison.differencesToReference(reference)
            result += comparison.ratiosToReference(reference)
            result += comparison.differencesToOverall()
        }
        return FairnessCriteria.disparities(comparisons) + result
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

    private func comparison(_ metric: String, at index: Int, overall: Measurement) -> GroupComparison {
        let known = groups.filter { settings.comparesUnknown || !$0.key.isUnknown }
        let compared = known.compactMap { group in
            group.measurements[index].sampled.map {
                ComparedGroup(key: group.key, count: group.tally.everyone.count, sampled: $0)
            }
        }
        return GroupComparison(
            metric: metric, attributes: attributes, groups: compared, notEstimable: known.count - compared.count,
            unknown: unknown(at: index), overall: overall, settings: settings)
    }

    /// The metric among the rows that lack the one attribute; for several, who is unknown in which is not told apart.
    private func unknown(at index: Int) -> Sampled? {
        guard attributes.count == 1, !settings.comparesUnknown else { return nil }
        return groups.first(where: \.key.isUnknown)?.measurements[index].sampled
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
