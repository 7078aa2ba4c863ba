internal import FairnessMetrics
internal import NumericalKernels
internal import Reports

/// How well each feature tells who belongs to a group, on rows that were not used to learn it.
enum Proxies {
    /// Each side needs so many rows for an area with a normal error.
    static let fewest = 20

    /// Compares one feature in each group of an attribute.
    static func contrasts(_ feature: BinnedFeature, _ tally: FeatureTally, _ groups: ComparedGroups) -> [Contrast] {
        guard feature.levels > 1 else { return [] }
        let information = MutualInformation.conditional(
            (0..<tally.labels).map { label in
                (0..<tally.levels).map { level in
                    groups.keys.indices.map { tally.count(level, group: $0, label: label) }
                }
            }, z: NormalDistribution.twoSidedCritical(tail: 0.05))
        return groups.contrasted.map { group in
            var contrast = Contrast(
                column: feature.name, group: groups.keys[group], evidence: evidence(tally, group, groups))
            contrast.extra = information
            return contrast
        }
    }

    private static func evidence(
        _ tally: FeatureTally, _ group: Int, _ groups: ComparedGroups
    ) -> Contrast.Evidence {
        let others = groups.counts.reduce(0, +) - groups.counts[group]
        guard min(groups.counts[group], others) >= fewest else { return .undefined("too few rows") }
        let folds = DataAuditSettings.folds
        var members = [[Int]](repeating: Array(repeating: 0, count: folds), count: tally.levels)
        var all = members
        for level in 0..<tally.levels {
            for fold in 0..<folds {
                members[level][fold] = tally.count(level, fold: fold, group: group)
                all[level][fold] = (0..<tally.groups).reduce(0) { $0 + tally.count(level, fold: fold, group: $1) }
            }
        }
        let areas = (0..<folds).compactMap { fold -> RankedArea? in
            // A level is worth the group's share in it on the other folds, drawn a little to the share in all.
            let learnt = members.map { Double($0.reduce(0, +) - $0[fold]) }
            let learntOfAll = all.map { Double($0.reduce(0, +) - $0[fold]) }
            let prior = learnt.reduce(0, +) / max(1, learntOfAll.reduce(0, +))
            let scores = zip(learnt, learntOfAll).map { ($0 + prior) / ($1 + 1) }
            let held = zip(members, all).map { own, all in (positives: own[fold], negatives: all[fold] - own[fold]) }
            return RankedArea(ordered: scores, held)
        }
        guard let area = RankedArea.pooled(areas), area.nullError > 0 else {
            return .undefined("it is the same for everybody")
        }
        let p = independence(members.map { $0.reduce(0, +) }, all.map { $0.reduce(0, +) })
        return .area(area.value, error: area.error, nullError: area.nullError, rows: area.rows, pValue: p)
    }

    /// The chi-square test that a level says nothing of the group; levels of few rows are put together until ten members
    /// and ten others are expected.
    ///
    /// Held-out areas of several folds depend on each other through what they learnt, so that they make no test.
    private static func independence(_ members: [Int], _ all: [Int]) -> Double {
        let share = Double(members.reduce(0, +)) / Double(max(1, all.reduce(0, +)))
        var cells: [(own: Double, all: Double)] = []
        var open = (own: 0.0, all: 0.0)
        for (own, all) in zip(members, all) {
            open = (open.own + Double(own), open.all + Double(all))
            if open.all * min(share, 1 - share) >= 10 {
                cells.append(open)
                open = (0, 0)
            }
        }
        if let last = cells.indices.last { cells[last] = (cells[last].own + open.own, cells[last].all + open.all) }
        guard cells.count > 1, share > 0, share < 1 else { return 1 }
        let statistic = cells.reduce(0.0) { sum, cell in
            let gap = cell.own - cell.all * share
            return sum + gap * gap / (cell.all * share * (1 - share))
        }
        return ChiSquareDistribution.upperTail(statistic, degreesOfFreedom: Double(cells.count - 1))
    }
}

extension RankedArea {
    /// Makes the area of counts whose scores come in any order and may be equal.
    init?(ordered scores: [Double], _ counts: [(positives: Int, negatives: Int)]) {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var merged: [(positives: Int, negatives: Int)] = []
        var last = Double.nan
        for index in order {
            if scores[index] != last { merged.append((0, 0)) }
            last = scores[index]
            merged[merged.count - 1].positives += counts[index].positives
            merged[merged.count - 1].negatives += counts[index].negatives
        }
        self.init(merged)
    }
}
