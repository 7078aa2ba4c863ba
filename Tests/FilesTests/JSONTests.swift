import Testing

@testable import Files

struct JSONTests {
    private func read(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }
    private func written(_ json: JSON) -> String { String(decoding: json.bytes(), as: UTF8.self) }

    @Test func `keys are written in ascending order whatever the order given`() {
        let json = JSON.object([.init("b", .integer(1)), .init("a", .null), .init("A", .bool(true))])
        #expect(written(json) == #"{"A":true,"a":null,"b":1}"#)
        #expect(json["b"] == .integer(1) && json["z"] == nil)
    }

    @Test func `quotes, backslashes and control characters are escaped`() {
        #expect(written(.string("a\"b\\c\n\t\u{01}é\u{2028}")) == #""a\"b\\c\n\t\u0001é"# + "\u{2028}\"")
    }

    @Test(arguments: [
        0.1, 1e-9, -0.0, 2.2250738585072014e-308, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1.0 / 3,
        123456789.125,
    ])
    func `a double reads back as the same double`(value: Double) throws {
        guard case .number(let back) = try read(written(.number(value))) else {
            Issue.record("no number: \(written(.number(value)))")
            return
        }
        #expect(back.bitPattern == value.bitPattern)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what is no finite number is written as null`(value: Double) { #expect(written(.number(value)) == "null") }

    @Test func `a weighted count is a number and a whole one an integer`() {
        #expect(JSON.count(349) == .integer(349))
        #expect(JSON.count(349.5) == .number(349.5))
        #expect(JSON.count(1e17) == .number(1e17))
    }

    @Test func `an indented text has one member a line and short lists on theirs`() {
        let json = JSON.object([
            .init("a", .array([.integer(1), .integer(2)])), .init("b", .object([.init("c", .null)])),
        ])
        let text = String(decoding: json.bytes(.indented), as: UTF8.self)
        #expect(text == "{\n  \"a\": [1, 2],\n  \"b\": {\n    \"c\": null\n  }\n}\n")
    }

    @Test func `every kind of value is read`() throws {
        let json = try read(#" {"a": [true, false, null, -12, 1.5e3, "x\u00e9\ud83d\ude00\/"], "b": {}} "#)
        #expect(json["a"] == .array([.bool(true), .bool(false), .null, .integer(-12), .number(1500), .string("xé😀/")]))
        #expect(json["b"] == .object([]))
        #expect(try read("123456789012345678901234567890") == .number(0x1.8ee90ff6c373ep+96))
    }

    @Test(arguments: [
        ("", 1, 1), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2), ("[01]", 1, 3),
        ("[1.]", 1, 4),
        ("[+1]", 1, 2), ("[NaN]", 1, 2), ("\"a", 1, 3), ("\"\\x\"", 1, 4), ("\"\\ud800\"", 1, 8), ("\"\n\"", 1, 2),
        ("{\n \"a\": 1,\n \"a\": 2}", 1, 1), ("[1] x", 1, 5), ("tru", 1, 1), ("[1e999]", 1, 2), ("{\n\"a\" 1}", 2, 5),
    ])
    func `malformed text is refused with its place`(text: String, line: Int, column: Int) {
        let error = #expect(throws: FilesError.self) { try read(text) }
        guard case .malformedJSON(let foundLine, let foundColumn, let fault)? = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect((foundLine, foundColumn) == (line, column), "\(text): \(fault)")
    }

    @Test func `keys that only look alike are two keys`() throws {
        let json = try read(#"{"\u00e9":1,"e\u0301":2}"#)
        #expect(json["\u{e9}"] == .integer(1) && json["e\u{301}"] == .integer(2))
    }

    @Test func `a table is read without a tree, with the same faults`() throws {
        func table(_ text: String) throws -> [String: Int] {
            var reader = try JSONReader(Array(text.utf8))
            var table: [String: Int] = [:]
            try reader.beginObject()
            var key: [UInt8] = []
            while try reader.nextKey(into: &key) {
                table[String(decoding: key, as: UTF8.self)] = try reader.integer()
                key.removeAll()
            }
            try reader.finish()
            return table
        }
        #expect(try table(#" { "a" : 1 , "\ud83d\ude00\n":-2} "#) == ["a": 1, "😀\n": -2])
        #expect(try table("{}").isEmpty)
        for text in [
            #"{"a":1.5}"#, #"{"a":"1"}"#, #"{"a" 1}"#, #"{"a":1,}"#, #"{"a":1}}"#, "[]", #"{"a":1"#, #"{"\ud800":1}"#,
        ] {
            #expect(throws: FilesError.self, "\(text)") { try table(text) }
        }
    }

    @Test func `text that is not UTF-8 is refused`() {
        #expect(throws: FilesError.self) { try JSON(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    }

    @Test func `nesting is limited and so is size`() throws {
        let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
        _ = try read(deep(64))
        #expect(throws: FilesError.self) { try read(deep(65)) }
        var limits = JSON.Limits()
        limits.bytes = 3
        #expect(throws: FilesError.self) { try JSON(parsing: Array("[12]".utf8), limits: limits) }
    }

    @Test func `every prefix and every changed byte of a text is read or refused, never a crash`() throws {
        let bytes = Array(
            #"{"a":[1,-2.5e3,"x\n\u00e9\ud83d\ude00é",true,null,{"deep":[[[]]],"":0}],"b":"0123456789abcdef😀","c":{}}"#
                .utf8)
        _ = try JSON(parsing: bytes)
        for end in bytes.indices { #expect(throws: FilesError.self) { try JSON(parsing: Array(bytes[..<end])) } }
        for index in bytes.indices {
            for value in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = value
                guard let json = try? JSON(parsing: changed) else { continue }
                #expect(try JSON(parsing: json.bytes()) == json)
            }
        }
    }
}
