internal import FairnessMetrics
internal import Reports

/// Rows that differ by next to nothing: every category equal, every number within a hundredth of its spread.
enum NearRows {
    /// Two numbers are near within this share of the column's spread.
    private static let tolerance = 0.01
    /// A cell of the grid in which near rows are looked for, in tolerances.
    private static let cell = 20.0
    /// A row is compared with so many rows of its cell at most.
    private static let mostNeighbours = 24
    /// Whole numbers with a smaller range must be equal.
    private static let fewestSteps = 200.0

    /// How a feature enters the comparison.
    private enum Column {
        case exact([UInt64])
        /// Numbers in units of the tolerance.
        case scaled([Double])
    }

    /// Compares how many rows of each group nearly repeat an earlier one without being equal to it.
    static func add(
        to family: inout ComparisonFamily, _ table: AuditedTable, _ attributes: [ComparedGroups], isCoarse: Bool
    ) {
        let texts = NearTexts.repeats(table)
        let found = isCoarse ? nil : repeats(table)
        guard found?.isPossible == true || texts != nil else { return }
        var repeated = [Bool](repeating: false, count: table.rowCount)
        var notes: [String] = []
        var isTelling = true
        if let found, found.isPossible {
            repeated = found.partners.map { $0 >= 0 }
            let count = repeated.count { $0 }
            if count == 0 {
                notes.append(
                    "No row nearly repeats another: equal categories, numbers within a hundredth of their spread.")
            } else if !found.isTelling {
                isTelling = false
                notes.append(
                    "\(count) rows nearly repeat another, about as many as there would be among different people: this says "
                        + "nothing of copies.")
            } else {
                notes.append(
                    "\(count) rows nearly repeat an earlier one: equal categories, numbers within a hundredth of their "
                        + "spread, but not equal.")
            }
        }
        if let texts {
            for row in texts { repeated[row] = true }
            notes.append("\(texts.count) texts share four fifths of their runs of three words with an earlier one.")
        }
        guard isTelling, repeated.contains(true) else {
            family.add(.nearDuplicates, [], notes: notes)
            return
        }
        let contrasts = attributes.flatMap { groups -> [Contrast] in
            var hits = [Int](repeating: 0, count: groups.counts.count)
            for row in 0..<table.rowCount where groups.codes[row] >= 0 && repeated[row] {
                hits[Int(groups.codes[row])] += 1
            }
            return groups.contrasts(hits, of: groups.counts)
        }
        family.add(.nearDuplicates, contrasts, notes: notes)
    }

    /// What nearly repeats what.
    struct Repeats {
        /// For each row an earlier one that it nearly repeats without being equal to it; -1 where there is none.
        var partners: [Int32]
        /// Whether there are columns by which rows can be near each other.
        var isPossible: Bool
        /// Whether there are more such rows than there would be among different people: of those that share a cell of the
        /// grid, at most one in nine is near by chance.
        var isTelling: Bool
    }

    /// Finds rows that nearly repeat an earlier one.
    static func repeats(_ table: AuditedTable) -> Repeats {
        let columns = table.features.enumerated().map { column($1, at: $0) }
        let scaled = columns.compactMap { if case .scaled(let numbers) = $0 { numbers } else { nil } }
        var partners = [Int32](repeating: -1, count: table.rowCount)
        guard !scaled.isEmpty else { return Repeats(partners: partners, isPossible: false, isTelling: false) }
        let (near, apart) = pairs(table, columns, scaled, &partners)
        return Repeats(partners: partners, isPossible: true, isTelling: Double(apart) / 9 <= 0.2 * Double(near))
    }

    private static func column(_ feature: AuditedTable.Feature, at index: Int) -> Column {
        switch feature.values {
        case .categories(let codes, let values):
            let hashes = values.indices.map { RowHash.part(column: index, UInt64($0)) }
            return .exact(codes.map { hashes[Int($0)] })
        case .numbers(let numbers):
            let exact = {
                Column.exact(numbers.map { RowHash.part(column: index, $0.isNaN ? 1 : ($0 + 0).bitPattern) })
            }
            let step = max(1, numbers.count / 20_000)
            let sorted = stride(from: 0, to: numbers.count, by: step).map { numbers[$0] }.filter { !$0.isNaN }.sorted()
            guard let low = sorted.first, let high = sorted.last, high > low else { return exact() }
            if sorted.allSatisfy({ $0 == $0.rounded() }), high - low < fewestSteps { return exact() }
            let quartiles = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
            guard quartiles > 0 else { return exact() }
            let unit = tolerance * quartiles / 1.349
            return .scaled(numbers.map { $0 / unit })
        }
    }

    /// Finds rows near an earlier one; returns the near pairs seen, and the pairs of one cell that are not near.
    private static func pairs(
        _ table: AuditedTable, _ columns: [Column], _ scaled: [[Double]], _ partners: inout [Int32]
    ) -> (near: Int, apart: Int) {
        var base = RowHashes(rows: table.rowCount)
        for column in columns { if case .exact(let parts) = column { base.add(parts) } }
        for (index, attribute) in table.attributes.enumerated() {
            base.add(attribute.codes.map { RowHash.part(column: 10_000 + index, UInt64($0)) })
        }
        if let label = table.label { base.add(label.codes.map { RowHash.part(column: 30_000, UInt64($0)) }) }
        var (near, apart) = (0, 0)
        for shift in [0, cell / 2] {
            var hashes = base
            for (index, numbers) in scaled.enumerated() {
                hashes.add(
                    numbers.map { number in
                        let place =
                            number.isNaN
                            ? 0x7FF8_0000_0000_0001 : (((number + shift) / cell).rounded(.down) + 0).bitPattern
                        return RowHash.part(column: 40_000 + index, place)
                    })
            }
            hashes.forEachSet { rows in
                for (offset, row) in rows.enumerated().dropFirst() {
                    let first = max(0, offset - mostNeighbours)
                    for other in rows[rows.startIndex + first..<rows.startIndex + offset] {
                        var isEqual = true
                        let isNear = scaled.allSatisfy { numbers in
                            let (a, b) = (numbers[Int(row)], numbers[Int(other)])
                            if a.isNaN { return b.isNaN }
                            if a != b { isEqual = false }
                            return (a - b).magnitude <= 1
                        }
                        if isNear {
                            guard !isEqual else { continue }
                            near += 1
                            if partners[Int(row)] < 0 { partners[Int(row)] = other }
                        } else {
                            apart += 1
                        }
                    }
                }
            }
        }
        return (near, apart)
    }
}
