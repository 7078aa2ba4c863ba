import NumericalKernels
import Testing

@testable import Tables

struct RandomTableTests {
    private static let pieces = [
        "a", "bb", "Female", "Asian-Pac-Islander", "a value of more than sixteen bytes", "1.5", "?", "NA", " ", "\t",
        "é", "日本語", "🙂", "x y",
    ]
    private static let special = [",", "\"", "\n", "\r\n", "\r", "#"]

    /// A well-formed table, or, one time in three, one with something changed.
    private static func text(_ random: inout SeededGenerator) -> String {
        let width = Int.random(in: 1...5, using: &random)
        let quotedShare: Double = [0.0, 0.1, 0.6].randomElement(using: &random) ?? 0
        let newline = Bool.random(using: &random) ? "\n" : "\r\n"
        var text = (0..<width).map { "c\($0)" }.joined(separator: ",") + newline
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            var fields: [String] = []
            for _ in 0..<width {
                var value = ""
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    value += pieces.randomElement(using: &random) ?? ""
                }
                if Double.random(in: 0..<1, using: &random) < quotedShare {
                    if Bool.random(using: &random) { value += special.randomElement(using: &random) ?? "" }
                    value = "\"" + value.replacing("\"", with: "\"\"") + "\""
                    if Int.random(in: 0..<10, using: &random) == 0 { value = " " + value + " " }
                }
                fields.append(value)
            }
            text += fields.joined(separator: ",") + newline
            if Int.random(in: 0..<20, using: &random) == 0 { text += newline }
            if Int.random(in: 0..<20, using: &random) == 0 { text += "#a \"comment\"" + newline }
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            let at = text.unicodeScalars.indices.randomElement(using: &random) ?? text.startIndex
            text.insert(contentsOf: special.randomElement(using: &random) ?? "", at: at)
        }
        return text
    }

    @Test(arguments: 0..<40) func `any chunk size and number of workers agrees with the reference`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<5 {
            let text = RandomTableTests.text(&random)
            let hasComments = Bool.random(using: &random)
            let reference = ReferenceParser(comment: hasComments ? [UInt8(ascii: "#")] : [])
            let expected = reference.read(Array(text.utf8))
            var options = TableOptions()
            options.commentPrefix = hasComments ? "#" : nil
            let file = TemporaryFile(text)
            var messages = Set<String>()
            for (chunk, workers) in [(16, 1), (16, 3), (64, 2), (333, 2), (512 << 10, 1)] {
                do {
                    let table = try collect([file.path], options, chunk: chunk, workers: workers)
                    #expect(expected == .table(columns: table.columns, rows: table.rows), "\(text.debugDescription)")
                } catch let error as TableError {
                    messages.insert("\(error)")
                    if error == .noDataRows(paths: [file.path]) {
                        #expect(expected == .empty, "\(text.debugDescription)")
                    } else if case .fault(let line) = expected {
                        let place = "\(file.path):\(line):"
                        #expect("\(error)".hasPrefix(place), "\(text.debugDescription)")
                    } else {
                        Issue.record("\(error) instead of \(expected) for \(text.debugDescription)")
                    }
                }
            }
            #expect(messages.count <= 1)
        }
    }
}
