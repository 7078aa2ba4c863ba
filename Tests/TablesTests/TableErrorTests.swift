import Glibc
import Testing

@testable import Tables

/// One test per case of `TableError`.
struct TableErrorTests {
    private func message(text: String, ending: String = "csv", _ options: TableOptions = .init()) -> String {
        TablesTests.message { _ = try collect(text: text, ending: ending, options, chunk: 16) }
    }

    private func kind(_ body: () throws -> Void) -> TableError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? TableError)?.kind
        }
    }

    @Test func `an absent file and a folder cannot be opened`() {
        #expect(
            TablesTests.message { _ = try TableReader(paths: ["/nowhere.csv"]) }
                == "/nowhere.csv: cannot be opened: No such file or directory")
        #expect(
            TablesTests.message { _ = try TableReader(paths: ["/tmp"]) } == "/tmp: cannot be opened: it is a folder")
        #expect(kind { _ = try TableReader(paths: ["/nowhere.csv"]) } == .missingInput)
    }

    @Test func `a failing read is an input error`() {
        // Reading a process's memory at address 0 fails, though the file opens.
        #expect(kind { _ = try TableReader(paths: ["/proc/self/mem"]) } == .inputOutput)
        #expect(TablesTests.message { _ = try TableReader(paths: ["/proc/self/mem"]) }.contains("reading failed"))
    }

    @Test func `a file that changed after its header was read is refused`() throws {
        let file = TemporaryFile("a\n1\n")
        let reader = try TableReader(paths: [file.path])
        let descriptor = open(file.path, O_WRONLY | O_APPEND)
        write(descriptor, "2\n", 2)
        close(descriptor)
        let text = TablesTests.message {
            _ = try reader.scan([], makeWorker: { RowCollector($0) }, merge: { _ in })
        }
        #expect(text.contains("the file changed after its header was read"))
    }

    @Test func `a stream cannot be scanned twice`() throws {
        let pipe = NamedPipe("a\n1\n")
        let reader = try TableReader(paths: [pipe.path])
        let requests = [ColumnRequest(name: "a", decoding: .category)]
        #expect(try reader.scan(requests, makeWorker: { RowCollector($0) }, merge: { _ in }).rows == 1)
        let text = TablesTests.message {
            _ = try reader.scan(requests, makeWorker: { RowCollector($0) }, merge: { _ in })
        }
        #expect(text.contains("a stream can be read only once"))
    }

    @Test func `options that make no sense are usage errors`() throws {
        #expect(kind { _ = try TableReader(paths: []) } == .usage)
        #expect(kind { _ = try TableReader(paths: ["-", "-"]) } == .usage)
        let file = TemporaryFile("a,b\n1,2\n")
        for separator in [UInt8(ascii: "\""), 10, 13, 0, 200] {
            var options = TableOptions()
            options.separator = separator
            #expect(kind { _ = try TableReader(paths: [file.path], options: options) } == .usage)
        }
        var options = TableOptions()
        options.columnNames = ["x", "y"]
        #expect(kind { _ = try TableReader(paths: [file.path], options: options) } == .usage)
        options = TableOptions()
        options.commentPrefix = "#\n"
        #expect(kind { _ = try TableReader(paths: [file.path], options: options) } == .usage)
        let other = TemporaryFile("{\"a\":1}", ending: "jsonl"), tabs = TemporaryFile("a\tb\n", ending: "tsv")
        #expect(kind { _ = try TableReader(paths: [file.path, other.path]) } == .usage)
        #expect(kind { _ = try TableReader(paths: [file.path, tabs.path]) } == .usage)
    }

    @Test func `an unknown column comes with the name that was meant`() throws {
        let file = TemporaryFile((["sex", "race"] + (0..<30).map { "c\($0)" }).joined(separator: ",") + "\n")
        let reader = try TableReader(paths: [file.path])
        let text = TablesTests.message { _ = try reader.columnIndex(named: "rcae") }
        #expect(text.hasPrefix("no column named 'rcae'; did you mean 'race'? The columns are sex, race, c0, c1"))
        #expect(text.hasSuffix("c17 and 12 more"))
        #expect(try reader.columnIndex(named: "race") == 1)
        #expect(kind { _ = try reader.columnIndex(named: "income") } == .badData)
    }

    @Test func `names must fit the first row`() {
        var options = TableOptions()
        options.hasHeader = false
        options.columnNames = ["x"]
        #expect(
            message(text: "1,2\n", options)
                == "csv:1: 2 fields, but 1 column names were given; give one name for each field")
    }

    @Test func `files with other columns are refused`() throws {
        let first = TemporaryFile("a,b\n1,2\n"), second = TemporaryFile("a,c\n1,2\n"), third = TemporaryFile("a\n1\n")
        let text = TablesTests.message { _ = try TableReader(paths: [first.path, second.path]) }
        #expect(text.contains("column 2 is 'c' instead of 'b'"))
        #expect(
            TablesTests.message { _ = try TableReader(paths: [first.path, third.path]) }.contains("1 instead of 2"))
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x61], "UTF-16"), ([0, 0, 0xFE, 0xFF], "UTF-32"),
            ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0x50, 0x4B, 3, 4], "zip"), ([0x1F, 0x8B, 8], "gzip"),
            ([0x50, 0x41, 0x52, 0x31], "Parquet"), ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard"),
        ] as [([UInt8], String)])
    func `another kind of file is named`(bytes: [UInt8], name: String) {
        let file = TemporaryFile(bytes)
        #expect(TablesTests.message { _ = try TableReader(paths: [file.path]) }.contains(name))
    }

    @Test(arguments: ["", "\n\n", "a,b\n", "a,b", "\u{FEFF}"])
    func `a table without rows is an error`(text: String) {
        #expect(message(text: text).hasSuffix("no data rows"))
        #expect(message(text: "[]", ending: "json").hasSuffix("no data rows"))
    }

    @Test func `a NUL byte is named with its line`() {
        #expect(message(text: "a,b\n1,2\n3,\u{0}\n").hasPrefix("csv:3: a NUL byte"))
        #expect(message(text: "a,\u{0}b\n1,2\n").hasPrefix("csv:1: a NUL byte"))
    }

    @Test func `invalid UTF-8 is named with its line and column`() {
        let file = TemporaryFile(Array("a,b\n1,2\n3,".utf8) + [0xE9, 10])
        let text = TablesTests.message { _ = try collect([file.path]) }
        #expect(text.hasPrefix("csv:3: column 'b': not valid UTF-8"))
    }

    @Test func `a ragged row is named with its line`() {
        #expect(message(text: "a,b\n1,2\n\n1,2,3\n").hasPrefix("csv:4: 3 fields, but the table has 2 columns"))
        #expect(message(text: "a,b\n1,2\n1\n").hasPrefix("csv:3: 1 field, but the table has 2 columns"))
    }

    @Test func `a quote inside an unquoted field is named with its line and column`() {
        #expect(
            message(text: "a,b\n\"x\n\",2\n1,5\" tall\n").hasPrefix("csv:4: column 'b': a quote inside an unquoted"))
        #expect(message(text: "a,b\"\n").hasPrefix("csv:1: column '2': a quote inside an unquoted"))
    }

    @Test func `text after a closing quote is named with its line and column`() {
        #expect(message(text: "a,b\n\"x\"y,2\n").hasPrefix("csv:2: column 'a': text after a closing quote"))
    }

    @Test func `a quote that never closes is named where it opens`() {
        #expect(message(text: "a,b\n1,2\n3,\"x\n\n4,5\n").hasPrefix("csv:3: column 'b': a quote opens here"))
    }

    @Test func `a record longer than the limit is an error that names the open quote`() {
        let long = String(repeating: "x\n", count: 3000)
        let open = TablesTests.message { _ = try collect(text: "a\n1\n\"" + long, chunk: 64, record: 1000) }
        #expect(open.hasPrefix("csv:3: column 'a': a quote opens here"))
        let line = TablesTests.message {
            _ = try collect(text: "a\n1\n" + String(repeating: "x", count: 3000), chunk: 64, record: 1000)
        }
        #expect(line.hasPrefix("csv:3: a record of more than 1000 bytes"))
        let object = TablesTests.message {
            let text = "[{\"a\":1},{\"a\":\"" + String(repeating: "x", count: 3000) + "\"}]"
            _ = try collect(text: text, ending: "json", chunk: 64, record: 1000)
        }
        #expect(object.hasPrefix("json:1: record 2: a record of more than 1000 bytes"))
    }

    @Test func `lines that end in carriage returns alone are named`() {
        #expect(message(text: "a,b\r1,2\r3,4\r").hasPrefix("csv:1: lines end in carriage returns alone"))
    }

    @Test(arguments: ["n/a", "NaN", "inf", "1,5", "0x10", "12 %", "1e999", "true"])
    func `a text in a number column is named with its place`(value: String) {
        let text = TablesTests.message { _ = try numbers(text: "a,b\n1,2\nx,\"\(value)\"\n", column: "b") }
        #expect(
            text == "csv:3: column 'b': '\(value)' is not a number; name it with --missing if it means no value")
    }

    @Test func `a long value is shortened and its control characters are shown`() {
        let value = "\u{1B}[31m\t" + String(repeating: "x", count: 100)
        let text = TablesTests.message { _ = try numbers(text: "a\n\"\(value)\"\n", column: "a") }
        #expect(text.contains("'\\u{1b}[31m\\t" + String(repeating: "x", count: 54) + "…'"))
    }

    @Test func `too many different values are an error`() {
        let text = "a\n" + (0...1_000_000).map { "\($0)\n" }.joined()
        #expect(message(text: text, 1 << 20).hasSuffix("so choose another column or read it as a number"))
    }

    private func message(text: String, _ chunk: Int) -> String {
        let file = TemporaryFile(text)
        return TablesTests.message { _ = try collect([file.path], chunk: chunk) }
    }

    @Test func `malformed JSON is named with its line`() {
        #expect(message(text: "{\"a\":1}\n{\"a\":}\n", ending: "jsonl").hasPrefix("jsonl:2: a value is expected"))
    }

    @Test func `a nested value in a requested column is an error`() {
        let text = message(text: "{\"a\":1}\n{\"a\":[1]}\n", ending: "jsonl")
        #expect(text.hasPrefix("jsonl:2: column 'a': an object or array"))
        #expect(
            TablesTests.message { _ = try numbers(text: "{\"a\":1,\"b\":{}}", ending: "json", column: "a") }
                == "no error")
    }
}
