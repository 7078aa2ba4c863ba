internal import FairnessMetrics
internal import Reports

/// Whether groups are as frequent as in a population.
enum Representation {
    /// Compares each group of the population with its share of the rows whose group is known.
    static func add(
        to family: inout ComparisonFamily, _ table: AuditedTable, _ population: PopulationTable
    ) {
        var contrasts: [Contrast] = []
        var notes: [String] = []
        let columns = population.attributes.compactMap { name in
            table.attributes.first { $0.column.name == name }
        }
        for set in Self.sets(columns.count) {
            let shares = population.shares(of: set)
            var counts: [[String]: Int] = [:]
            let chosen = set.map { columns[$0] }
            var known = 0
            for row in 0..<table.rowCount {
                let values = chosen.map { $0.column.values[$0.codes[row]] }
                guard !values.contains(where: \.isUnknown) else { continue }
                let key = values.map(\.value)
                guard shares[key] != nil else {
                    counts[key, default: 0] += 1
                    continue
                }
                counts[key, default: 0] += 1
                known += 1
            }
            let strangers = counts.keys.filter { shares[$0] == nil }
            if !strangers.isEmpty {
                let rows = strangers.reduce(0) { $0 + (counts[$1] ?? 0) }
                let names = strangers.map { $0.joined(separator: " × ") }.sorted().prefix(5).joined(separator: ", ")
                notes.append("\(rows) rows belong to no group of the population table and are left out: \(names).")
            }
            guard known > 0, shares.count > 1 else { continue }
            let ordered = shares.keys.sorted { $0.lexicographicallyPrecedes($1) }
            for key in ordered {
                let group = GroupKey(
                    zip(chosen, key).map { AttributeValue(attribute: $0.column.name, value: $1) })
                contrasts.append(
                    Contrast(
                        group: group,
                        evidence: .population(count: counts[key] ?? 0, of: known, share: shares[key] ?? 0)))
            }
        }
        family.add(.representation, contrasts, notes: notes)
    }

    /// Each attribute alone, then all of them together.
    private static func sets(_ count: Int) -> [[Int]] {
        (0..<count).map { [$0] } + (count > 1 ? [Array(0..<count)] : [])
    }
}
