internal import FairnessMetrics
internal import NumericalKernels
public import Reports

/// Measures a table of people before any model: who is in it, what is missing, copied, mislabelled, and what gives groups
/// away.
public enum DataAudit {
    /// Measures everything that the table allows.
    ///
    /// - Parameters:
    ///   - table: The rows.
    ///   - settings: The choices; the same ones give the same record whatever the number of threads.
    ///   - against: A second table of the same columns, such as what a model meets in use, for drift.
    public static func record(
        of table: AuditedTable, settings: DataAuditSettings = .init(), against: AuditedTable? = nil
    ) -> DataAuditRecord {
        let (features, identifiers) = FeatureScreen.screened(table)
        var table = table
        table.features = features
        let workers = settings.workers
        let attributes = table.attributes.map(ComparedGroups.init)
        let compared = attributes.filter(\.isComparable)
        let binned = ParallelMap.map(features.count, workers: workers) { BinnedFeature(features[$0]) }
        let folds = RowCells.folds(rows: table.rowCount, seed: settings.seed)
        var family = ComparisonFamily()
        if let population = settings.population { Representation.add(to: &family, table, population) }
        let missingness = Missingness(binned, texts: table.texts)
        missingness.add(to: &family, compared)
        if let label = table.label { missingness.addByLabel(to: &family, compared, label) }
        let equal = EqualRows(table, compared, workers: workers)
        equal.addDuplicates(to: &family)
        NearRows.add(to: &family, table, compared, isCoarse: equal.isCoarse)
        equal.addConflicts(to: &family)
        Annotators.add(to: &family, table, compared)
        let sample = HeldOutModel.sample(rows: table.rowCount, limit: settings.modelledRows, seed: settings.seed)
        if let label = table.label {
            let known = sample.filter { label.codes[$0] != 255 }
            let models = ParallelMap.map(label.contrasted.count, workers: workers) { place -> [Contrast] in
                let level = label.contrasted[place]
                let model = HeldOutModel(
                    binned, rows: known, targets: known.map { Int(label.codes[$0]) == level }, folds: folds)
                return model.map { LabelNoiseHints.contrasts($0, compared, label: label.levels[level]) } ?? []
            }
            family.add(.labelNoise, models.flatMap(\.self))
        }
        addFeatureParts(to: &family, table, binned, compared, folds, sample, workers)
        Coding.add(to: &family, table, compared, sample, workers: workers)
        TermCounts.add(to: &family, table, settings.terms, compared, workers: workers)
        SwapPairs.add(to: &family, table, settings.swaps, workers: workers)
        if let against { Drift.add(to: &family, table, against, workers: workers) }
        var notes: [String] = []
        for groups in attributes where groups.left > 0 {
            notes.append(
                "\(groups.left) small group\(groups.left == 1 ? "" : "s") of '\(groups.name)' \(groups.left == 1 ? "counts" : "count") "
                    + "among the others and \(groups.left == 1 ? "is" : "are") not compared by \(groups.left == 1 ? "itself" : "themselves")."
            )
        }
        return DataAuditRecord(
            confidence: settings.confidence, rows: table.rowCount,
            columns: FeatureScreen.columns(features, binned, identifiers, table),
            parts: family.judged(
                confidence: settings.confidence, margins: settings.margins, workers: workers),
            modelledRows: sample.count, margins: settings.margins, notes: notes)
    }

    /// Proxies, each feature alone and all together, and what features mean for the label.
    private static func addFeatureParts(
        to family: inout ComparisonFamily, _ table: AuditedTable, _ binned: [BinnedFeature],
        _ compared: [ComparedGroups], _ folds: [UInt8], _ sample: [Int], _ workers: Int
    ) {
        var proxies: [Contrast] = []
        var associations: [Contrast] = []
        let label = table.label
        for groups in compared {
            let cells = RowCells(groups, label: label, folds: folds)
            let found = ParallelMap.map(binned.count, workers: workers) { index -> ([Contrast], [Contrast]) in
                let tally = FeatureTally(binned[index], in: cells)
                return (
                    Proxies.contrasts(binned[index], tally, groups),
                    label.map { Associations.contrasts(binned[index], tally, groups, $0) } ?? []
                )
            }
            let known = sample.filter { groups.codes[$0] >= 0 }
            let contrasted = groups.contrasted
            let together = ParallelMap.map(contrasted.count, workers: workers) { place -> Contrast in
                let group = contrasted[place]
                let model = HeldOutModel(
                    binned, rows: known, targets: known.map { Int(groups.codes[$0]) == group }, folds: folds)
                let evidence =
                    model?.area.map {
                        Contrast.Evidence.area(
                            $0.value, error: $0.error, nullError: $0.nullError, rows: $0.rows,
                            pValue: model?.pValue ?? 1)
                    } ?? .undefined("too few rows")
                return Contrast(group: groups.keys[group], evidence: evidence)
            }
            proxies += together + found.flatMap(\.0)
            associations += found.flatMap(\.1)
        }
        family.add(.proxies, proxies)
        if label != nil { family.add(.association, associations) }
    }
}
