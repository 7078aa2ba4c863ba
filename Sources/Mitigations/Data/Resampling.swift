internal import NumericalKernels

/// Copies rows, or leaves rows out, until the share of positive labels is the same in every group (Kamiran, Calders 2012,
/// uniform sampling), with the fewest copies or omissions that do it.
public enum LabelResampling {
    /// Adds copies: positive ones to groups below the share that needs the fewest, negative ones to groups above it.
    ///
    /// - Parameters:
    ///   - table: Rows of two labels; those whose label or group is missing stay as they are.
    ///   - strength: The share of the copies that is made.
    ///   - seed: Draws the rows that are copied, for each group and label apart.
    public static func oversampled(_ table: LabelledRows, strength: Double = 1, seed: UInt64) -> RebalancedRows {
        var result = RebalancedRows(table)
        for (cell, rows, count) in missing(table, strength: strength) {
            var generator = SeededGenerator(seed: seed, stream: stream(cell))
            let sources = drawn(count, from: rows, using: &generator)
            result.append(sources.map { .init(source: $0, origin: .copied, label: cell.label) }, table)
        }
        return result
    }

    /// Leaves rows out: negative ones of groups below the share that needs the fewest omissions, positive ones of others.
    public static func undersampled(_ table: LabelledRows, strength: Double = 1, seed: UInt64) -> RebalancedRows {
        let cells = table.cells(table.completeRows)
        let counts = CellCounts(cells)
        var dropped = Set<Int>()
        for (group, removal) in zip(counts.groups, counts.removals) {
            for (label, count) in [(0, removal.negatives), (1, removal.positives)] where count > 0 {
                let cell = GroupAndLabel(group: group, label: label)
                var generator = SeededGenerator(seed: seed, stream: stream(cell))
                let share = Int((strength * Double(count)).rounded())
                dropped.formUnion((cells[cell] ?? []).shuffled(using: &generator).prefix(share))
            }
        }
        return RebalancedRows(table, keeping: (0..<table.count).filter { !dropped.contains($0) })
    }

    /// Draws so many of some rows, each as often as another but for the last round; in ascending order.
    static func drawn(_ count: Int, from rows: [Int], using generator: inout SeededGenerator) -> [Int] {
        var drawn: [Int] = []
        while drawn.count < count { drawn += rows.shuffled(using: &generator) }
        return drawn.prefix(count).sorted()
    }

    /// The cells that lack rows, with the rows that they have and how many are missing.
    static func missing(
        _ table: LabelledRows, strength: Double
    ) -> [(cell: GroupAndLabel, rows: [Int], count: Int)] {
        let cells = table.cells(table.completeRows)
        let counts = CellCounts(cells)
        return zip(counts.groups, counts.additions).flatMap { group, addition in
            [(0, addition.negatives), (1, addition.positives)].compactMap { label, count in
                let cell = GroupAndLabel(group: group, label: label)
                let share = Int((strength * Double(count)).rounded())
                guard share > 0, let rows = cells[cell], !rows.isEmpty else { return nil }
                return (cell, rows, share)
            }
        }
    }

    /// Groups without a row of one label, to which none can be added.
    static func lacking(_ table: LabelledRows) -> [String] {
        let counts = CellCounts(table.cells(table.completeRows))
        return counts.groups.indices.compactMap { place in
            guard counts.negatives[place] == 0 || counts.positives[place] == 0 else { return nil }
            let label = table.labelNames[counts.positives[place] == 0 ? 1 : 0]
            return "\(table.groupName(counts.groups[place])) has no row labelled \(label) that could be added to: "
                + "its share of labels cannot be made the others' by sampling."
        }
    }

    static func stream(_ cell: GroupAndLabel) -> UInt64 { UInt64(2 * cell.group + cell.label + 1) }
}
