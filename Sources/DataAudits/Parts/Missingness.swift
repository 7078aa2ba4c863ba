internal import FairnessMetrics
internal import Reports

/// Whether columns are empty more often in one group, and within a group more often for one label.
struct Missingness: Sendable {
    /// A column that stands for all that are empty in the same rows.
    private let columns: [(name: String, also: Int, isMissing: [Bool])]
    private let emptyColumns: [String]

    init(_ features: [BinnedFeature], texts: [(name: String, values: [String?])]) {
        var columns: [(name: String, also: Int, isMissing: [Bool])] = []
        var emptyColumns: [String] = []
        var seen: [UInt64: Int] = [:]
        func add(_ name: String, _ count: Int, _ isMissing: () -> [Bool]) {
            guard count > 0 else { return }
            let rows = isMissing()
            guard count < rows.count else {
                emptyColumns.append(name)
                return
            }
            var pattern: UInt64 = 0
            for row in rows.indices where rows[row] { pattern &+= RowHash.mixed(UInt64(row)) }
            if let known = seen[pattern] {
                columns[known].also += 1
            } else {
                seen[pattern] = columns.count
                columns.append((name, 0, rows))
            }
        }
        for feature in features { add(feature.name, feature.missing) { feature.codes.map { $0 == 0 } } }
        for text in texts { add(text.name, text.values.count { $0 == nil }) { text.values.map { $0 == nil } } }
        self.columns = columns
        self.emptyColumns = emptyColumns
    }

    private func detail(_ also: Int) -> String? {
        also == 0 ? nil : "and \(also) other column\(also == 1 ? "" : "s"), missing in the same rows"
    }

    /// Compares each column's missing values by group.
    func add(to family: inout ComparisonFamily, _ attributes: [ComparedGroups]) {
        guard !columns.isEmpty else {
            family.add(.missing, [], notes: ["No feature has a missing value."] + emptyNotes)
            return
        }
        var contrasts: [Contrast] = []
        for groups in attributes {
            for column in columns {
                var hits = [Int](repeating: 0, count: groups.counts.count)
                for row in column.isMissing.indices where column.isMissing[row] && groups.codes[row] >= 0 {
                    hits[Int(groups.codes[row])] += 1
                }
                contrasts += groups.contrasts(
                    hits, of: groups.counts, column: column.name, detail: detail(column.also))
            }
        }
        family.add(.missing, contrasts, notes: emptyNotes)
    }

    private var emptyNotes: [String] {
        emptyColumns.isEmpty ? [] : ["No row has a value in \(emptyColumns.joined(separator: ", "))."]
    }

    /// Columns that have a value for hardly anybody but those with, or without, a label.
    private func leaks(_ label: AuditedTable.Label, _ level: Int) -> [String] {
        columns.compactMap { column in
            var hits = [0, 0]
            var totals = [0, 0]
            for row in column.isMissing.indices where label.codes[row] != 255 {
                let side = Int(label.codes[row]) == level ? 1 : 0
                totals[side] += 1
                if column.isMissing[row] { hits[side] += 1 }
            }
            guard totals[0] > 0, totals[1] > 0 else { return nil }
            let shares = zip(hits, totals).map { Double($0) / Double($1) }
            guard shares.contains(where: { $0 < 0.01 }), shares.contains(where: { $0 > 0.9 }) else { return nil }
            let also = column.also == 0 ? "" : " (\(detail(column.also) ?? ""))"
            return "\(column.name)\(also) has a value for hardly anybody \(shares[0] > 0.9 ? "without" : "with") "
                + "\(label.levels[level]): it may have been recorded after the outcome, and a model that reads it knows the "
                + "answer."
        }
    }

    /// Compares, within each group, the missing values of people with one label and with the others.
    func addByLabel(
        to family: inout ComparisonFamily, _ attributes: [ComparedGroups], _ label: AuditedTable.Label
    ) {
        guard !columns.isEmpty else { return }
        var contrasts: [Contrast] = []
        let levels = label.levels.count
        for groups in attributes {
            for column in columns {
                var hits = [Int](repeating: 0, count: groups.counts.count * levels)
                var totals = hits
                for row in column.isMissing.indices where groups.codes[row] >= 0 && label.codes[row] != 255 {
                    let cell = Int(groups.codes[row]) * levels + Int(label.codes[row])
                    totals[cell] += 1
                    if column.isMissing[row] { hits[cell] += 1 }
                }
                for (place, key) in groups.keys.enumerated() {
                    let cells = place * levels..<(place + 1) * levels
                    let (allHits, all) = (hits[cells].reduce(0, +), totals[cells].reduce(0, +))
                    guard allHits > 0, allHits < all else { continue }
                    for level in label.contrasted {
                        let cell = place * levels + level
                        guard totals[cell] > 0, totals[cell] < all else { continue }
                        contrasts.append(
                            Contrast(
                                column: column.name, detail: label.levels[level], group: key,
                                evidence: .shares(
                                    .init(hits: hits[cell], rows: totals[cell]),
                                    .init(hits: allHits - hits[cell], rows: all - totals[cell]))))
                    }
                }
            }
        }
        family.add(.missingByLabel, contrasts, notes: label.contrasted.flatMap { leaks(label, $0) })
    }
}
