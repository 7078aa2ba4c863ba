internal import FairnessMetrics
internal import NumericalKernels
internal import Reports

/// Whether a column is written in another way in one group: extreme numbers, rounding, another unit, other spellings.
enum Coding {
    /// What one feature gives: contrasts of extreme values, contrasts of ways of writing, and comparisons not listed.
    private typealias Found = (outliers: [Contrast], coding: [Contrast], hidden: Int)

    static func add(
        to family: inout ComparisonFamily, _ table: AuditedTable, _ attributes: [ComparedGroups], _ sample: [Int],
        workers: Int
    ) {
        let features = table.features
        let found = ParallelMap.map(features.count, workers: workers) { index -> Found in
            switch features[index].values {
            case .numbers(let numbers): ofNumbers(features[index].name, numbers, attributes, sample)
            case .categories(let codes, let values): ofTexts(features[index].name, codes, values, attributes)
            }
        }
        family.add(.outliers, found.flatMap(\.outliers))
        family.add(.coding, found.flatMap(\.coding), hidden: found.reduce(0) { $0 + $1.hidden })
    }

    private static func ofNumbers(
        _ name: String, _ numbers: [Double], _ attributes: [ComparedGroups], _ sample: [Int]
    ) -> Found {
        let sorted = sample.map { numbers[$0] }.filter { !$0.isNaN }.sorted()
        guard sorted.count >= 40 else { return ([], [], 0) }
        let (first, third) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
        let fences = first - 3 * (third - first)...third + 3 * (third - first)
        let rounding = Rounding(sorted)
        var result: Found = ([], [], 0)
        for groups in attributes {
            var present = [Int](repeating: 0, count: groups.counts.count)
            var extreme = present
            var round = present
            var eligible = present
            for row in numbers.indices where groups.codes[row] >= 0 && !numbers[row].isNaN {
                let group = Int(groups.codes[row])
                present[group] += 1
                if !fences.contains(numbers[row]) { extreme[group] += 1 }
                if let rounding, !rounding.usual.contains(numbers[row]) {
                    eligible[group] += 1
                    if rounding.isRound(numbers[row]) { round[group] += 1 }
                }
            }
            // Where most rows are the same number, everything else would count as extreme.
            if third > first {
                result.outliers += groups.contrasts(
                    extreme, of: present, column: name,
                    detail: "more than three interquartile ranges from the middle half")
            }
            if let rounding {
                result.coding += groups.contrasts(round, of: eligible, column: name, detail: rounding.words)
            }
            result.outliers += beyond(name, numbers, groups, sample)
        }
        return result
    }

    /// The rows of each group beyond the range of nearly all others, as another unit puts them.
    private static func beyond(
        _ name: String, _ numbers: [Double], _ groups: ComparedGroups, _ sample: [Int]
    ) -> [Contrast] {
        groups.contrasted.compactMap { group -> Contrast? in
            var own: [Double] = []
            var others: [Double] = []
            for row in sample where groups.codes[row] >= 0 && !numbers[row].isNaN {
                if Int(groups.codes[row]) == group { own.append(numbers[row]) } else { others.append(numbers[row]) }
            }
            guard own.count >= 20, others.count >= 100 else { return nil }
            others.sort()
            own.sort()
            let range = others[others.count / 100]...others[others.count - 1 - others.count / 100]
            let (outside, otherOutside) = (own.count { !range.contains($0) }, others.count { !range.contains($0) })
            guard outside + otherOutside > 0 else { return nil }
            let (median, otherMedian) = (own[own.count / 2], others[others.count / 2])
            let ratio = otherMedian != 0 ? median / otherMedian : .nan
            let unit =
                ratio > 1.8 || ratio > 0 && ratio < 0.55
                ? ", its median \((ratio * 100).rounded() / 100) times theirs" : ""
            return Contrast(
                column: name, detail: "outside the range of 98 % of the others\(unit)", group: groups.keys[group],
                evidence: .shares(
                    .init(hits: outside, rows: own.count), .init(hits: otherOutside, rows: others.count)))
        }
    }

    private static func ofTexts(
        _ name: String, _ codes: [UInt32], _ values: [String], _ attributes: [ComparedGroups]
    ) -> Found {
        guard values.count <= 5_000 else { return ([], [], 0) }
        var counts = [Int](repeating: 0, count: values.count)
        for code in codes { counts[Int(code)] += 1 }
        let spellings = Dictionary(grouping: values.indices.dropFirst(), by: { Spelling.folded(values[$0]) })
        let variants = spellings.values.filter { $0.count > 1 }
        var isVariant = [Bool](repeating: false, count: values.count)
        var isRare = isVariant
        for places in variants {
            let usual = places.max { (counts[$0], $1) < (counts[$1], $0) }
            for place in places {
                isVariant[place] = true
                isRare[place] = place != usual
            }
        }
        let eligible = values.indices.dropFirst().filter { counts[$0] >= 20 }
        var result: Found = ([], [], 0)
        for groups in attributes {
            let width = groups.counts.count
            var table = [Int](repeating: 0, count: values.count * width)
            var present = [Int](repeating: 0, count: width)
            for row in codes.indices where codes[row] != 0 && groups.codes[row] >= 0 {
                table[Int(codes[row]) * width + Int(groups.codes[row])] += 1
                present[Int(groups.codes[row])] += 1
            }
            if !variants.isEmpty {
                func sums(_ isCounted: [Bool]) -> [Int] {
                    (0..<width).map { group in
                        values.indices.reduce(0) { $0 + (isCounted[$1] ? table[$1 * width + group] : 0) }
                    }
                }
                result.coding += groups.contrasts(
                    sums(isRare), of: sums(isVariant), column: name, detail: "a rarer spelling of the same word")
            }
            for value in eligible {
                let row = table[value * width..<(value + 1) * width]
                guard row.count(where: { $0 > 0 }) == 1, let group = row.firstIndex(where: { $0 > 0 }),
                    group - row.startIndex < groups.keys.count
                else {
                    result.hidden += 1
                    continue
                }
                let place = group - row.startIndex
                let all = present.reduce(0, +)
                guard all > present[place] else { continue }
                result.coding.append(
                    Contrast(
                        column: name, detail: "the value “\(values[value])”, which no other group has",
                        group: groups.keys[place],
                        evidence: .shares(
                            .init(hits: row[group], rows: present[place]),
                            .init(hits: 0, rows: all - present[place]))))
            }
        }
        return result
    }
}

/// How numbers of a column may be rounded.
private struct Rounding {
    /// What a round number is a multiple of; 1 where numbers have decimals.
    let step: Double
    /// The most frequent numbers, which are left out: that many people share a number is not rounding.
    let usual: [Double]

    init?(_ sorted: [Double]) {
        var runs: [(value: Double, count: Int)] = []
        for number in sorted {
            if runs.last?.value == number { runs[runs.count - 1].count += 1 } else { runs.append((number, 1)) }
        }
        guard runs.count >= 20 else { return nil }
        let isWhole = sorted.allSatisfy { $0 == $0.rounded() }
        let spread = sorted[sorted.count * 9 / 10] - sorted[sorted.count / 10]
        var step = 1.0
        if isWhole {
            guard spread >= 20 else { return nil }
            step = 5
            while step * 100 <= spread { step *= 10 }
        }
        self.step = step
        usual = runs.sorted { ($0.count, $1.value) > ($1.count, $0.value) }.prefix(3).map(\.value)
    }

    var words: String { step == 1 ? "a whole number" : "a multiple of \(Int(step))" }

    func isRound(_ number: Double) -> Bool {
        let share = number / step
        return share == share.rounded()
    }
}

/// Texts that mean the same written in different ways.
enum Spelling {
    /// Returns a text without what spellings differ in: case, blanks, and marks between words.
    static func folded(_ text: String) -> String {
        var folded = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .spaceSeparator, .dashPunctuation, .connectorPunctuation, .control, .format: continue
            case .otherPunctuation where scalar == "." || scalar == "'" || scalar == "’": continue
            default:
                for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                    folded.unicodeScalars.append(lookAlikes[lower] ?? lower)
                }
            }
        }
        return folded
    }

    /// Letters of other scripts that look like Latin ones.
    private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs = zip("аеорсухіјѕԁɡοανρτ".unicodeScalars, "aeopcyxijsdgoavpt".unicodeScalars)
        return Dictionary(pairs.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    }()
}
