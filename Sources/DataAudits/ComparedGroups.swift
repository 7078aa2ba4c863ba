internal import FairnessMetrics

/// The groups of one attribute that are compared, each with all the others.
struct ComparedGroups: Sendable {
    /// The attribute.
    let name: String
    /// The groups that are compared, in the order of reports.
    let keys: [GroupKey]
    /// The place in `keys` of each row; `keys.count` for a small group, -1 where the attribute is missing.
    let codes: [Int16]
    /// The rows of each group, and last those of all small groups.
    let counts: [Int]
    /// How many groups with rows are too small or too many to be compared.
    let left: Int

    /// The groups that are set against the others: of two groups that make up everybody the second says all.
    var contrasted: [Int] {
        guard keys.count == 2, counts[2] == 0 else { return Array(keys.indices) }
        return counts[0] < counts[1] ? [0] : [1]
    }

    init(_ attribute: AuditedTable.Attribute) {
        name = attribute.column.name
        let values = attribute.column.values
        var counts = [Int](repeating: 0, count: values.count)
        for code in attribute.codes { counts[code] += 1 }
        let known = values.indices.filter { !values[$0].isUnknown && counts[$0] > 0 }
        let large = known.filter { counts[$0] >= DataAuditSettings.fewestRows }
            .sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
        let compared = large.prefix(DataAuditSettings.mostGroups).sorted()
        var places = [Int16](repeating: Int16(compared.count), count: values.count)
        for (place, value) in compared.enumerated() { places[value] = Int16(place) }
        for value in values.indices where values[value].isUnknown { places[value] = -1 }
        keys = compared.map { GroupKey([values[$0]]) }
        codes = attribute.codes.map { places[$0] }
        left = known.count - compared.count
        self.counts =
            compared.map { counts[$0] }
            + [known.filter { !compared.contains($0) }.reduce(0) { $0 + counts[$1] }]
    }

    /// Whether there is anything to compare.
    var isComparable: Bool { keys.count >= 2 || keys.count == 1 && counts[1] > 0 }

    /// The comparison of shares of each contrasted group with all others.
    ///
    /// - Parameters:
    ///   - hits: The rows of each group that have the property, then those of the small groups.
    ///   - totals: The rows of each that could have it.
    func contrasts(
        _ hits: [Int], of totals: [Int], column: String? = nil, detail: String? = nil
    ) -> [Contrast] {
        let (allHits, all) = (hits.reduce(0, +), totals.reduce(0, +))
        guard allHits > 0, allHits < all else { return [] }
        // The group with the higher share leads where there are two.
        let places =
            contrasted.count == 1 && keys.count == 2
            ? [hits[0] * max(1, totals[1]) > hits[1] * max(1, totals[0]) ? 0 : 1] : contrasted
        return places.compactMap { place in
            guard totals[place] > 0, all > totals[place] else { return nil }
            return Contrast(
                column: column, detail: detail, group: keys[place],
                evidence: .shares(
                    .init(hits: hits[place], rows: totals[place]),
                    .init(hits: allHits - hits[place], rows: all - totals[place])))
        }
    }
}
