import Testing

@testable import Tables

struct ColumnNamesTests {
    @Test func `repeated names are numbered, and a literal name wins over a made one`() {
        let names = ColumnNames(header: ["name", "x", "name", "name.1", "name"])
        #expect(names.names == ["name", "x", "name.2", "name.1", "name.3"])
        #expect(
            names.warnings == [
                "column 'name' appears 3 times (columns 1, 3 and 5); 'name' means the first, 'name.2' and 'name.3' the next"
            ])
        #expect(ColumnNames(header: ["a", "a"]).names == ["a", "a.1"])
    }

    @Test func `an empty name becomes the number of its column`() {
        #expect(ColumnNames(header: ["", "a", ""]).names == ["column1", "a", "column3"])
        #expect(ColumnNames(header: ["column2", ""]).names == ["column2", "column2.1"])
    }

    @Test func `names in a header are trimmed and unquoted`() throws {
        #expect(try collect(text: " \"a \"\"b\" , c\n1,2\n").columns == ["a \"b", "c"])
    }

    @Test(arguments: [
        ("rcae", "race"), ("Race", "race"), ("false_postive_rate", "false_positive_rate"), ("se", "sex"), ("xyz", nil),
        ("", nil),
    ])
    func `the nearest name is meant`(name: String, expected: String?) {
        #expect(didYouMean(name, among: ["sex", "race", "false_positive_rate", "false_negative_rate"]) == expected)
    }
}
