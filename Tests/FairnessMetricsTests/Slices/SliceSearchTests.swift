import Testing

@testable import FairnessMetrics

/// What a search reports, and how often it is wrong.
struct SliceSearchTests {
    static func search(
        _ test: SliceSearch.Test = .heldOut, _ change: (inout SliceSearch) -> Void = { _ in }
    ) -> SliceSearch {
        var search = SliceSearch(metric: .selectionRate)
        search.test = test
        search.minimumRows = 20
        change(&search)
        return search
    }

    /// 12,000 rows of which those with c1 = v2 and c3 = v0 are selected half as often again.
    static func planted(seed: UInt64) -> SliceTable {
        SliceOracle.table(rows: 12_000, levels: [3, 4, 2, 3, 5], seed: seed) { $0[1] == 2 && $0[3] == 0 ? 0.6 : 0.3 }
    }

    @Test(arguments: [SliceSearch.Test.heldOut, .permutation(draws: 99)])
    func `a planted slice comes first and alone`(test: SliceSearch.Test) throws {
        let findings = SliceSearchTests.search(test).run(on: SliceSearchTests.planted(seed: 3))
        let first = try #require(findings.slices.first)
        #expect(first.key.values.map { "\($0.attribute)=\($0.value)" } == ["c1=v2", "c3=v0"])
        #expect(first.verdict == .disparityShown && first.adjustedPValue <= 0.01 && first.z > 5)
        let difference = try #require(first.difference.defined)
        #expect(difference.interval.contains(0.3) && difference.interval.contains(difference.value))
        // The plain columns, refinements and overlaps differ too, but only because of the planted slice.
        #expect(findings.slices.dropFirst().allSatisfy { $0.verdict != .disparityShown })
    }

    @Test func `what is reported is counted in rows that the search did not see`() throws {
        let table = SliceSearchTests.planted(seed: 5)
        let findings = SliceSearchTests.search().run(on: table)
        let counted = CountedRows(table, .selectionRate)
        let halves = counted.halves(seed: 0)
        #expect(findings.searchedRows == halves.searched.positions.count)
        #expect(findings.heldOutRows == halves.heldOut.positions.count)
        #expect(Set(halves.searched.positions).isDisjoint(with: halves.heldOut.positions))
        #expect(findings.searchedRows + findings.heldOutRows == counted.positions.count)
        // A fair coin: five standard deviations.
        #expect(abs(findings.searchedRows - findings.heldOutRows) < 5 * 110)
        let first = try #require(findings.slices.first)
        let inSlice = halves.heldOut.positions.indices.filter { index in
            let row = Int(halves.heldOut.positions[index])
            return table.columns[1].codes[row] == 2 && table.columns[3].codes[row] == 0
        }
        #expect(first.rate.defined?.denominator == Double(inSlice.count))
        #expect(first.rate.defined?.numerator == Double(inSlice.count { halves.heldOut.outcomes[$0] == 1 }))
        let everybody = table.outcomes.indices.count {
            table.columns[1].codes[$0] == 2 && table.columns[3].codes[$0] == 0
        }
        #expect(first.rows == everybody && everybody > inSlice.count)
    }

    @Test func `a slice with the rows of a simpler one is not reported`() {
        // The second column repeats the first, the third says the opposite.
        let codes: [UInt8] = (0..<4_000).map { $0 % 4 == 0 ? 1 : 0 }
        let outcomes: [UInt8] = (0..<4_000).map { row in
            6 + ((row * 7919) % 10 < (row % 4 == 0 ? 6 : 3) ? 1 : 0)
        }
        let columns = [codes, codes, codes.map { 1 - $0 }].enumerated().map { index, codes in
            SliceColumn(
                name: "c\(index)", values: ["a", "b"].map { AttributeValue(attribute: "c\(index)", value: $0) },
                codes: codes)
        }
        let findings = SliceSearchTests.search().run(on: SliceTable(columns: columns, outcomes: outcomes))
        #expect(findings.slices.map(\.key.label) == ["b"])
    }

    @Test(arguments: [SliceSearch.Test.heldOut, .permutation(draws: 99)])
    func `the number of workers changes nothing`(test: SliceSearch.Test) {
        let table = SliceSearchTests.planted(seed: 8)
        let findings = (1...3).map { workers in
            SliceSearchTests.search(test) { $0.workers = workers }.run(on: table)
        }
        #expect(findings[0] == findings[1] && findings[1] == findings[2])
        let other = SliceSearchTests.search(test) { $0.seed = 1 }.run(on: table)
        #expect(other != findings[0])
    }

    @Test(arguments: [SliceSearch.Test.heldOut, .permutation(draws: 99)])
    func `without any effect, hardly a search reports one`(test: SliceSearch.Test) {
        var wrong = 0
        var unadjusted = 0
        let repeats = test == .heldOut ? 300 : 60
        for seed in 0..<UInt64(repeats) {
            let table = SliceOracle.table(rows: 700, levels: [3, 2, 4, 2], seed: 1_000 + seed)
            let search = SliceSearchTests.search(test) {
                $0.seed = seed
                $0.depth = 2
            }
            let findings = search.run(on: table)
            if findings.slices.contains(where: { $0.adjustedPValue <= 0.05 }) { wrong += 1 }
            // z = 1.96 among the rows searched: what a search that forgets that it searched would report.
            if findings.slices.contains(where: { abs($0.z) > 1.96 }) { unadjusted += 1 }
        }
        // 5 % and three binomial standard deviations.
        let allowed = 0.05 + 3 * (0.05 * 0.95 / Double(repeats)).squareRoot()
        #expect(Double(wrong) / Double(repeats) <= allowed, "\(wrong) of \(repeats)")
        #expect(Double(unadjusted) / Double(repeats) > 0.5, "\(unadjusted) of \(repeats)")
    }

    @Test func `nothing to find is said and not invented`() {
        let levels = [2, 3]
        let small = SliceOracle.table(rows: 30, levels: levels, seed: 1)
        #expect(SliceSearchTests.search { $0.minimumRows = 100 }.run(on: small).note?.contains("100 rows") == true)
        let same = SliceOracle.table(rows: 600, levels: levels, seed: 1) { _ in 1 }
        let findings = SliceSearchTests.search().run(on: same)
        #expect(findings.slices.isEmpty && findings.searchedSlices > 0)
        #expect(findings.note?.contains("same in every slice") == true)
        let none = SliceTable(columns: small.columns, outcomes: small.outcomes.map { _ in 8 })
        let empty = SliceSearchTests.search().run(on: none)
        #expect(empty.note?.contains("no row") == true && empty.overall.value == nil)
    }

    @Test func `permutations are usual where they are fast`() {
        let codes = [UInt8](repeating: 0, count: 200_000)
        let values = (0..<5).map { AttributeValue(attribute: "c", value: "\($0)") }
        let columns = (0..<20).map { _ in SliceColumn(name: "c", values: values, codes: codes) }
        let large = SliceTable(columns: columns, outcomes: codes)
        let narrow = SliceTable(columns: Array(columns.prefix(3)), outcomes: codes)
        #expect(SliceSearchTests.search().usualTest(of: large) == .heldOut)
        #expect(SliceSearchTests.search().usualTest(of: narrow) == .permutation(draws: 199))
        #expect(SliceSearchTests.search { $0.depth = 1 }.usualTest(of: large) == .permutation(draws: 199))
    }

    @Test func `permutations are few enough to count and many enough to tell`() {
        #expect(SliceSearch.minimumDraws(confidence: 0.95) == 19)
        #expect(SlicePermutation.rank(confidence: 0.95, draws: 199) == 190)
        #expect(SlicePermutation.rank(confidence: 0.95, draws: 19) == 19)
        #expect(SlicePermutation.rank(confidence: 0.99, draws: 99) == 99)
    }
}
