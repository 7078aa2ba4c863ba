internal import FairnessMetrics
internal import Reports

/// Whether a feature goes with the label in another way in one group than in the others.
enum Associations {
    /// Compares one feature's rank correlation with each level of the label: Somers' D, 2 AUC − 1.
    ///
    /// Categories are ordered by how often they have the level on the other folds, over all groups alike, so that the order
    /// favours no group.
    static func contrasts(
        _ feature: BinnedFeature, _ tally: FeatureTally, _ groups: ComparedGroups, _ label: AuditedTable.Label
    ) -> [Contrast] {
        // The first level is the missing one.
        guard feature.levels > 2 else { return [] }
        return label.contrasted.flatMap { level -> [Contrast] in
            let scores = Associations.scores(feature, tally, level)
            return groups.contrasted.map { group in
                let own = correlation(tally, level, scores) { $0 == group }
                let others = correlation(tally, level, scores) { $0 != group }
                var evidence = Contrast.Evidence.undefined("too few rows of one label")
                if let own, let others {
                    evidence = .values(own, others)
                }
                return Contrast(
                    column: feature.name, detail: label.levels.count > 2 ? label.levels[level] : nil,
                    group: groups.keys[group], evidence: evidence)
            }
        }
    }

    /// The order of the levels, one for each fold.
    private static func scores(_ feature: BinnedFeature, _ tally: FeatureTally, _ level: Int) -> [[Double]] {
        let folds = DataAuditSettings.folds
        guard !feature.isOrdered else {
            return Array(repeating: (0..<tally.levels).map { Double($0) }, count: folds)
        }
        let known = 0..<tally.labels - 1
        return (0..<folds).map { fold in
            (0..<tally.levels).map { value in
                var (hits, all) = (0, 0)
                for other in 0..<folds where other != fold {
                    for group in 0..<tally.groups {
                        hits += tally.count(value, fold: other, group: group, label: level)
                        for label in known { all += tally.count(value, fold: other, group: group, label: label) }
                    }
                }
                return (Double(hits) + 0.5) / (Double(all) + 1)
            }
        }
    }

    private static func correlation(
        _ tally: FeatureTally, _ level: Int, _ scores: [[Double]], among isMember: (Int) -> Bool
    ) -> Contrast.Measured? {
        let known = 0..<tally.labels - 1
        let members = (0..<tally.groups).filter(isMember)
        let areas = scores.enumerated().compactMap { fold, scores -> RankedArea? in
            let counts = (1..<tally.levels).map { value -> (positives: Int, negatives: Int) in
                var (hits, all) = (0, 0)
                for group in members {
                    hits += tally.count(value, fold: fold, group: group, label: level)
                    for label in known { all += tally.count(value, fold: fold, group: group, label: label) }
                }
                return (hits, all - hits)
            }
            return RankedArea(ordered: Array(scores.dropFirst()), counts)
        }
        guard let area = RankedArea.pooled(areas), area.rows >= 2 * Proxies.fewest, area.error > 0 else { return nil }
        return .init(value: 2 * area.value - 1, error: 2 * area.error, rows: area.rows)
    }
}
