internal import FairnessMetrics
internal import Glibc
internal import NumericalKernels
internal import Reports

/// Whether groups, or features within a group, are distributed in another way in a second table.
enum Drift {
    /// Compares two tables; a finding's value is of the first, `rest` of the second.
    static func add(
        to family: inout ComparisonFamily, _ table: AuditedTable, _ other: AuditedTable, workers: Int
    ) {
        var contrasts: [Contrast] = []
        var notes: [String] = []
        for attribute in table.attributes {
            guard let partner = other.attributes.first(where: { $0.column.name == attribute.column.name }) else {
                continue
            }
            func counts(_ attribute: AuditedTable.Attribute) -> [String: Int] {
                var counts = [Int](repeating: 0, count: attribute.column.values.count)
                for code in attribute.codes { counts[code] += 1 }
                return Dictionary(
                    uniqueKeysWithValues: zip(attribute.column.values, counts).filter { !$0.0.isUnknown }
                        .map { ($0.0.value, $0.1) })
            }
            let (first, second) = (counts(attribute), counts(partner))
            let (all, otherAll) = (first.values.reduce(0, +), second.values.reduce(0, +))
            guard all > 0, otherAll > 0 else { continue }
            for value in Set(first.keys).union(second.keys).sorted() {
                contrasts.append(
                    Contrast(
                        detail: "share of the rows",
                        group: GroupKey([AttributeValue(attribute: attribute.column.name, value: value)]),
                        evidence: .shares(
                            .init(hits: first[value] ?? 0, rows: all),
                            .init(hits: second[value] ?? 0, rows: otherAll))))
            }
        }
        let partners = table.features.map { feature in other.features.first { $0.name == feature.name } }
        let lacking = zip(table.features, partners).filter { $1 == nil }.map(\.0.name)
        if !lacking.isEmpty { notes.append("The second table lacks \(lacking.joined(separator: ", ")).") }
        let groups = table.attributes.map(ComparedGroups.init)
        for groups in groups {
            guard let partner = other.attributes.first(where: { $0.column.name == groups.name }) else { continue }
            let places = Dictionary(
                uniqueKeysWithValues: groups.keys.enumerated().map { ($1.values[0].value, Int16($0)) })
            let otherCodes = partner.codes.map { code in
                partner.column.values[code].isUnknown ? -1 : places[partner.column.values[code].value] ?? -1
            }
            let features = table.features
            contrasts += ParallelMap.map(features.count, workers: workers) { index -> [Contrast] in
                guard let partner = partners[index],
                    let bins = DriftBins(features[index].values, partner.values)
                else { return [] }
                return groups.keys.enumerated().map { place, key in
                    Contrast(
                        column: features[index].name, group: key,
                        evidence: bins.divergence(groups.codes, otherCodes, group: Int16(place)))
                }
            }.flatMap(\.self)
        }
        family.add(.drift, contrasts, notes: notes)
    }
}

/// One feature of two tables in the same bins.
struct DriftBins: Sendable {
    private let first: [UInt8]
    private let second: [UInt8]
    private let levels: Int

    init?(_ values: AuditedTable.Feature.Values, _ others: AuditedTable.Feature.Values) {
        switch (values, others) {
        case (.numbers(let numbers), .numbers(let more)):
            let edges = Self.deciles(numbers)
            func bin(_ number: Double) -> UInt8 {
                number.isNaN ? 0 : UInt8(1 + (edges.firstIndex { number < $0 } ?? edges.count))
            }
            first = numbers.map(bin)
            second = more.map(bin)
            levels = edges.count + 2
        case (.categories(let codes, let texts), .categories(let otherCodes, let otherTexts)):
            var counts = [Int](repeating: 0, count: texts.count)
            for code in codes { counts[Int(code)] += 1 }
            let kept = texts.indices.dropFirst().sorted { (counts[$0], texts[$1]) > (counts[$1], texts[$0]) }.prefix(30)
            var places: [String: UInt8] = [:]
            for (place, code) in kept.enumerated() { places[texts[code]] = UInt8(place + 1) }
            let rest = UInt8(kept.count + 1)
            let own = texts.enumerated().map { $0 == 0 ? 0 : places[$1] ?? rest }
            let theirs = otherTexts.enumerated().map { $0 == 0 ? 0 : places[$1] ?? rest }
            first = codes.map { own[Int($0)] }
            second = otherCodes.map { theirs[Int($0)] }
            levels = kept.count + 2
        default: return nil
        }
    }

    private static func deciles(_ numbers: [Double]) -> [Double] {
        let all = BinnedFeature.edges(numbers)
        guard all.count > 9 else { return all }
        return (1...9).map { all[$0 * all.count / 10] }
    }

    /// The population stability index Σ (p − q) ln(p / q) of one group, corrected for bias, with its error and the p-value
    /// of the chi-square test of homogeneity.
    func divergence(_ groups: [Int16], _ otherGroups: [Int16], group: Int16) -> Contrast.Evidence {
        var own = [Double](repeating: 0, count: levels)
        var theirs = own
        for row in first.indices where groups[row] == group { own[Int(first[row])] += 1 }
        for row in second.indices where otherGroups[row] == group { theirs[Int(second[row])] += 1 }
        // Bins that hardly anybody is in are put together, so that the test holds.
        let (merged, otherMerged) = Self.merged(own, theirs)
        return Self.divergence(merged, otherMerged)
    }

    /// The same of counts by bin.
    static func divergence(_ own: [Double], _ theirs: [Double]) -> Contrast.Evidence {
        let (n, m) = (own.reduce(0, +), theirs.reduce(0, +))
        guard n >= 50, m >= 50 else { return .undefined("too few rows in one of the two tables") }
        guard own.count > 1 else { return .undefined("it is the same for everybody") }
        var (index, statistic, variance) = (0.0, 0.0, 0.0)
        var (meanOwn, meanTheirs, squareOwn, squareTheirs) = (0.0, 0.0, 0.0, 0.0)
        for (a, b) in zip(own, theirs) {
            let (p, q) = ((a + 0.5) / (n + 0.5 * Double(own.count)), (b + 0.5) / (m + 0.5 * Double(own.count)))
            index += (p - q) * log(p / q)
            let expected = (a + b) * n / (n + m)
            let otherExpected = (a + b) * m / (n + m)
            statistic += (a - expected) * (a - expected) / expected
            statistic += (b - otherExpected) * (b - otherExpected) / otherExpected
            // The index's derivatives by p and by q.
            let (byOwn, byTheirs) = (log(p / q) + 1 - q / p, log(q / p) + 1 - p / q)
            meanOwn += p * byOwn
            squareOwn += p * byOwn * byOwn
            meanTheirs += q * byTheirs
            squareTheirs += q * byTheirs * byTheirs
        }
        variance = (squareOwn - meanOwn * meanOwn) / n + (squareTheirs - meanTheirs * meanTheirs) / m
        let freedom = Double(own.count - 1)
        let bias = freedom * (1 / n + 1 / m)
        return .divergence(
            max(0, index - bias), error: max(0, variance).squareRoot(),
            pValue: ChiSquareDistribution.upperTail(statistic, degreesOfFreedom: freedom), rows: Int(n + m),
            method: "stability_index")
    }

    private static func merged(_ own: [Double], _ theirs: [Double]) -> ([Double], [Double]) {
        var (first, second): ([Double], [Double]) = ([], [])
        var (a, b) = (0.0, 0.0)
        let total = own.reduce(0, +) + theirs.reduce(0, +)
        let least = min(own.reduce(0, +), theirs.reduce(0, +)) / max(1, total)
        for (x, y) in zip(own, theirs) {
            a += x
            b += y
            if (a + b) * least >= 10 {
                first.append(a)
                second.append(b)
                (a, b) = (0, 0)
            }
        }
        if let last = first.indices.last {
            first[last] += a
            second[last] += b
        }
        return (first, second)
    }
}
