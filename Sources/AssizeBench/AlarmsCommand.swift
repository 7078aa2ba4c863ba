import ArgumentParser
import DataAudits
import FairnessMetrics
import Glibc
import NumericalKernels
import Reports

/// Counts how many tables without any problem raise an alarm in an audit of data.
struct AlarmsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "Audits clean tables and counts those that raise an alarm; at most 5 % may.",
        discussion: """
            Two attributes of 2 and 4 groups are independent of a label and ten features; the features go with the label. \
            Values are missing at random. Counted are tables with an adjusted p-value of at most 0.05 anywhere, and tables \
            with a verdict of a disparity shown, which also has to be material.
            """)

    @Option(help: "How many tables.")
    var tables = 400

    @Option(help: "Rows of a table.")
    var rows = 600

    @Option(help: "The seed.")
    var seed: UInt64 = 1

    func run() throws {
        // Tables side by side, each on one thread.
        let (count, first) = (rows, seed)
        let outcomes = ParallelMap.map(tables, workers: 2) { index -> (Set<String>, Bool) in
            var settings = DataAuditSettings()
            settings.workers = 1
            let table = Self.table(rows: count, seed: first &* 1_000_003 &+ UInt64(index))
            let record = DataAudit.record(of: table, settings: settings)
            let parts = record.parts.filter { part in
                part.findings.contains { ($0.adjustedPValue ?? 1) <= 0.05 }
            }
            return (Set(parts.map(\.kind.rawValue)), !record.shown.isEmpty)
        }
        let significant = outcomes.count { !$0.0.isEmpty }
        let shown = outcomes.count { $0.1 }
        func share(_ count: Int) -> String {
            "\(count) of \(tables) (\((Double(count) / Double(tables) * 1000).rounded() / 10) %)"
        }
        print("an adjusted p-value of at most 0.05 anywhere: \(share(significant))")
        for kind in DataAuditPart.Kind.allCases {
            let hits = outcomes.count { $0.0.contains(kind.rawValue) }
            if hits > 0 { print("  \(kind.rawValue): \(share(hits))") }
        }
        print("a disparity shown anywhere: \(share(shown))")
    }

    private static func table(rows: Int, seed: UInt64) -> AuditedTable {
        var generator = SeededGenerator(seed: seed)
        var labels: [UInt8] = []
        var (sex, region): ([Int], [Int]) = ([], [])
        var numbers: [[Double]] = Array(repeating: [], count: 6)
        var codes: [[UInt32]] = Array(repeating: [], count: 4)
        let levels: [UInt32] = [2, 5, 12, 40]
        for _ in 0..<rows {
            sex.append(generator.uniform() < 0.4 ? 0 : 1)
            region.append(generator.choice([0.5, 0.25, 0.15, 0.1]))
            var merit = 0.0
            for index in numbers.indices {
                let value = generator.normal()
                if index < 3 { merit += value }
                let shown = index % 3 == 0 ? exp(value) : index % 3 == 1 ? value : (20 * value).rounded()
                numbers[index].append(generator.uniform() < 0.06 ? .nan : shown)
            }
            for index in codes.indices {
                let code = UInt32(generator.uniform() * Double(levels[index]))
                if index == 1 { merit += Double(code) / 2 - 1 }
                codes[index].append(generator.uniform() < 0.06 ? 0 : code + 1)
            }
            labels.append(generator.uniform() < 1 / (1 + exp(-merit)) ? 1 : 0)
        }
        func attribute(_ name: String, _ values: Int, _ codes: [Int]) -> AuditedTable.Attribute {
            AuditedTable.Attribute(
                column: GroupingColumn(
                    name: name, values: (0..<values).map { AttributeValue(attribute: name, value: "\(name)\($0)") }),
                codes: codes)
        }
        return AuditedTable(
            rowCount: rows, attributes: [attribute("sex", 2, sex), attribute("region", 4, region)],
            label: .init(name: "label", levels: ["no", "yes"], codes: labels),
            features: numbers.enumerated().map { .init(name: "n\($0)", values: .numbers($1)) }
                + codes.enumerated().map { index, codes in
                    .init(
                        name: "c\(index)",
                        values: .categories(codes: codes, values: [""] + (1...levels[index]).map { "v\($0)" }))
                })
    }
}
