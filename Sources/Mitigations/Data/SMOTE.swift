internal import Glibc
internal import NumericalKernels
internal import Models

/// Rows invented between a row and one of its nearest neighbours of the same group and label (Chawla, Bowyer, Hall,
/// Kegelmeyer 2002), as many as over-sampling would copy.
///
/// A number lies on the segment between the two, at a place drawn once for the whole row. Where there are texts among the
/// features it is SMOTE-NC: a text that differs adds the median of the numbers' standard deviations to the distance, and the
/// new row has the most frequent text of the neighbours. Numbers are compared as they are. What is no feature, label or
/// protected column is left empty in an invented row: nobody has that name.
public enum SMOTE {
    /// Adds invented rows.
    ///
    /// - Parameters:
    ///   - table: Rows of two labels; those whose label or group is missing stay as they are.
    ///   - neighbours: How many nearest rows of the cell one is drawn from.
    ///   - seed: Draws rows, neighbours and places.
    public static func applied(to table: LabelledRows, neighbours: Int = 5, seed: UInt64) -> RebalancedRows {
        var result = RebalancedRows(table)
        result.notes = LabelResampling.lacking(table)
        let kept = Set(table.features.map(\.name) + [table.labelColumn] + table.protectedColumns)
        let emptied = table.columns.map(\.name).filter { !kept.contains($0) }
        for (cell, rows, count) in LabelResampling.missing(table, strength: 1) {
            var generator = SeededGenerator(seed: seed, stream: LabelResampling.stream(cell))
            guard rows.count > 1 else {
                result.notes.append(
                    "\(table.groupName(cell.group)), labelled \(table.labelNames[cell.label]), has one row alone: it was "
                        + "copied \(count) times, for between one row and itself there is nothing.")
                result.append(
                    Array(repeating: .init(source: rows[0], origin: .copied, label: cell.label), count: count), table)
                continue
            }
            let space = CellSpace(table.features.map { $0.rows(rows) })
            let drawn = LabelResampling.drawn(count, from: Array(rows.indices), using: &generator)
            var nearest: [Int: [Int]] = [:]
            for source in Set(drawn) { nearest[source] = space.nearest(to: source, count: neighbours) }
            var added: [RebalancedRows.Row] = []
            var columns = table.features.map {
                FeatureColumn(name: $0.name, values: $0.isNumeric ? .numbers([]) : .texts([]))
            }
            for source in drawn {
                let around = nearest[source] ?? []
                let other = around[Int(generator.uniform() * Double(around.count))]
                let place = generator.uniform()
                var row = RebalancedRows.Row(source: rows[source], origin: .synthetic, label: cell.label)
                for (index, feature) in space.features.enumerated() {
                    let value = Self.between(feature, source, other, around, at: place)
                    columns[index].append(value)
                    row.texts[feature.name] = value.text(0)
                }
                for name in emptied { row.texts[name] = "" }
                added.append(row)
            }
            result.append(added, table, features: columns)
        }
        return result
    }

    /// One value of a new row.
    private static func between(
        _ feature: FeatureColumn, _ source: Int, _ other: Int, _ around: [Int], at place: Double
    ) -> FeatureColumn {
        switch feature.values {
        case .numbers(let numbers):
            let (first, second) = (numbers[source], numbers[other])
            let value = first.isNaN || second.isNaN ? first : first + place * (second - first)
            return FeatureColumn(name: feature.name, values: .numbers([value]))
        case .texts(let texts):
            var counts: [String?: Int] = [:]
            for row in around { counts[texts[row], default: 0] += 1 }
            let most = counts.values.max() ?? 0
            // Of equally frequent ones the row's own, else the first in order.
            let candidates = counts.filter { $0.value == most }.keys
            let value =
                candidates.contains(texts[source]) ? texts[source] : candidates.min { ($0 ?? "") < ($1 ?? "") } ?? nil
            return FeatureColumn(name: feature.name, values: .texts([value]))
        }
    }
}

/// The rows of a cell with the distances between them.
private struct CellSpace {
    let features: [FeatureColumn]
    private enum Column {
        case numbers([Double])
        case codes([Int])
    }

    private let columns: [Column]
    private let rows: Int
    /// What two texts that differ, or a number that is missing in one row alone, add to the squared distance.
    private let cost: Double

    init(_ features: [FeatureColumn]) {
        self.features = features
        rows = features.first?.count ?? 0
        var deviations: [Double] = []
        columns = features.map { feature in
            switch feature.values {
            case .numbers(let numbers):
                let present = numbers.filter { !$0.isNaN }
                let mean = present.reduce(0, +) / Double(max(1, present.count))
                let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                deviations.append((squares / Double(max(1, present.count))).squareRoot())
                return .numbers(numbers)
            case .texts(let texts):
                var places: [String?: Int] = [:]
                return .codes(
                    texts.map { text in
                        let next = places.count
                        let place = places[text, default: next]
                        if place == next { places[text] = next }
                        return place
                    })
            }
        }
        deviations.sort()
        let middle = deviations.count / 2
        let median =
            deviations.isEmpty
            ? 1 : deviations.count % 2 == 1 ? deviations[middle] : (deviations[middle - 1] + deviations[middle]) / 2
        cost = median * median
    }

    /// The places of the nearest other rows, the earlier one first where two are as near.
    func nearest(to row: Int, count: Int) -> [Int] {
        let distances = distances(from: row)
        return distances.indices.filter { $0 != row }.sorted { (distances[$0], $0) < (distances[$1], $1) }
            .prefix(count).map(\.self)
    }

    private func distances(from row: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: rows)
        for column in columns {
            switch column {
            case .numbers(let numbers):
                let own = numbers[row]
                for other in 0..<rows {
                    let difference = numbers[other] - own
                    if !difference.isNaN {
                        sums[other] += difference * difference
                    } else if numbers[other].isNaN != own.isNaN {
                        sums[other] += cost
                    }
                }
            case .codes(let codes):
                for other in 0..<rows where codes[other] != codes[row] { sums[other] += cost }
            }
        }
        return sums
    }
}

extension FeatureColumn {
    /// A value as a file has it; empty where it is missing.
    func text(_ row: Int) -> String {
        switch values {
        case .numbers(let numbers): Self.text(of: numbers[row])
        case .texts(let texts): texts[row] ?? ""
        }
    }

    /// A number as a file has it, whole ones without decimals.
    static func text(of number: Double) -> String {
        if number.isNaN { return "" }
        return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}
