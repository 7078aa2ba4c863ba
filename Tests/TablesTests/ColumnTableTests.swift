import Testing

@testable import Tables

struct ColumnTableTests {
    private static func table(_ text: String, _ requests: [ColumnRequest], workers: Int = 2) throws -> ColumnTable {
        let file = TemporaryFile(text)
        let reader = try TableReader(paths: [file.path], options: .init(), limits: .init(chunk: 256))
        return try ColumnTable(reader, requests, workers: workers)
    }

    @Test(arguments: [1, 2, 5]) func `codes follow the rows whatever the number of workers`(workers: Int) throws {
        let text = "a,b\n" + (0..<3_000).map { "v\($0 * 7 % 13),\($0)\n" }.joined()
        let table = try ColumnTableTests.table(
            text, [ColumnRequest(name: "a", decoding: .category), ColumnRequest(name: "b", decoding: .number)],
            workers: workers)
        guard case .categories(let codes, let values) = table.columns[0] else { throw CancellationError() }
        #expect(table.rowCount == 3_000)
        #expect(values == [""] + (0..<13).map { "v\($0 * 7 % 13)" })
        #expect(codes == (0..<3_000).map { UInt32($0 % 13 + 1) })
        #expect(table.columns[1] == .numbers((0..<3_000).map(Double.init)))
    }

    @Test func `a text is missing only where it is empty, and quotes are undone`() throws {
        let table = try ColumnTableTests.table(
            "t,n\nNA,1\n\"say \"\"a\"\",\nb\",2\n,3\n?,4\n", [ColumnRequest(name: "t", decoding: .text)])
        #expect(table.columns == [.texts(["NA", "say \"a\",\nb", nil, "?"])])
    }

    @Test func `a column read through a mapping holds what its texts stand for`() throws {
        let names = TextMapping(["x": "long", "y": "short"])
        let numbers = TextMapping(numbers: ["x": 0.1, "y": 1e-9])
        let table = try ColumnTableTests.table(
            "t,u\nx,1\ny,2\nz,3\n,4\nx,5\n",
            [
                ColumnRequest(name: "t", decoding: .category, mapping: names),
                ColumnRequest(name: "u", decoding: .category),
                ColumnRequest(name: "t", decoding: .number, mapping: numbers),
            ])
        #expect(table.columns[0] == .categories(codes: [1, 2, 0, 0, 1], values: ["", "long", "short"]))
        guard case .numbers(let found) = table.columns[2] else { throw CancellationError() }
        #expect(Array(found[..<2]) == [0.1, 1e-9] && found[2].isNaN && found[3].isNaN && found[4] == 0.1)
    }
}
