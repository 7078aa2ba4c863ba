internal import NumericalKernels

/// Rows of a table counted by fold, group and label: what the levels of each feature are counted in.
struct RowCells: Sendable {
    /// The groups, that of the small ones included.
    let groups: Int
    /// The levels of the label and one for a missing one.
    let labels: Int
    /// `(fold × groups + group) × labels + label` of each row; -1 where the group is unknown.
    let codes: [Int32]

    init(_ groups: ComparedGroups, label: AuditedTable.Label?, folds: [UInt8]) {
        self.groups = groups.counts.count
        let levels = label?.levels.count ?? 0
        labels = levels + 1
        var codes = [Int32](repeating: -1, count: groups.codes.count)
        for row in codes.indices where groups.codes[row] >= 0 {
            let level = label.map { $0.codes[row] == 255 ? levels : Int($0.codes[row]) } ?? 0
            codes[row] = Int32((Int(folds[row]) * self.groups + Int(groups.codes[row])) * labels + level)
        }
        self.codes = codes
    }

    /// How many cells there are.
    var count: Int { DataAuditSettings.folds * groups * labels }

    /// Which fold each row is in: by its place and the seed, so that no pattern of the file is one of folds.
    static func folds(rows: Int, seed: UInt64) -> [UInt8] {
        var folds = [UInt8](repeating: 0, count: rows)
        for row in folds.indices {
            folds[row] = UInt8(
                RowHash.mixed(UInt64(row) &+ seed &* 0x9E37_79B9_7F4A_7C15) % UInt64(DataAuditSettings.folds))
        }
        return folds
    }
}

/// How often each level of a feature occurs in each cell of rows.
struct FeatureTally: Sendable {
    let levels: Int
    let groups: Int
    let labels: Int
    /// `[levels][folds][groups][labels]`.
    private let counts: [Int32]

    init(_ feature: BinnedFeature, in cells: RowCells) {
        levels = feature.levels
        groups = cells.groups
        labels = cells.labels
        let size = cells.count
        var counts = [Int32](repeating: 0, count: levels * size)
        counts.withUnsafeMutableBufferPointer { counts in
            feature.codes.withUnsafeBufferPointer { levels in
                cells.codes.withUnsafeBufferPointer { cells in
                    for row in cells.indices where cells[row] >= 0 {
                        counts[Int(levels[row]) * size + Int(cells[row])] += 1
                    }
                }
            }
        }
        self.counts = counts
    }

    /// The rows of a level in one fold, group and label.
    func count(_ level: Int, fold: Int, group: Int, label: Int) -> Int {
        Int(counts[((level * DataAuditSettings.folds + fold) * groups + group) * labels + label])
    }

    /// The rows of a level in one fold and group, whatever the label.
    func count(_ level: Int, fold: Int, group: Int) -> Int {
        (0..<labels).reduce(0) { $0 + count(level, fold: fold, group: group, label: $1) }
    }

    /// The rows of a level in one group and label, over all folds.
    func count(_ level: Int, group: Int, label: Int) -> Int {
        (0..<DataAuditSettings.folds).reduce(0) { $0 + count(level, fold: $1, group: group, label: label) }
    }

    /// The rows of a level in one group.
    func count(_ level: Int, group: Int) -> Int {
        (0..<DataAuditSettings.folds).reduce(0) { $0 + count(level, fold: $1, group: group) }
    }
}
