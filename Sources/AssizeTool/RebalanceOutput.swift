import Auditing
import FairnessMetrics
import Files
import Mitigations
import Models
import Reports

/// What `assize rebalance` says of a table that a method made, and writes.
struct RebalanceOutput {
    let table: LabelledRows
    let attributes: [GroupingColumn]
    let confidence: Double

    /// The rows as CSV: all columns, then weight, origin and the row that each came from, counted from 0.
    func csv(_ result: RebalancedRows) -> [UInt8] {
        let names = table.columns.map(\.name) + RebalanceTable.added
        var bytes = Array((names.map(CSVField.quoted).joined(separator: ",") + "\n").utf8)
        for (row, weight) in zip(result.rows, result.weights) {
            for column in table.columns {
                let text = row.texts[column.name] ?? column.texts[row.source]
                bytes += Array(CSVField.quoted(text).utf8)
                bytes.append(UInt8(ascii: ","))
            }
            bytes += Array("\(weight),\(CSVField.quoted(row.origin.text)),\(row.source)\n".utf8)
        }
        return bytes
    }

    /// What a method made of the whole table.
    func record(_ method: TableMethod, _ result: RebalancedRows, file: String) -> RebalanceRecord.Method {
        RebalanceRecord.Method(
            id: method.text, explanation: method.kind.explanation, file: file, rowsBefore: table.count,
            rowsAfter: result.rows.count, cells: cells(result), dependence: dependence(result),
            unknown: result.unknownCount, notes: result.notes)
    }

    private func cells(_ result: RebalancedRows) -> [RebalanceRecord.Cell] {
        struct Key: Hashable {
            let group: Int
            let label: Int
        }
        struct Counts {
            var (before, after, copied, synthetic, changed, kept) = (0, 0, 0, 0, 0, 0)
            var (weightBefore, weightAfter) = (0.0, 0.0)
        }
        var counts: [Key: Counts] = [:]
        for row in 0..<table.count {
            guard let group = table.groups[row], let label = table.labels[row] else { continue }
            counts[Key(group: group, label: label), default: Counts()].before += 1
            counts[Key(group: group, label: label), default: Counts()].weightBefore += table.weight(row)
        }
        for (row, weight) in zip(result.rows, result.weights) {
            guard let group = table.groups[row.source], let label = row.label else { continue }
            var own = counts[Key(group: group, label: label)] ?? Counts()
            own.after += 1
            own.weightAfter += weight
            switch row.origin {
            case .original: own.kept += 1
            case .copied: own.copied += 1
            case .synthetic: own.synthetic += 1
            case .changed, .augmented: own.changed += 1
            }
            counts[Key(group: group, label: label)] = own
        }
        let isChanged = result.rows.contains { if case .changed = $0.origin { true } else { false } }
        return counts.sorted { ($0.key.group, $0.key.label) < ($1.key.group, $1.key.label) }.map { key, own in
            RebalanceRecord.Cell(
                group: table.groupName(key.group), label: table.labelNames[key.label], rowsBefore: own.before,
                rowsAfter: own.after, weightBefore: own.weightBefore, weightAfter: own.weightAfter, copied: own.copied,
                synthetic: own.synthetic, changed: own.changed, removed: isChanged ? 0 : max(0, own.before - own.kept))
        }
    }

    private func dependence(_ result: RebalancedRows) -> [RebalanceRecord.Dependence] {
        guard table.labelNames.count == 2 else { return [] }
        let before = differences((0..<table.count).map { ($0, table.labels[$0], table.weight($0)) })
        let after = differences(zip(result.rows, result.weights).map { ($0.source, $0.label, $1) })
        return before.map { entry in
            RebalanceRecord.Dependence(
                attributes: entry.attributes, before: entry.estimate,
                after: after.first { $0.attributes == entry.attributes }?.estimate ?? .undefined("no group is left"))
        }
    }

    /// The differences of base rates between the groups of each attribute and of all together.
    private func differences(
        _ rows: [(source: Int, label: Int?, weight: Double)]
    ) -> [(attributes: [String], estimate: Estimate)] {
        var counts = GroupTable(attributes: attributes, inputs: [.label])
        var cells: [[Int]: Tally] = [:]
        for row in rows {
            guard let label = row.label else { continue }
            let codes = table.attributes.map { $0.codes[row.source] }
            guard !codes.contains(nil) else { continue }
            cells[codes.compactMap(\.self), default: Tally()].add(
                Mass(count: 1, weight: row.weight, squaredWeight: row.weight * row.weight),
                label: label == 1 ? .positive : .negative, prediction: .missing)
        }
        for (cell, tally) in cells.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            counts.add(tally, at: cell)
        }
        var settings = AssessmentSettings()
        settings.confidence = confidence
        let names = attributes.map(\.name)
        let sets = names.count > 1 ? names.map { [$0] } + [names] : [names]
        let disparities = Assessor(settings: settings).assess(counts).disparities
        return sets.map { set in
            let found = disparities.first {
                $0.attributes == set && $0.metric == "base_rate" && $0.aggregation == .difference
            }
            return (set, found?.estimate ?? .undefined("fewer than two groups have a rate"))
        }
    }
}
