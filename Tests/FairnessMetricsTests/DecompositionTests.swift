import TestSupport
import Testing

@testable import FairnessMetrics

/// Decompositions by control column; values from statsmodels and numpy, `Fixtures/cells/make_oaxaca.py` makes them.
struct DecompositionTests {
    struct Fixture: Decodable {
        struct Case: Decodable {
            struct Peer: Decodable {
                var two: [Double]
                var three: [Double]
            }
            var levels: [[Int]]
            var group: [Int]
            var outcome: [Int]
            var weight: [Double]
            var values: [Double]
            var errors: [Double]
            var peer: Peer?
        }
        var cases: [Case]
    }

    static func cases() throws -> [Fixture.Case] {
        try Places.fixture("cells/oaxaca.json", as: Fixture.self).cases
    }

    static func comparison(
        _ test: Fixture.Case, scale: Double = 1, permuted: Bool = false
    ) throws -> ConditionalComparison {
        func column(_ name: String, _ values: [Int]) -> GroupingColumn {
            let last = (values.max() ?? 0)
            // Another order of the values makes another one the omitted one.
            let names = permuted ? Array((0...last).reversed()) : Array(0...last)
            return GroupingColumn(
                name: name, values: names.map { AttributeValue(attribute: name, value: "\($0)") })
        }
        let columns = test.levels[0].count
        var table = GroupTable(
            attributes: [
                GroupingColumn(name: "g", values: ["1", "0"].map { AttributeValue(attribute: "g", value: $0) })
            ], strata: (0..<columns).map { index in column("s\(index)", test.levels.map { $0[index] }) },
            inputs: [.prediction])
        for (row, levels) in test.levels.enumerated() {
            var tally = Tally()
            let weight = scale * test.weight[row]
            tally.add(
                Mass(count: 1, weight: weight, squaredWeight: weight * weight), label: .missing,
                prediction: test.outcome[row] == 1 ? .positive : .negative)
            let places = levels.enumerated().map { index, level in
                permuted ? table.strata[index].values.count - 1 - level : level
            }
            table.add(tally, at: [1 - test.group[row]] + places)
        }
        var settings = AssessmentSettings()
        settings.references = ["g": "0"]
        return try #require(Assessor(settings: settings).assess(table).conditional.first)
    }

    /// The parts in the order of the fixture.
    static func parts(_ decomposition: GapDecomposition) throws -> [Estimate.Value] {
        let all =
            [
                decomposition.gap, decomposition.explained, decomposition.unexplained, decomposition.baseline,
                decomposition.endowments, decomposition.coefficients, decomposition.interaction,
            ] + decomposition.parts.flatMap { [$0.explained, $0.unexplained] }
        return try all.map { try #require($0.defined) }
    }

    @Test func `parts and standard errors are those of the rows`() throws {
        for test in try DecompositionTests.cases() {
            let decomposition = try #require(DecompositionTests.comparison(test).decomposition)
            let parts = try DecompositionTests.parts(decomposition)
            #expect(parts.count == test.values.count)
            for (index, part) in parts.enumerated() {
                #expect(agree(part.value, test.values[index], relative: 1e-9, absolute: 1e-12), "part \(index)")
                // The fixture differentiates by a difference.
                let error = try #require(part.standardError)
                #expect(agree(error, test.errors[index], relative: 1e-5, absolute: 1e-9), "part \(index)")
            }
        }
    }

    @Test func `totals agree with statsmodels`() throws {
        var compared = 0
        for test in try DecompositionTests.cases() {
            guard let peer = test.peer else { continue }
            compared += 1
            let decomposition = try #require(DecompositionTests.comparison(test).decomposition)
            let values = try DecompositionTests.parts(decomposition).map(\.value)
            let (explained, unexplained) = (values[1], values[2])
            let (endowments, coefficients, interaction) = (values[4], values[5], values[6])
            // statsmodels subtracts the group from the reference.
            #expect(agree(-peer.two[0], unexplained, relative: 1e-8))
            #expect(agree(-peer.two[1], explained, relative: 1e-8))
            #expect(agree(-peer.two[2], values[0], relative: 1e-8))
            #expect(agree(-peer.three[0], endowments + interaction, relative: 1e-8))
            #expect(agree(-peer.three[1], coefficients + interaction, relative: 1e-8))
            #expect(agree(peer.three[2], interaction, relative: 1e-8))
        }
        #expect(compared == 2)
    }

    @Test func `parts add up, whatever value is omitted and however weights are scaled`() throws {
        for test in try DecompositionTests.cases() {
            let decomposition = try #require(DecompositionTests.comparison(test).decomposition)
            let parts = try DecompositionTests.parts(decomposition)
            let values = parts.map(\.value)
            #expect(agree(values[0], values[1] + values[2], relative: 1e-10))
            #expect(agree(values[0], values[4] + values[5] + values[6], relative: 1e-10))
            let byColumn = decomposition.parts.compactMap(\.unexplained.value).reduce(values[3], +)
            #expect(agree(values[2], byColumn, relative: 1e-9, absolute: 1e-12))
            for other in [
                try DecompositionTests.comparison(test, scale: 4),
                try DecompositionTests.comparison(test, permuted: true),
            ] {
                let again = try DecompositionTests.parts(try #require(other.decomposition))
                for (first, second) in zip(parts, again) {
                    #expect(agree(first.value, second.value, relative: 1e-8, absolute: 1e-11))
                    #expect(
                        agree(first.standardError ?? 0, second.standardError ?? 0, relative: 1e-8, absolute: 1e-11))
                }
            }
        }
    }

    @Test func `values of one group only are left out, and what follows from another column is said`() {
        func cell(_ levels: [Int], _ count: Int, _ above: Int, _ isGroup: Bool) -> LinearDecomposition.Cell {
            LinearDecomposition.Cell(
                levels: levels, below: Mass(count: count), above: Mass(count: above), isGroup: isGroup)
        }
        let cells = [
            cell([0], 10, 4, true), cell([1], 20, 9, true), cell([2], 30, 6, true), cell([0], 40, 10, false),
            cell([1], 10, 5, false),
        ]
        let result = LinearDecomposition.decomposition(cells, columns: ["s"], z: 1.96)
        #expect(agree(result.leftOut, 30.0 / 110, relative: 1e-12))
        #expect(agree(result.gap.value ?? 0, 13.0 / 30 - 15.0 / 50, relative: 1e-12))
        let none = LinearDecomposition.decomposition([cells[2], cells[3]], columns: ["s"], z: 1.96)
        #expect(none.gap == .undefined("the two groups share no value of the controls"))
        let twice = cells.dropLast(0).filter { $0.levels != [2] }.map { part in
            LinearDecomposition.Cell(
                levels: part.levels + part.levels, below: part.below, above: part.above, isGroup: part.isGroup)
        }
        let nested = LinearDecomposition.decomposition(twice, columns: ["s", "t"], z: 1.96)
        #expect(nested.gap == .undefined("within a group one control follows from the others"))
    }
}
