internal import FairnessMetrics
internal import NumericalKernels
internal import Reports

/// Rows that are equal in every column that describes people, and people who are equal but for their label.
struct EqualRows {
    private let table: AuditedTable
    private let attributes: [ComparedGroups]
    /// What each feature adds to the hash of a row.
    private let parts: [[UInt64]]
    /// The features, the groups and the texts of each row, without the label.
    private let described: RowHashes
    /// All that, with the label.
    private let whole: RowHashes
    /// Whether equal rows may well be different people.
    let isCoarse: Bool
    /// The pairs of equal rows, and how many there would be of different people who are alike.
    let pairs: Double
    let expectedPairs: Double

    init(_ table: AuditedTable, _ attributes: [ComparedGroups], workers: Int) {
        self.table = table
        self.attributes = attributes
        let rows = table.rowCount
        let features = table.features
        let parts = ParallelMap.map(features.count, workers: workers) { index -> [UInt64] in
            switch features[index].values {
            case .numbers(let numbers):
                return numbers.map { RowHash.part(column: index, $0.isNaN ? 1 : ($0 + 0).bitPattern) }
            case .categories(let codes, let values):
                let hashes = values.indices.map { RowHash.part(column: index, UInt64($0)) }
                return codes.map { hashes[Int($0)] }
            }
        }
        var hashes = RowHashes(rows: rows)
        for part in parts { hashes.add(part) }
        for (index, attribute) in table.attributes.enumerated() {
            hashes.add(attribute.codes.map { RowHash.part(column: 10_000 + index, UInt64($0)) })
        }
        for (index, text) in table.texts.enumerated() {
            hashes.add(text.values.map { RowHash.part(column: 20_000 + index, $0.map(RowHash.text) ?? 0) })
        }
        described = hashes
        if let label = table.label {
            hashes.add(label.codes.map { RowHash.part(column: 30_000, UInt64($0)) })
        }
        whole = hashes
        self.parts = parts
        let all = Self.pairs(hashes)
        (pairs, expectedPairs) = (all, Self.expected(hashes, parts, all, workers))
        isCoarse = all > 0 && table.texts.isEmpty && expectedPairs > 0.2 * all
    }

    private static func pairs(_ hashes: RowHashes) -> Double {
        var pairs = 0.0
        hashes.forEachSet { rows in pairs += Double(rows.count) * Double(rows.count - 1) / 2 }
        return pairs
    }

    /// How many pairs of different people would be equal: seen from the pairs that are equal but for one column, of which
    /// the share that two people picked at random have in common is equal in that column too. The column that says most
    /// is the one that tells; copies are equal in it anyway.
    private static func expected(_ hashes: RowHashes, _ parts: [[UInt64]], _ pairs: Double, _ workers: Int) -> Double {
        guard pairs > 0 else { return 0 }
        let shares = ParallelMap.map(parts.count, workers: workers) { index in
            Self.shareOfEqualPairs(parts[index])
        }
        // The columns with the least in common.
        let richest = shares.indices.filter { shares[$0] < 1 }.sorted { (shares[$0], $0) < (shares[$1], $1) }.prefix(4)
        let columns = Array(richest)
        let expected = ParallelMap.map(columns.count, workers: workers) { place -> Double in
            let share = shares[columns[place]]
            return share / (1 - share) * (Self.pairs(hashes.without(parts[columns[place]])) - pairs)
        }
        return expected.max() ?? pairs
    }

    /// The share of pairs of rows with the same value, by counting hashes in buckets: of a million values two different
    /// ones share a bucket in one pair of a million.
    private static func shareOfEqualPairs(_ part: [UInt64]) -> Double {
        var counts = [Int32](repeating: 0, count: 1 << 20)
        for hash in part { counts[Int(hash >> 44)] += 1 }
        let pairs = counts.reduce(0.0) { $0 + Double($1) * Double($1 - 1) / 2 }
        let n = Double(part.count)
        return n > 1 ? pairs / (n * (n - 1) / 2) : 0
    }

    /// Compares how many rows of each group are there more than once.
    func addDuplicates(to family: inout ComparisonFamily) {
        var copies = 0
        var isFirst = [Bool](repeating: false, count: table.rowCount)
        var isCopy = isFirst
        var acrossSplits = 0
        let split = table.split
        whole.forEachSet { rows in
            guard let first = rows.first else { return }
            isFirst[Int(first)] = true
            for row in rows.dropFirst() { isCopy[Int(row)] = true }
            copies += rows.count - 1
            if let split, Set(rows.map { split.codes[Int($0)] }.filter { $0 > 0 }).count > 1 { acrossSplits += 1 }
        }
        var notes: [String] = []
        if copies == 0 {
            notes.append("No row is there twice.")
        } else if isCoarse {
            notes.append(
                "\(copies) rows are equal to an earlier one, but the columns describe people so coarsely that different "
                    + "people are expected to be equal: this says nothing of copies.")
        } else {
            notes.append("\(copies) rows are equal to an earlier one in every column that describes people.")
        }
        if let split, copies > 0, !isCoarse {
            notes.append(
                acrossSplits == 0
                    ? "No copy lies in another part of '\(split.name)'."
                    : "\(acrossSplits) rows have a copy in another part of '\(split.name)': a model would be tested on "
                        + "what it has learnt.")
        }
        guard copies > 0, !isCoarse else {
            family.add(.duplicates, [], notes: notes)
            return
        }
        let contrasts = attributes.flatMap { groups -> [Contrast] in
            var hits = [Int](repeating: 0, count: groups.counts.count)
            var totals = hits
            for row in 0..<table.rowCount where groups.codes[row] >= 0 && !isCopy[row] {
                totals[Int(groups.codes[row])] += 1
                if isFirst[row] { hits[Int(groups.codes[row])] += 1 }
            }
            return groups.contrasts(hits, of: totals)
        }
        family.add(.duplicates, contrasts, notes: notes)
    }

    /// Compares how often two people who are equal in everything but the label have different labels.
    func addConflicts(to family: inout ComparisonFamily) {
        guard let label = table.label else { return }
        var conflicted: [(row: Int, isConflict: Bool)] = []
        var rowsInConflict = 0
        described.forEachSet { rows in
            let known = rows.filter { label.codes[Int($0)] != 255 }
            guard known.count > 1 else { return }
            // The first two of each set: pairs of one set would not be independent.
            conflicted.append((Int(known[0]), label.codes[Int(known[0])] != label.codes[Int(known[1])]))
            if Set(known.map { label.codes[Int($0)] }).count > 1 { rowsInConflict += known.count }
        }
        var notes: [String] = []
        if rowsInConflict == 0 {
            notes.append("Nobody is equal in every feature to somebody with another label.")
        } else if isCoarse {
            notes.append(
                "\(rowsInConflict) rows are equal in every feature to one with another label. The columns describe people "
                    + "so coarsely that this is to be expected.")
        } else {
            notes.append("\(rowsInConflict) rows are equal in every feature to one with another label.")
        }
        guard !isCoarse, rowsInConflict > 0 else {
            family.add(.labelConflicts, [], notes: notes)
            return
        }
        let contrasts = attributes.flatMap { groups -> [Contrast] in
            var hits = [Int](repeating: 0, count: groups.counts.count)
            var totals = hits
            for (row, isConflict) in conflicted where groups.codes[row] >= 0 {
                totals[Int(groups.codes[row])] += 1
                if isConflict { hits[Int(groups.codes[row])] += 1 }
            }
            return groups.contrasts(hits, of: totals)
        }
        family.add(.labelConflicts, contrasts, notes: notes)
    }
}
