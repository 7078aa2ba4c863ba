internal import FairnessMetrics
internal import Mitigations
internal import NumericalKernels
internal import Reports

/// Texts that are alike but for whom they name, and whether their labels are alike too.
enum SwapPairs {
    /// The texts of one skeleton: of each member the first.
    private typealias Counterparts = [(member: Int32, row: Int)]

    /// Compares, for each attribute of the lexicon and each level that is contrasted, texts and their counterparts.
    ///
    /// Of several texts with one skeleton and one member the first with a label counts, so that units are independent.
    static func add(
        to family: inout ComparisonFamily, _ table: AuditedTable, _ lexicon: SwapLexicon, workers: Int
    ) {
        guard !table.texts.isEmpty else { return }
        let swapper = TextSwapper(lexicon, seed: 0)
        var contrasts: [Contrast] = []
        var notes: [String] = []
        for text in table.texts {
            let found = skeletons(text.values, swapper, workers)
            for attribute in lexicon.attributes {
                let (members, rows) = naming(attribute, found)
                guard members.count > 1 else {
                    notes.append("No two texts of '\(text.name)' differ only in the \(attribute) that they name.")
                    continue
                }
                let label = table.label
                var sets: [UInt64: Counterparts] = [:]
                for (row, member, hash) in rows where label.map({ $0.codes[row] != 255 }) ?? true {
                    if !(sets[hash]?.contains { $0.member == member } ?? false) {
                        sets[hash, default: []].append((member, row))
                    }
                }
                let units = sets.values.filter { $0.count > 1 }
                    .sorted { $0[0].row < $1[0].row }
                notes.append(
                    Self.note(text.name, attribute, named: rows.count, units.map { $0.map(\.row) }, label))
                guard let label, units.count >= PairedEstimates.fewest else { continue }
                let contrasted = members.count == 2 ? [1] : Array(members.indices)
                for level in label.contrasted {
                    for member in contrasted {
                        guard let pairs = Self.pairs(units, Int32(member), label, level) else { continue }
                        contrasts.append(
                            Contrast(
                                column: text.name, detail: label.levels[level],
                                group: GroupKey([AttributeValue(attribute: attribute, value: members[member])]),
                                evidence: .pairs(pairs)))
                    }
                }
            }
        }
        family.add(.swapPairs, contrasts, notes: notes)
    }

    private static func skeletons(
        _ values: [String?], _ swapper: TextSwapper, _ workers: Int
    ) -> [(row: Int, attribute: String, member: String, hash: UInt64)] {
        TextRows.map(values, workers: workers) { text in
            swapper.skeletons(text).map { ($0.attribute, $0.member, RowHash.text($0.text)) }
        }.enumerated().flatMap { row, found in (found ?? []).map { (row, $0.0, $0.1, $0.2) } }
    }

    /// The members of an attribute that texts name, and who names which.
    private static func naming(
        _ attribute: String, _ found: [(row: Int, attribute: String, member: String, hash: UInt64)]
    ) -> (members: [String], rows: [(row: Int, member: Int32, hash: UInt64)]) {
        let own = found.filter { $0.attribute == attribute }
        let members = Array(Set(own.map(\.member))).sorted()
        let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, Int32($0)) })
        return (members, own.map { ($0.row, places[$0.member] ?? 0, $0.hash) })
    }

    private static func note(
        _ column: String, _ attribute: String, named: Int, _ units: [[Int]], _ label: AuditedTable.Label?
    ) -> String {
        var note = "\(named) texts of '\(column)' name somebody's \(attribute)"
        guard !units.isEmpty else { return note + ", and none of them is another's counterpart." }
        note += ", and \(units.count) \(units.count == 1 ? "is" : "are") there once more with another in its place"
        guard let label else { return note + "." }
        let differing = units.filter { rows in Set(rows.map { label.codes[$0] }).count > 1 }
        guard let first = differing.first else {
            return note + "; all of those have the same label as their counterpart."
        }
        return note
            + "; \(differing.count) of those \(differing.count == 1 ? "has" : "have") different labels, such as "
            + "rows \(first[0]) and \(first[1]), counted from 0."
    }

    /// A member's texts against the mean of their counterparts; nil if too few have any.
    private static func pairs(
        _ units: [Counterparts], _ member: Int32, _ label: AuditedTable.Label, _ level: Int
    ) -> Contrast.Pairs? {
        var pairs = Contrast.Pairs()
        for unit in units {
            guard let own = unit.first(where: { $0.member == member }) else { continue }
            let others = unit.filter { $0.member != member }
            func has(_ row: Int) -> Double { Int(label.codes[row]) == level ? 1 : 0 }
            pairs.add(has(own.row), others.reduce(0) { $0 + has($1.row) } / Double(others.count))
        }
        return pairs.count >= PairedEstimates.fewest ? pairs : nil
    }
}
