extension Ranking {
    /// Ranks everybody and measures the groups of each attribute; nothing unless rows have scores.
    ///
    /// Costs O(distinct scores) for each attribute once scores are sorted, and O(rows) for the positions' discounts.
    static func all(_ table: GroupTable, everybody: Tally, settings: AssessmentSettings) -> [Ranking] {
        guard table.inputs.contains(.score), let sample = everybody.scores else { return [] }
        let levels = RankLevels(sample)
        guard levels.rows > 1 else { return [] }
        let discounts = levels.discounts
        let topK = topK(rows: levels.rows, selected: everybody.predicted(.positive).count, settings: settings)
        return table.attributes.indices.map { attribute in
            RankedGroups(
                table, attribute: attribute, levels: levels, discounts: discounts, topK: topK, settings: settings
            ).ranking
        }
    }

    /// The k asked for that leave somebody out; without any, 1 % and 10 % of the rows and the number selected.
    private static func topK(rows: Int, selected: Int, settings: AssessmentSettings) -> [Int] {
        let named = settings.topK.isEmpty ? [rows / 100, rows / 10, selected] : settings.topK
        return Set(named).filter { $0 > 0 && $0 < rows }.sorted()
    }
}

/// The groups of one attribute in a ranking.
private struct RankedGroups {
    private struct Member {
        var key: GroupKey
        var tally: Tally
        var sample: ScoreSample { tally.scores ?? ScoreSample() }
        var exposure: GroupExposure
        var isCompared: Bool
        var mean: Measurement
        var parity: Measurement
        var perRelevance: Measurement
        var tops: [Measurement]
    }

    private let table: GroupTable
    private let attribute: Int
    private let levels: RankLevels
    private let topK: [Int]
    private let settings: AssessmentSettings
    private let members: [Member]

    init(
        _ table: GroupTable, attribute: Int, levels: RankLevels, discounts: [Double], topK: [Int],
        settings: AssessmentSettings
    ) {
        self.table = table
        self.attribute = attribute
        self.levels = levels
        self.topK = topK
        self.settings = settings
        let sums = table.sums(over: [attribute]).map { cell, tally in
            (
                key: table.key(cell, over: [attribute]), tally: tally,
                exposure: GroupExposure(
                    tally.scores ?? ScoreSample(), levels: levels, discounts: discounts, topK: topK)
            )
        }
        let moments = sums.map(\.exposure.all)
        let everybody = moments.reduce(ExposureMoments(), +)
        let bounds = Interval(min(discounts.last ?? 0, 1), 1)
        members = sums.enumerated().map { index, sum in
            let rest = moments.enumerated().filter { $0.offset != index }.map(\.element)
            let scored = sum.exposure.all.mass
            return Member(
                key: sum.key, tally: sum.tally, exposure: sum.exposure,
                isCompared: settings.comparesUnknown || !sum.key.isUnknown,
                mean: sum.exposure.mean(bounds: bounds),
                parity: sum.exposure.parity(to: everybody, rest: rest.reduce(ExposureMoments(), +)),
                perRelevance: sum.exposure.perRelevance(),
                tops: sum.exposure.tops.map { .proportion($0, of: scored, otherwise: "no row has a score") })
        }
    }

    var ranking: Ranking {
        let z = CriticalValue.single(confidence: settings.confidence)
        let hasLabels = table.inputs.contains(.label)
        let prefix = prefix
        let tests = tests(prefix)
        let divergence = prefix.map { prefix in
            let random = prefix.divergence.random(seed: settings.seed, stream: UInt64(attribute))
            return Ranking.Divergence(
                positions: prefix.divergence.positions, value: prefix.divergence.value, random: random.mean,
                pValue: random.pValue)
        }
        return Ranking(
            attribute: table.attributes[attribute].name, topK: topK, rows: levels.rows,
            groups: members.enumerated().map { index, member in
                Ranking.Group(
                    key: member.key, count: member.exposure.all.mass.count,
                    topRates: member.tops.map { $0.estimate(z: z) }, exposure: member.mean.estimate(z: z),
                    parity: member.parity.estimate(z: z),
                    perRelevance: hasLabels ? member.perRelevance.estimate(z: z) : nil, topTests: tests[index] ?? [])
            }, disparities: disparities(hasLabels: hasLabels), divergence: divergence)
    }

    private func disparities(hasLabels: Bool) -> [Disparity] {
        func comparison(_ metric: String, _ measurement: (Member) -> Measurement) -> GroupComparison {
            let known = members.filter(\.isCompared)
            let compared = known.compactMap { member in
                measurement(member).sampled.map {
                    ComparedGroup(key: member.key, count: member.exposure.all.mass.count, sampled: $0)
                }
            }
            return GroupComparison(
                metric: metric, attributes: [table.attributes[attribute].name], groups: compared,
                notEstimable: known.count - compared.count, overall: .undefined("not compared"), settings: settings)
        }
        var result = topK.enumerated().flatMap { index, k -> [Disparity] in
            let rates = comparison(Ranking.topMetric(k)) { $0.tops[index] }
            return [rates.difference(), rates.ratio()]
        }
        result.append(comparison(Ranking.exposureMetric) { $0.mean }.ratio())
        if hasLabels { result.append(comparison(Ranking.perRelevanceMetric) { $0.perRelevance }.ratio()) }
        FamilyAdjustment.adjust(&result)
        return result
    }

    /// The first positions of the known groups among themselves, and which members these are.
    private var prefix: (divergence: PrefixDivergence, members: [Int])? {
        let known = members.indices.filter { members[$0].isCompared && members[$0].exposure.all.mass.count > 0 }
        guard known.count > 1 else { return nil }
        let levels =
            known.count == members.count
            ? levels : RankLevels(Tally(sumOf: known.map { members[$0].tally }).scores ?? ScoreSample())
        let positions = min(levels.rows, PrefixDivergence.maximumPositions)
        let last = levels.above.lastIndex { $0 < positions } ?? 0
        var blocks = Array(
            repeating: PrefixDivergence.Block(counts: known.map { _ in 0 }), count: last + 1)
        for (group, index) in known.enumerated() {
            let sample = members[index].sample
            for list in [sample.negatives, sample.positives, sample.unlabelled] {
                levels.forEach(of: list) { level, mass in
                    if level <= last { blocks[level].counts[group] += mass.count }
                }
            }
        }
        let totals = known.map { members[$0].exposure.all.mass.count }
        return (PrefixDivergence(blocks: blocks, totals: totals), known)
    }

    /// The tests of each member's prefixes.
    private func tests(_ prefix: (divergence: PrefixDivergence, members: [Int])?) -> [Int: [Ranking.TopTest]] {
        guard let prefix else { return [:] }
        let rows = prefix.divergence.totals.reduce(0, +)
        var tests: [(member: Int, test: Ranking.TopTest)] = []
        for (group, index) in prefix.members.enumerated() {
            let share = Double(prefix.divergence.totals[group]) / Double(rows)
            for k in topK where k <= min(FairTopK.maximumK, rows) {
                let test = FairTopK(share: share, k: k)
                let counts = prefix.divergence.counts(of: group, first: k)
                let alpha = test.adjusted(alpha: 1 - settings.confidence)
                let minimums = test.minimums(alpha: alpha)
                let p = test.pValue(counts)
                tests.append(
                    (
                        index,
                        Ranking.TopTest(
                            k: k, share: share, count: counts.last ?? 0, minimum: minimums.last ?? 0,
                            firstShortfall: test.firstShortfall(counts, minimums), adjustedAlpha: alpha, pValue: p,
                            adjustedPValue: p)
                    ))
            }
        }
        let adjusted = PValueAdjustment.holm(tests.map(\.test.pValue))
        for index in tests.indices { tests[index].test.adjustedPValue = adjusted[index] }
        return Dictionary(grouping: tests) { $0.member }.mapValues { $0.map(\.test) }
    }
}
