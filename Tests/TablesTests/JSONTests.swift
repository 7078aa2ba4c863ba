import NumericalKernels
import Testing

@testable import Tables

struct JSONTests {
    @Test(arguments: [16, 64, 512 << 10])
    func `lines of objects with keys in any order`(chunk: Int) throws {
        let text = """
            {"sex":"F","age":31,"hired":true}
            {"age":null,"sex":"?","note":"x"}

            {"hired":false,"age":1.50e1,"sex":"M","sex":"X"}
            """
        let table = try collect(text: text, ending: "jsonl", chunk: chunk)
        #expect(table.columns == ["sex", "age", "hired", "note"])
        #expect(table.rows == [["F", "31", "true", nil], [nil, nil, nil, "x"], ["X", "1.50e1", "false", nil]])
        #expect(table.missing == [1, 1, 1, 2])
    }

    @Test(arguments: [16, 20, 512 << 10])
    func `an array of objects on one line or on many`(chunk: Int) throws {
        let expected: [[String?]] = [["1", "}],["], ["2", "\\\""], ["3", nil]]
        let one = "[{\"a\":1,\"b\":\"}],[\"},{\"a\":2,\"b\":\"\\\\\\\"\"},{\"a\":3}]"
        #expect(try collect(text: one, ending: "json", chunk: chunk).rows == expected)
        let many = one.replacing(",{", with: "\n , {\n\t")
        #expect(try collect(text: "\u{FEFF} \n" + many + "\n\n", ending: "json", chunk: chunk).rows == expected)
        #expect(try collect(text: many, ending: "data", chunk: chunk).rows == expected)
    }

    @Test func `escapes stand for characters, also in keys`() throws {
        let text = #"{"\u0061":"\u00e9\ud83d\ude00\n\t\"\\\/\b\f\r","b":""}"#
        let table = try collect(text: text, ending: "jsonl")
        #expect(table.columns == ["a", "b"])
        #expect(table.rows == [["é😀\n\t\"\\/\u{8}\u{c}\r", nil]])
        #expect(table.missing == [0, 1])
    }

    @Test func `numbers may be written as numbers or as texts`() throws {
        let values = try numbers(
            text: "{\"a\":-1.5e2}\n{\"a\":\"0.25\"}\n{\"a\":null}\n{}\n{\"a\":\"\\u0031\"}\n", ending: "jsonl",
            column: "a")
        #expect(values.map { $0.isNaN ? nil : $0 } == [-150, 0.25, nil, nil, 1])
    }

    @Test func `columns are the keys of the first hundred records`() throws {
        let text = (0..<150).map { "{\"a\":1,\"k\($0)\":2}\n" }.joined()
        let file = TemporaryFile(text, ending: "jsonl")
        #expect(try TableReader(paths: [file.path]).columns.count == 101)
    }

    @Test(arguments: [
        ("{\"a\":1}\n{\"a\":1", 2, "',' or '}' is expected"),
        ("{\"a\":1}\n{\"a\":\"x", 2, "a string must be closed"),
        ("{\"a\":1}\n{\n\"a\":1}", 2, "write each record on one line"), ("{\"a\":01}", 1, "is expected"),
        ("{\"a\":1} {\"a\":2}", 1, "the end of the line is expected"), ("{\"a\":NaN}", 1, "a value is expected"),
        ("{\"a\":1,}", 1, "a key in quotes is expected"), ("{a:1}", 1, "a key in quotes is expected"),
        ("{\"a\":\"\\x\"}", 1, "an escape is expected"), ("{\"a\":\"\\ud800\"}", 1, "without its other half"),
        ("{\"a\":\"\\udc00\"}", 1, "without its other half"),
        ("{\"a\":\"\\ud83d\\u0041\"}", 1, "without its other half"),
        ("{\"a\":\"\\u12g4\"}", 1, "four hexadecimal digits"), ("{\"a\":\"x\ty\"}", 1, "control characters"),
        ("{\"a\":1.}", 1, "a digit is expected"), ("{\"a\":1e}", 1, "a digit is expected"), ("1\n2\n", 1, "an object"),
        ("{\"a\":tru}", 1, "a value is expected"), ("{\"a\" 1}", 1, "':' is expected"), ("{\"b\":[1}", 1, "',' or ']'"),
    ])
    func `malformed lines are errors with their line`(text: String, line: Int, part: String) {
        for chunk in [16, 512 << 10] {
            let found = message { _ = try collect(text: text, ending: "jsonl", chunk: chunk) }
            #expect(found.hasPrefix("jsonl:\(line): ") && found.contains(part), "\(found)")
        }
    }

    @Test(arguments: [
        ("[{\"a\":1}", 2, "',' or ']' is expected"), ("[{\"a\":1},", 2, "an object"), ("[{\"a\":1},]", 2, "an object"),
        ("[{\"a\":1} {\"a\":2}]", 2, "',' or ']'"), ("[{\"a\":1}]x", 2, "nothing is expected"), ("[1]", 1, "an object"),
        ("[{\"a\":1},{\"a\"", 2, "':' is expected"), ("[{\"a\":1},\n\n{\"a\":x}]", 2, "a value"), ("[", 1, "an object"),
        ("[{\"a\":1}]]", 2, "nothing is expected"), ("[{\"a\":1},[2]]", 2, "an object"),
    ])
    func `malformed arrays are errors with their record`(text: String, record: Int, part: String) {
        for chunk in [16, 512 << 10] {
            let found = message { _ = try collect(text: text, ending: "json", chunk: chunk) }
            #expect(found.contains(": record \(record): ") && found.contains(part), "\(found)")
        }
    }

    @Test(arguments: ["jsonl", "json"]) func `a first record of many megabytes is an error`(ending: String) {
        let long = (ending == "json" ? "[" : "") + "{\"a\":\"" + String(repeating: "x", count: 17 << 20)
        #expect(
            message { _ = try collect(text: long, ending: ending) }.contains("a record of more than 16777216 bytes"))
    }

    @Test func `deep nesting is an error, not a crash`() {
        let text = "{\"a\":1,\"b\":" + String(repeating: "[", count: 100_000)
        #expect(message { _ = try collect(text: text, ending: "jsonl") }.contains("128 levels"))
    }

    @Test(arguments: 0..<20) func `any chunk size and number of workers gives the same rows`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let values = ["1", "-2.5", "\"x\"", "\"\\\"]}\"", "null", "true", "\"é\"", "\"long enough to be a long key\""]
        var expected: [[String?]] = [["start", "start", "start"]]
        var objects = ["{\"a\":\"start\",\"b\":\"start\",\"c\":\"start\"}"]
        for _ in 0..<50 {
            var row: [String?] = [nil, nil, nil]
            var members: [String] = []
            for (column, name) in ["a", "b", "c"].enumerated().shuffled(using: &random)
            where Bool.random(using: &random) {
                let value = values.randomElement(using: &random) ?? ""
                members.append("\"\(name)\" :\(value)")
                let text = value.hasPrefix("\"") ? String(value.dropFirst().dropLast()) : value
                row[column] = value == "null" ? nil : text.replacing("\\\"", with: "\"")
            }
            objects.append("{" + members.joined(separator: ", ") + "}")
            expected.append(row)
        }
        for (text, ending) in [
            (objects.joined(separator: "\r\n"), "jsonl"), ("[" + objects.joined(separator: ",\n") + "]", "json"),
        ] {
            for (chunk, workers) in [(16, 1), (16, 3), (100, 2), (512 << 10, 2)] {
                #expect(try collect(text: text, ending: ending, chunk: chunk, workers: workers).rows == expected)
            }
        }
    }
}
