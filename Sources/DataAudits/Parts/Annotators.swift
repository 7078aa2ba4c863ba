internal import FairnessMetrics
internal import Reports

/// Whether those who labelled disagree more often about one group.
enum Annotators {
    /// Compares the rows that at least two labelled and not all labelled alike.
    static func add(to family: inout ComparisonFamily, _ table: AuditedTable, _ attributes: [ComparedGroups]) {
        guard table.annotators.count > 1 else { return }
        var rated = [Bool](repeating: false, count: table.rowCount)
        var disputed = rated
        for row in 0..<table.rowCount {
            let codes = table.annotators.map { $0.codes[row] }.filter { $0 > 0 }
            rated[row] = codes.count > 1
            disputed[row] = Set(codes).count > 1
        }
        let contrasts = attributes.flatMap { groups -> [Contrast] in
            var hits = [Int](repeating: 0, count: groups.counts.count)
            var totals = hits
            for row in 0..<table.rowCount where groups.codes[row] >= 0 && rated[row] {
                totals[Int(groups.codes[row])] += 1
                if disputed[row] { hits[Int(groups.codes[row])] += 1 }
            }
            return groups.contrasts(hits, of: totals)
        }
        let (all, split) = (rated.count { $0 }, disputed.count { $0 })
        family.add(
            .annotators, contrasts,
            notes: ["\(all) rows were labelled by two or more; on \(split) of them they do not all agree."])
    }
}
