extension Assessor {
    /// Compares each group of each attribute with the reference group within the strata, in every rate.
    ///
    /// Rates that mirror another one are left out. Unknown and withheld groups are not compared, and neither are strata
    /// that are unknown or in which one of the two groups is withheld.
    func conditionalComparisons(
        of table: GroupTable, _ suppression: Suppression, metrics: [GroupMetric]
    ) -> [ConditionalComparison] {
        guard !table.strata.isEmpty else { return [] }
        let controls = Array(table.attributes.count..<table.attributes.count + table.strata.count)
        return table.attributes.indices.flatMap { attribute -> [ConditionalComparison] in
            let groups = table.sums(over: [attribute]).filter { cell, _ in
                !table.key(cell, over: [attribute]).isUnknown && suppression.reason(cell, over: [attribute]) == nil
            }
            guard let reference = referenceCell(groups, of: table.attributes[attribute]) else { return [] }
            let parts = table.sums(over: [attribute] + controls).filter { cell, _ in
                !table.key(Array(cell.dropFirst()), over: controls).isUnknown
                    && suppression.reason(cell, over: [attribute] + controls) == nil
            }
            let byGroup = Dictionary(grouping: parts) { $0.cell[0] }
            return metrics.filter { $0.complement == nil }.flatMap { metric -> [ConditionalComparison] in
                groups.filter { $0.cell != reference.cell }.compactMap { group in
                    compare(
                        metric, controls: table.strata.map(\.name), table.key(group.cell, over: [attribute]),
                        group.tally, byGroup[group.cell[0]] ?? [],
                        table.key(reference.cell, over: [attribute]), reference.tally,
                        byGroup[reference.cell[0]] ?? [])
                }
            }
        }
    }

    private func referenceCell(
        _ groups: [(cell: [Int], tally: Tally)], of column: GroupingColumn
    ) -> (cell: [Int], tally: Tally)? {
        let named = settings.references[column.name]
        return groups.filter { named == nil || column.values[$0.cell[0]].value == named }
            .max { $0.tally.everyone.count < $1.tally.everyone.count }
    }

    /// Returns the comparison, or nil for a metric that is no plain rate or is undefined in a group.
    private func compare(
        _ metric: GroupMetric, controls: [String], _ group: GroupKey, _ tally: Tally,
        _ parts: [(cell: [Int], tally: Tally)],
        _ reference: GroupKey, _ referenceTally: Tally, _ referenceParts: [(cell: [Int], tally: Tally)]
    ) -> ConditionalComparison? {
        guard let whole = metric.measure(tally).sampled, let base = metric.measure(referenceTally).sampled,
            case .proportion = whole.model, let mass = whole.denominator, let baseMass = base.denominator
        else { return nil }
        let z = CriticalValue.single(confidence: settings.confidence)
        let others = Dictionary(uniqueKeysWithValues: referenceParts.map { (Array($0.cell.dropFirst()), $0.tally) })
        let strata = parts.compactMap { part -> StratifiedTables.Stratum? in
            guard let first = metric.measure(part.tally).sampled,
                let second = others[Array(part.cell.dropFirst())].flatMap({ metric.measure($0).sampled })
            else { return nil }
            return StratifiedTables.Stratum(group: first, reference: second)
        }
        let tables = StratifiedTables(strata: strata)
        let gap = RecoveredInterval.difference(
            whole.value, whole.interval(z: z), base.value, base.interval(z: z))
        let crude = Estimate.Value(
            value: whole.value - base.value, interval: gap, method: "newcombe",
            effectiveSize: whole.effectiveSize + base.effectiveSize)
        let matched = strata.reduce(0) { $0 + $1.weight1 + $1.weight0 }
        let cells = parts.map { ($0, true) } + referenceParts.map { ($0, false) }
        let decomposition = LinearDecomposition.decomposition(
            cells.compactMap { part, isGroup in
                guard let sampled = metric.measure(part.tally).sampled, let below = sampled.denominator,
                    let above = sampled.numerator
                else { return nil }
                return LinearDecomposition.Cell(
                    levels: Array(part.cell.dropFirst()), below: below, above: above, isGroup: isGroup)
            }, columns: controls, z: z)
        guard !strata.isEmpty, matched > 0 else {
            let none = Estimate.undefined("no stratum holds both groups")
            return ConditionalComparison(
                metric: metric.id, group: group, reference: reference, crude: .defined(crude), standardised: none,
                composition: none, treatment: none, commonOddsRatio: none, association: nil, homogeneity: nil,
                strata: 0, unmatched: 1, reversal: .none)
        }
        let standardised = tables.standardisedDifference(z: z)
        let parts = tables.decomposition(z: z)
        var comparison = ConditionalComparison(
            metric: metric.id, group: group, reference: reference, crude: .defined(crude),
            standardised: standardised, composition: parts.composition, treatment: parts.treatment,
            commonOddsRatio: tables.commonOddsRatio(z: z), association: tables.association(),
            homogeneity: tables.homogeneity(), strata: strata.count,
            unmatched: max(0, 1 - matched / (mass.weight + baseMass.weight)),
            reversal: reversal(crude, standardised.defined))
        comparison.decomposition = decomposition
        return comparison
    }

    private func reversal(
        _ crude: Estimate.Value, _ standardised: Estimate.Value?
    ) -> ConditionalComparison.Reversal {
        guard let standardised, crude.value * standardised.value < 0 else { return .none }
        return crude.interval.contains(0) || standardised.interval.contains(0) ? .indicated : .shown
    }
}
