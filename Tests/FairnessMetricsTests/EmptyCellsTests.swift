import Testing

@testable import FairnessMetrics

struct EmptyCellsTests {
    static func table(_ sizes: [Int], cells: [[Int]], unknownLast: Bool = false) -> GroupTable {
        let columns = sizes.enumerated().map { index, size in
            GroupingColumn(
                name: "\(index)",
                values: (0..<size).map {
                    AttributeValue(attribute: "\(index)", value: "v\($0)", isUnknown: unknownLast && $0 == size - 1)
                })
        }
        var table = GroupTable(attributes: columns, inputs: [.prediction])
        for cell in cells {
            var tally = Tally()
            tally.add(Mass(count: 1), label: .missing, prediction: .positive)
            table.add(tally, at: cell)
        }
        return table
    }

    @Test func `each combination that no row has is named in order`() {
        let empty = EmptyCellsTests.table([2, 3], cells: [[0, 0], [0, 2], [1, 1]]).emptyCells()
        #expect(empty.count == 1 && empty[0].count == 3)
        #expect(empty[0].first.map(\.label) == ["v0 × v1", "v1 × v0", "v1 × v2"])
    }

    @Test func `a full table has none, and one attribute has none to cross`() {
        #expect(EmptyCellsTests.table([1, 2], cells: [[0, 0], [0, 1]]).emptyCells().isEmpty)
        #expect(EmptyCellsTests.table([2], cells: [[0]]).emptyCells().isEmpty)
    }

    @Test func `combinations with unknown values are not missed`() {
        let empty = EmptyCellsTests.table([2, 2], cells: [[0, 0], [1, 0], [0, 1]], unknownLast: true).emptyCells()
        // The one known combination occurs.
        #expect(empty.isEmpty)
    }

    @Test func `many are counted and the first are named`() {
        let empty = EmptyCellsTests.table([30, 30], cells: [[0, 0]]).emptyCells()
        #expect(empty[0].count == 899 && empty[0].first.count == EmptyCells.limit)
    }

    @Test func `three attributes are crossed in every way`() {
        let empty = EmptyCellsTests.table([2, 2, 2], cells: [[0, 0, 0], [1, 1, 1], [0, 1, 0], [1, 0, 1]]).emptyCells()
        #expect(empty.map(\.attributes) == [["0", "2"], ["0", "1", "2"]])
        #expect(empty.map(\.count) == [2, 4])
    }
}
