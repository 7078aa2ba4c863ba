internal import FairnessMetrics
internal import Reports

/// Which columns describe people, and which name rows or say the same of everybody.
enum FeatureScreen {
    /// Returns the features that are measured and those that are not.
    static func screened(
        _ table: AuditedTable
    ) -> (
        features: [AuditedTable.Feature], left: [(feature: AuditedTable.Feature, use: AuditedColumn.Use, distinct: Int)]
    ) {
        var features: [AuditedTable.Feature] = []
        var left: [(feature: AuditedTable.Feature, use: AuditedColumn.Use, distinct: Int)] = []
        for feature in table.features {
            switch feature.values {
            case .categories(let codes, let values):
                let distinct = values.count - 1
                let present = codes.count { $0 != 0 }
                if distinct <= 1 && present == codes.count {
                    left.append((feature, .constant, distinct))
                } else if present >= 20, Double(distinct) >= 0.95 * Double(present) {
                    left.append((feature, .identifier, distinct))
                } else {
                    features.append(feature)
                }
            case .numbers(let numbers):
                if let range = integers(numbers), isNumbering(numbers, range) {
                    left.append((feature, .identifier, numbers.count))
                } else if let first = numbers.first, !first.isNaN, numbers.allSatisfy({ $0 == first }) {
                    left.append((feature, .constant, 1))
                } else {
                    features.append(feature)
                }
            }
        }
        return (features, left)
    }

    /// The range of a column of whole numbers; nil if one is not, or is missing.
    private static func integers(_ numbers: [Double]) -> ClosedRange<Double>? {
        guard numbers.count >= 20, var low = numbers.first, var high = numbers.first else { return nil }
        for number in numbers {
            guard number == number.rounded() else { return nil }
            low = min(low, number)
            high = max(high, number)
        }
        return low...high
    }

    /// Whether whole numbers are all different and either stand in order or leave hardly a number out, as those that
    /// count rows do.
    private static func isNumbering(_ numbers: [Double], _ range: ClosedRange<Double>) -> Bool {
        let span = range.upperBound - range.lowerBound
        guard span + 1 >= Double(numbers.count) else { return false }
        if zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) { return true }
        guard span < 10 * Double(numbers.count), span < 1e9 else { return false }
        var seen = [Bool](repeating: false, count: Int(span) + 1)
        for number in numbers {
            let place = Int(number - range.lowerBound)
            if seen[place] { return false }
            seen[place] = true
        }
        return true
    }

    /// Every column with what was made of it.
    static func columns(
        _ features: [AuditedTable.Feature], _ binned: [BinnedFeature],
        _ left: [(feature: AuditedTable.Feature, use: AuditedColumn.Use, distinct: Int)], _ table: AuditedTable
    ) -> [AuditedColumn] {
        var columns = zip(features, binned).map { feature, binned in
            switch feature.values {
            case .numbers: AuditedColumn(name: feature.name, use: .number, missing: binned.missing)
            case .categories(_, let values):
                AuditedColumn(
                    name: feature.name, use: .category, missing: binned.missing, distinct: values.count - 1)
            }
        }
        columns += table.texts.map { text in
            AuditedColumn(name: text.name, use: .text, missing: text.values.count { $0 == nil })
        }
        columns += left.map { column in
            let missing =
                switch column.feature.values {
                case .numbers(let numbers): numbers.count { $0.isNaN }
                case .categories(let codes, _): codes.count { $0 == 0 }
                }
            return AuditedColumn(
                name: column.feature.name, use: column.use, missing: missing, distinct: column.distinct)
        }
        return columns + table.others
    }
}
