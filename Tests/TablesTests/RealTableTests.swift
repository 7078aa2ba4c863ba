import Glibc
import Testing

@testable import Tables

/// Real files, which lie beside the package where they are available.
private let data: String = {
    let package = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    return package + "/../shared/data"
}()

private func isAvailable(_ path: String) -> Bool { access(data + "/" + path, R_OK) == 0 }

struct RealTableTests {
    private func counts(_ paths: [String], _ options: TableOptions = .init(), column: String) throws -> [String: Int] {
        let table = try collect(paths.map { data + "/" + $0 }, options)
        let position = try #require(table.columns.firstIndex(of: column))
        return table.rows.reduce(into: [:]) { $0[$1[position] ?? "missing", default: 0] += 1 }
    }

    @Test(.enabled(if: isAvailable("compas/compas-scores-two-years.csv"), "needs the COMPAS file beside the package"))
    func `COMPAS has 7214 rows and repeated header names`() throws {
        let path = "compas/compas-scores-two-years.csv"
        let reader = try TableReader(paths: [data + "/" + path])
        #expect(reader.warnings.count == 2)
        #expect(reader.columns.contains("decile_score.1") && reader.columns.contains("priors_count.1"))
        let races = try counts([path], column: "race")
        #expect(races["African-American"] == 3696)
        #expect(races["Caucasian"] == 2454)
        #expect(races.values.reduce(0, +) == 7214)
    }

    @Test(.enabled(if: isAvailable("adult/adult.test"), "needs the Adult files beside the package"))
    func `Adult has 48842 rows in two files without a header`() throws {
        var options = TableOptions()
        options.hasHeader = false
        options.commentPrefix = "|"
        let labels = try counts(["adult/adult.data", "adult/adult.test"], options, column: "column15")
        #expect(labels.values.reduce(0, +) == 48842)
        #expect((labels[">50K"] ?? 0) + (labels[">50K."] ?? 0) == 11687)
    }

    @Test(.enabled(if: isAvailable("german_credit/german.data"), "needs the German credit file beside the package"))
    func `German credit is separated by blanks`() throws {
        var options = TableOptions()
        options.hasHeader = false
        options.separator = UInt8(ascii: " ")
        #expect(try counts(["german_credit/german.data"], options, column: "column21") == ["1": 700, "2": 300])
    }

    @Test(
        .enabled(
            if: isAvailable("acs_employment_tx_scored/ACSEmployment_TX.json"), "needs the ACS file beside the package"))
    func `ACS is one JSON array of 53620 objects`() throws {
        let groups = try counts(["acs_employment_tx_scored/ACSEmployment_TX.json"], column: "sensitive-attribute")
        #expect(groups.values.reduce(0, +) == 53620)
    }

    @Test(.enabled(if: isAvailable("davidson_hate/labeled_data.csv"), "needs the Davidson file beside the package"))
    func `newlines inside quotes do not end a row`() throws {
        #expect(try counts(["davidson_hate/labeled_data.csv"], column: "class").values.reduce(0, +) == 24783)
    }
}
