import Testing

@testable import Tables

struct DelimitedTextTests {
    @Test func `fields are separated by commas and named by the header`() throws {
        let table = try collect(text: "sex,age\nF,31\nM,?\n")
        #expect(table.columns == ["sex", "age"])
        #expect(table.rows == [["F", "31"], ["M", nil]])
        #expect(table.missing == [0, 1])
        #expect(table.summary.rows == 2)
    }

    @Test func `quoted fields hold separators, newlines and doubled quotes`() throws {
        let table = try collect(text: "a,b\n\"x, y\",\"1\n2\"\n\"say \"\"hi\"\"\",\"\"\"\"\n\"\",z\n")
        #expect(table.rows == [["x, y", "1\n2"], ["say \"hi\"", "\""], [nil, "z"]])
    }

    @Test func `blanks around fields and quotes are trimmed, blanks inside quotes are not`() throws {
        let table = try collect(text: " a , b\n  x\t, \" y \" \n")
        #expect(table.columns == ["a", "b"])
        #expect(table.rows == [["x", " y "]])
    }

    @Test(arguments: [
        "a,b\r\n1,2\r\n3,4\r\n", "\u{FEFF}a,b\n1,2\n3,4", "a,b\r\n\r\n1,2\r\n\n3,4", "a,b\n\"1\",2\r\n3,\"4\"\r\n",
    ])
    func `line ends, blank lines, a byte order mark and a missing last newline change nothing`(text: String) throws {
        let table = try collect(text: text)
        #expect(table.columns == ["a", "b"])
        #expect(table.rows == [["1", "2"], ["3", "4"]])
    }

    @Test func `in a table of one column a blank line is a missing value`() throws {
        #expect(try collect(text: "a\nx\n\ny\n").rows == [["x"], [nil], ["y"]])
    }

    @Test func `tabs separate the fields of a tsv file`() throws {
        #expect(try collect(text: "a\tb\n1,5\t \n", ending: "tsv").rows == [["1,5", nil]])
        #expect(try collect(text: "a\tb\n\t\n", ending: "tab").rows == [[nil, nil]])
    }

    @Test func `a blank-separated table may end its lines in a blank`() throws {
        var options = TableOptions()
        options.separator = UInt8(ascii: " ")
        options.hasHeader = false
        #expect(
            try collect(text: "A11 6\nA12 48 \nA14 12 \r\n", options).rows == [
                ["A11", "6"], ["A12", "48"], ["A14", "12"],
            ])
        #expect(try collect(text: "A11 6 \nA12 48 \n", options).columns == ["column1", "column2"])
        #expect(try collect(text: "A11  6\n", options).rows == [["A11", nil, "6"]])
    }

    @Test func `without a header names are given or made`() throws {
        var options = TableOptions()
        options.hasHeader = false
        #expect(try collect(text: "1,2\n", options).columns == ["column1", "column2"])
        options.columnNames = ["x", "y"]
        let table = try collect(text: "1,2\n", options)
        #expect(table.columns == ["x", "y"])
        #expect(table.rows == [["1", "2"]])
    }

    @Test(arguments: [16, 64, 512 << 10])
    func `comment lines are skipped whatever they hold`(chunk: Int) throws {
        var options = TableOptions()
        options.commentPrefix = "#"
        let text = "# a \"quote\na,b\n#x,y\n1,\"2\n# not a comment\"\n# it's \" open\n3,4\n#"
        let table = try collect(text: text, options, chunk: chunk)
        #expect(table.rows == [["1", "2\n# not a comment"], ["3", "4"]])
    }

    @Test func `with quotes turned off they are ordinary characters`() throws {
        var options = TableOptions()
        options.allowsQuotes = false
        #expect(try collect(text: "a,b\n\"x,5\" tall\n", options).rows == [["\"x", "5\" tall"]])
    }

    @Test func `missing markers are trimmed and may be numbers`() throws {
        var options = TableOptions()
        options.missingMarkers = [" -9 ", "none"]
        let values = try numbers(text: "a\n-9\n 2.5\nnone\n-9.0\n", column: "a", options)
        #expect(values.map { $0.isNaN ? nil : $0 } == [nil, 2.5, nil, -9])
        #expect(try collect(text: "a,b\n,x\n", options).rows == [["", "x"]])
    }

    @Test func `texts are the same only if their bytes are`() throws {
        let table = try collect(text: "a\né\ne\u{301}\n")
        #expect(table.rows.map { Array(($0[0] ?? "").utf8).count } == [2, 3])
    }

    @Test func `a hundred thousand columns can be read`() throws {
        let count = 100_000
        let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
        let row = (0..<count).map { "\($0)" }.joined(separator: ",")
        let file = TemporaryFile(header + "\n" + row + "\n" + row + "\n")
        let reader = try TableReader(paths: [file.path])
        var rows: [[String?]] = []
        let summary = try reader.scan(
            [ColumnRequest(name: "c99999", decoding: .category), ColumnRequest(name: "c0", decoding: .category)],
            makeWorker: { RowCollector($0) }, merge: { rows += $0 })
        #expect(summary.rows == 2)
        #expect(rows == [["99999", "0"], ["99999", "0"]])
    }

    @Test func `several files are one table`() throws {
        let first = TemporaryFile("a,b\n1,2\n"), second = TemporaryFile("\u{FEFF}a,b\r\n3,4")
        let table = try collect([first.path, second.path])
        #expect(table.rows == [["1", "2"], ["3", "4"]])
        #expect(table.summary.files.map(\.rows) == [1, 1])
        #expect(table.summary.files.map(\.bytes) == [8, 11])
    }

    @Test func `the digest of the bytes is SHA-256`() throws {
        // sha256sum of "a,b\n1,2\n"
        let table = try collect(text: "a,b\n1,2\n", chunk: 3)
        #expect(table.summary.files[0].sha256 == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470")
        #expect(table.summary.bytes == 8)
    }
}
