import FairnessMetrics
import Foundation
import NumericalKernels
import Reports
import Tables
import TestSupport
import Testing

@testable import Auditing

/// Two thousand damaged tables: each is audited correctly or refused with a message, and none crashes or hangs.
struct DamagedInputTests {
    /// A table that is sound before it is damaged, with weights and scores.
    static func sound(_ generator: inout SeededGenerator) -> [UInt8] {
        var text = "id,sex,race,hired,offer,score,weight,note\n"
        let rows = generator.uniform() < 0.1 ? 1 : 5 + Int(60 * generator.uniform())
        for row in 0..<rows {
            let sex = generator.uniform() < 0.5 ? "F" : "M"
            let race = ["A", "B", "\"C, D\"", ""][Int(4 * generator.uniform())]
            let note = ["", "plain", "\"two\nlines\"", "\"said \"\"no\"\"\"", "é 漢 🙂"][Int(5 * generator.uniform())]
            let label = Int(2 * generator.uniform())
            let offer = Int(2 * generator.uniform())
            text += "\(row),\(sex),\(race),\(label),\(offer),\(generator.uniform()),\(1 + row % 3),\(note)\n"
        }
        return Array(text.utf8)
    }

    /// One kind of damage, by number, to a sound table.
    static func damaged(_ kind: Int, _ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        func position() -> Int { Int(Double(bytes.count) * generator.uniform()) }
        func insert(_ text: some Collection<UInt8>) { bytes.insert(contentsOf: text, at: position()) }
        switch kind {
        case 0: bytes.removeLast(position())
        case 1: insert([0])
        case 2: bytes = [0xFF, 0xFE] + bytes.flatMap { [$0, 0] }
        case 3: insert([0xC3, 0x28])
        case 4: insert(Array(repeating: UInt8(ascii: "x"), count: 100_000))
        case 5: insert([UInt8(ascii: "\"")])
        case 6: bytes = Array("sex,sex,hired,hired,offer,race,score,weight\nF,M,1,0,1,A,0.5,1\n".utf8) + bytes
        case 7: insert(Array(",".utf8))
        case 8: insert(Array("\n".utf8))
        case 9: for _ in 0..<20 { bytes[position()] = UInt8(truncatingIfNeeded: generator.next()) }
        case 10:
            let columns = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
            bytes = Array("sex,race,hired,offer,score,weight,\(columns)\n".utf8) + bytes
        case 11: bytes = Array(String(decoding: bytes, as: UTF8.self).replacing(",1,", with: ",-1,").utf8)
        case 12: bytes = Array(String(decoding: bytes, as: UTF8.self).replacing("0.", with: "zero").utf8)
        case 13: bytes = Array("sex,race,hired,offer,score,weight\n,,,,,1\n,,,,,1\n".utf8)
        case 14: bytes = Array(bytes.prefix { $0 != 10 })
        case 15: bytes = []
        case 16: bytes = bytes.map { $0 == 10 ? 13 : $0 }
        case 17: bytes = [0xEF, 0xBB, 0xBF] + bytes
        case 18: bytes = (0..<2_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        default: bytes = Array(bytes.reversed())
        }
        return bytes
    }

    @Test(arguments: 0..<20)
    func `damage gives a message or a correct audit`(kind: Int) throws {
        try Places.withTemporaryFolder { folder in
            var messages = 0
            for trial in 0..<100 {
                var generator = SeededGenerator(seed: UInt64(kind), stream: UInt64(trial))
                let sound = DamagedInputTests.sound(&generator)
                let bytes = DamagedInputTests.damaged(kind, sound, &generator)
                try Data(bytes).write(to: folder.appending(path: "people.csv"))
                do {
                    let results = try Audit.run(DamagedInputTests.definition(folder, trial))
                    #expect(DamagedInputTests.isConsistent(results))
                } catch let error as TableError {
                    messages += 1
                    #expect(error.kind == .badData, "\(error)")
                    #expect(!"\(error)".isEmpty && "\(error)".utf8.count < 2_000)
                } catch let error as AuditError {
                    messages += 1
                    #expect(error.kind == .data, "\(error)")
                    #expect("\(error)".utf8.count < 2_000)
                }
            }
            // Damage that is always harmless is a byte order mark; some of these always hurt.
            if kind == 17 { #expect(messages == 0) }
            if [1, 2, 10, 14, 15, 18].contains(kind) { #expect(messages == 100) }
        }
    }

    private static func definition(_ folder: URL, _ trial: Int) -> AuditDefinition {
        var definition = AuditDefinition()
        definition.data = ["people.csv"]
        definition.folder = folder.path
        definition.label = ColumnExpression(column: "hired")
        definition.prediction = ColumnExpression(column: "offer")
        definition.protected = [ColumnExpression(column: "sex"), ColumnExpression(column: "race")]
        if trial % 2 == 0 { definition.weight = "weight" }
        if trial % 3 == 0 { definition.score = ColumnExpression(column: "score") }
        return definition
    }

    /// Groups add up to everybody, and every interval holds its estimate.
    private static func isConsistent(_ results: AuditResults) -> Bool {
        let assessment = results.assessment
        let byAttribute = Dictionary(grouping: assessment.groups, by: \.key.attributes)
        return byAttribute.values.allSatisfy { $0.reduce(0) { $0 + $1.count } == results.data.rows }
            && assessment.groups.flatMap(\.metrics).allSatisfy { metric in
                metric.estimate.defined.map { $0.interval.contains($0.value) && $0.value.isFinite } ?? true
            }
    }
}
