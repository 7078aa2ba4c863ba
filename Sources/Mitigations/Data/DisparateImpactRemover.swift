internal import NumericalKernels
public import Models

/// Moves each number to the same place among those of all groups, so that it no longer tells the groups apart
/// (Feldman, Friedler, Moeller, Scheidegger, Venkatasubramanian 2015).
///
/// A value at the share u of its group's distribution goes to the median over the groups of their values at u; the repair
/// level λ goes (1 − λ) of the way not. Ranks within a group stay. Equal values are spread over the shares that they take up,
/// at random by the seed and the row, so that at level 1 all groups have one distribution even where values are tied; with
/// several attributes the groups are their combinations. Texts stay as they are.
///
/// It is fitted on the rows learned from and then repairs others too, for which it must know their group.
public struct DisparateImpactRemover: RowMap {
    /// The repair level.
    public let level: Double
    /// The sorted numbers of each group that has a say in the medians, `[features][groups]`.
    private let sorted: [[Int: [Double]]]
    private let speakers: Set<Int>
    private let seed: UInt64
    /// What the reader should know.
    public let notes: [String]
    /// True: the place of a number is that among its group's.
    public var needsGroup: Bool { true }

    /// Fewer rows than these say too little of a distribution to have a say in the median.
    private static let fewest = 10

    /// Fits a remover to the rows of a table whose group is known.
    public init(fittingTo table: LabelledRows, level: Double = 1, seed: UInt64) {
        self.level = level
        self.seed = seed
        var members: [Int: [Int]] = [:]
        for (row, group) in table.groups.enumerated() {
            if let group { members[group, default: []].append(row) }
        }
        sorted = table.features.map { feature in
            guard case .numbers(let numbers) = feature.values else { return [:] }
            return members.mapValues { rows in rows.map { numbers[$0] }.filter { !$0.isNaN }.sorted() }
        }
        let large = members.filter { $0.value.count >= Self.fewest }.keys
        let speakers = Set(large.isEmpty ? Array(members.keys) : Array(large))
        self.speakers = speakers
        var notes: [String] = []
        let texts = table.features.filter { !$0.isNumeric }.map(\.name)
        if !texts.isEmpty {
            notes.append(
                "Only numbers are repaired: \(texts.joined(separator: ", ")) may still tell the groups apart.")
        }
        let silent = members.keys.filter { !speakers.contains($0) }.sorted().map(table.groupName)
        if !silent.isEmpty {
            notes.append(
                "Groups of fewer than \(Self.fewest) rows were repaired but had no say in what others are repaired to: "
                    + silent.joined(separator: "; ") + ".")
        }
        self.notes = notes
    }

    /// Returns repaired features of rows, fitted to or not; those whose group is unknown or new stay as they are.
    public func mapped(_ table: LabelledRows) -> [FeatureColumn] {
        table.features.enumerated().map { place, feature in
            guard case .numbers(let numbers) = feature.values, level > 0 else { return feature }
            let ranks = tieRanks(numbers, table.groups, feature: place)
            return FeatureColumn(
                name: feature.name,
                values: .numbers(
                    numbers.indices.map { row in
                        guard let group = table.groups[row], let values = sorted[place][group], !values.isEmpty,
                            !numbers[row].isNaN
                        else { return numbers[row] }
                        let share = share(of: numbers[row], in: values, tie: ranks[row])
                        return (1 - level) * numbers[row] + level * target(share, place)
                    }))
        }
    }

    /// Where each row stands among the rows of its group with its own value, in an order drawn by the seed: from 0 to 1.
    private func tieRanks(_ numbers: [Double], _ groups: [Int?], feature: Int) -> [Double] {
        var generator = SeededGenerator(seed: seed, stream: UInt64(feature) + 0x4452)
        let order = numbers.indices.shuffled(using: &generator)
        struct Key: Hashable {
            let group: Int
            let bits: UInt64
        }
        var ties: [Key: [Int]] = [:]
        for row in order {
            guard let group = groups[row], !numbers[row].isNaN else { continue }
            ties[Key(group: group, bits: (numbers[row] + 0).bitPattern), default: []].append(row)
        }
        var ranks = [Double](repeating: 0.5, count: numbers.count)
        for rows in ties.values {
            for (place, row) in rows.enumerated() { ranks[row] = (Double(place) + 0.5) / Double(rows.count) }
        }
        return ranks
    }

    /// The share of a group that lies below a value; what is tied with it is passed as far as `tie` says.
    private func share(of value: Double, in values: [Double], tie: Double) -> Double {
        let below = Self.firstIndex(values) { $0 >= value }
        let through = Self.firstIndex(values) { $0 > value }
        return (Double(below) + tie * Double(through - below)) / Double(values.count)
    }

    /// The first index from which on a condition holds in a sorted list.
    private static func firstIndex(_ values: [Double], _ holds: (Double) -> Bool) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(values[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The median over the groups of their values at a share.
    private func target(_ share: Double, _ place: Int) -> Double {
        var values: [Double] = []
        for (group, sorted) in sorted[place] where speakers.contains(group) && !sorted.isEmpty {
            // Rounding must not carry a share over the border of its row.
            let index = Int((share * Double(sorted.count) + 1e-9).rounded(.down))
            values.append(sorted[min(sorted.count - 1, max(0, index))])
        }
        guard !values.isEmpty else { return 0 }
        values.sort()
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
}
