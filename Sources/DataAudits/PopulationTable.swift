/// How frequent groups are in the population that a table ought to represent.
public struct PopulationTable: Sendable, Equatable {
    /// The protected attributes that it knows, by name.
    public let attributes: [String]
    /// The values of each cell, one per attribute, and its count or share.
    public let cells: [(values: [String], size: Double)]

    /// Makes a table of its cells; sizes are counts or shares, and only their proportions matter.
    public init(attributes: [String], cells: [(values: [String], size: Double)]) {
        precondition(cells.allSatisfy { $0.values.count == attributes.count }, "a cell has a value for each attribute")
        self.attributes = attributes
        self.cells = cells
    }

    /// The share of each combination of values of the attributes at `positions`.
    func shares(of positions: [Int]) -> [[String]: Double] {
        let total = cells.reduce(0) { $0 + $1.size }
        var shares: [[String]: Double] = [:]
        for cell in cells { shares[positions.map { cell.values[$0] }, default: 0] += cell.size / total }
        return shares
    }

    /// Whether both know the same.
    public static func == (left: PopulationTable, right: PopulationTable) -> Bool {
        left.attributes == right.attributes && left.cells.count == right.cells.count
            && zip(left.cells, right.cells).allSatisfy { $0.values == $1.values && $0.size == $1.size }
    }
}
