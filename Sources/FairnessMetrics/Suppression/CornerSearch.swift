/// Finds for each small cell the boxes whose corners have to be withheld with it.
struct CornerSearch {
    /// A box: the columns it spans and the other value that each takes.
    private struct Box {
        var mask: Int
        var others: [(column: Int, value: Int)]
        var cost: Double
    }

    /// What moves round a box can do for a cell, without the labels and given that these are published, too.
    private struct Reach {
        var up = 0
        var down = 0
        var labelledUp = 0
        var labelledDown = 0
    }

    private let tables: CrossedTables
    private let minimum: Int
    private let isUnknown: [[Bool]]
    /// For each table and cell, why it is withheld.
    private(set) var states: [[Withholding?]]
    /// Small cells that no box protects.
    private(set) var unprotected = 0

    /// The most boxes of one span that are looked at for a cell.
    private static let mostBoxes = 4_000

    init(_ tables: CrossedTables, minimum: Int, isUnknown: [[Bool]]) {
        self.tables = tables
        self.minimum = minimum
        self.isUnknown = isUnknown
        states = tables.tables.map { $0.counts.map { $0 < minimum ? .primary : nil } }
    }

    /// Protects every small cell, those of the smallest tables first, which need the most.
    mutating func run() {
        for (place, table) in tables.tables.enumerated() {
            let small = table.counts.indices.filter { table.counts[$0] < minimum }
            for cell in small.sorted(by: { (table.counts[$0], $0) < (table.counts[$1], $1) }) {
                if !protect(cell, in: place) { unprotected += 1 }
            }
        }
    }

    /// Withholds what protects a cell; false if nothing does, and then all that might is withheld.
    private mutating func protect(_ cell: Int, in place: Int) -> Bool {
        let table = tables.tables[place]
        let needs = needs(of: cell, in: table)
        let spans = Self.subsets(of: table.mask).sorted {
            ($1.nonzeroBitCount, $0) < ($0.nonzeroBitCount, $1)
        }
        for mask in spans {
            let boxes = boxes(mask, around: cell, in: table, place)
            var best = Reach()
            var chosen: [Box] = []
            for box in boxes {
                let reach = reach(box, of: cell, in: table)
                if suffices(reach, needs) {
                    withhold(box, of: cell, in: table)
                    return true
                }
                // One box may let people in and another let them out.
                let improves =
                    min(reach.labelledUp, needs.up) > best.labelledUp
                    || min(reach.labelledDown, needs.down) > best.labelledDown
                    || reach.up > best.up || reach.down > best.down
                guard improves else { continue }
                best.up = max(best.up, reach.up)
                best.down = max(best.down, reach.down)
                best.labelledUp = max(best.labelledUp, reach.labelledUp)
                best.labelledDown = max(best.labelledDown, reach.labelledDown)
                chosen.append(box)
                if suffices(best, needs) {
                    for box in chosen { withhold(box, of: cell, in: table) }
                    return true
                }
            }
        }
        // Nothing is enough: show nothing of the tables that hold the cell.
        for other in tables.tables.indices where tables.tables[other].mask & table.mask == table.mask {
            for index in states[other].indices where states[other][index] == nil { states[other][index] = .secondary }
        }
        return false
    }

    /// How far a cell has to be movable under the labels: up to the largest number that its label allows, and down by one
    /// at least, unless each of its rows is known to be there because a cell within it is listed.
    private func needs(of cell: Int, in table: CrossedTables.Table) -> (up: Int, down: Int) {
        let known = tables.tables.filter { $0.mask & table.mask == table.mask }
            .map { other in Set(table.parts[cell].map { other.cellOfFinest[$0] }).count }
        return (minimum - 1 - table.counts[cell], min(1, table.counts[cell] - (known.max() ?? 1)))
    }

    /// Whether a cell might as well have a smaller number or any larger one that its label allows, and without the labels any
    /// number in a range as wide as the minimum.
    private func suffices(_ reach: Reach, _ needs: (up: Int, down: Int)) -> Bool {
        reach.labelledUp >= needs.up && reach.labelledDown >= needs.down && reach.up + reach.down >= minimum
    }

    /// The boxes over the columns of `mask`, those that cost least first.
    private func boxes(_ mask: Int, around cell: Int, in table: CrossedTables.Table, _ place: Int) -> [Box] {
        let columns = table.columns.filter { mask & 1 << $0 != 0 }
        var boxes = [Box(mask: mask, others: [], cost: 0)]
        for column in columns {
            let own = table.keys[cell][table.columns.firstIndex(of: column) ?? 0]
            boxes = boxes.flatMap { box in
                (0..<tables.radices[column]).filter { $0 != own }.map { value -> Box in
                    Box(mask: mask, others: box.others + [(column, value)], cost: 0)
                }
            }
            guard boxes.count <= 200_000 else { return [] }
        }
        let start = tables.finest[table.parts[cell][0]]
        let affected = tables.tables.indices.filter { other in
            let span = tables.tables[other].mask
            return span & table.mask == span && span & mask == mask
        }
        boxes = boxes.compactMap { box in
            var box = box
            for corner in 1..<(1 << box.others.count) {
                let moved = Self.moved(start, box, corner)
                for other in affected {
                    guard let index = tables.cell(tables.tables[other], of: moved) else { return nil }
                    if states[other][index] == nil { box.cost += cost(other, index) }
                }
            }
            // Margins of the span that contain the cell itself.
            for other in affected where other != place {
                if let index = tables.cell(tables.tables[other], of: start), states[other][index] == nil {
                    box.cost += cost(other, index)
                }
            }
            return box
        }
        return Array(
            boxes.enumerated().sorted { ($0.1.cost, $0.0) < ($1.1.cost, $1.0) }.map(\.1).prefix(Self.mostBoxes))
    }

    /// What is lost with a cell: its rows; those whose group is unknown are not compared and cost little.
    private func cost(_ table: Int, _ cell: Int) -> Double {
        let crossed = tables.tables[table]
        let isCompared = zip(crossed.columns, crossed.keys[cell]).allSatisfy { column, value in
            column >= isUnknown.count || !isUnknown[column][value]
        }
        return Double(crossed.counts[cell]) * (isCompared ? 1 : 0.01)
    }

    /// The rests of the finest cells at any corner of the box: the starting points of moves, each once, with the cell's own
    /// values in the columns of its table.
    private func starts(_ box: Box, of cell: Int, in table: CrossedTables.Table) -> [[Int]] {
        let own = tables.finest[table.parts[cell][0]]
        var starts: [[Int]] = []
        var seen: Set<[Int]> = []
        for corner in 0..<(1 << box.others.count) {
            guard let index = tables.cell(table, of: Self.moved(own, box, corner)) else { continue }
            for part in table.parts[index] {
                var start = tables.finest[part]
                for column in table.columns { start[column] = own[column] }
                if seen.insert(start).inserted { starts.append(start) }
            }
        }
        return starts
    }

    /// How many people can be moved into the cell and out of it round the box.
    private func reach(_ box: Box, of cell: Int, in table: CrossedTables.Table) -> Reach {
        let corners = 1 << box.others.count
        let affected = tables.tables.indices.filter { tables.tables[$0].mask & box.mask == box.mask }
        var reach = Reach()
        // How far each affected cell has been moved, upwards and downwards.
        var moved: [[Int: Int]] = [[:], [:]]
        for start in starts(box, of: cell, in: table) {
            let places = (0..<corners).map { Self.moved(start, box, $0) }
            // Where a table shows that a combination has nobody, nobody can be moved there.
            let cells = places.map { place in affected.map { tables.cell(tables.tables[$0], of: place) } }
            guard cells.allSatisfy({ !$0.contains(nil) }) else { continue }
            let finest = places.map { tables.finestIndex($0) }
            for (direction, sign) in [(0, 1), (1, -1)] {
                // Moving up takes one person from each odd corner and adds one to each even corner.
                let givers = (0..<corners).filter { ($0.nonzeroBitCount & 1 == 1) == (sign == 1) }
                let amount = (0..<9).reduce(0) { sum, outcome in
                    sum + (givers.map { finest[$0].map { tables.outcomes[$0][outcome] } ?? 0 }.min() ?? 0)
                }
                guard amount > 0 else { continue }
                var labelled = amount
                for corner in 0..<corners {
                    let change = givers.contains(corner) ? -1 : 1
                    for (table, index) in zip(affected, cells[corner]) {
                        guard let index else { continue }
                        let key = table << 24 | index
                        labelled = min(labelled, slack(table, index, change) - moved[direction][key, default: 0])
                    }
                }
                labelled = max(0, labelled)
                for corner in 0..<corners {
                    for (table, index) in zip(affected, cells[corner]) {
                        if let index { moved[direction][table << 24 | index, default: 0] += labelled }
                    }
                }
                if direction == 0 {
                    reach.up += amount
                    reach.labelledUp += labelled
                } else {
                    reach.down += amount
                    reach.labelledDown += labelled
                }
            }
        }
        return reach
    }

    /// How far a withheld cell can move before its label would be wrong.
    private func slack(_ table: Int, _ cell: Int, _ change: Int) -> Int {
        let count = tables.tables[table].counts[cell]
        if count < minimum { return change > 0 ? minimum - 1 - count : count - 1 }
        return change > 0 ? Int.max / 2 : count - minimum
    }

    private mutating func withhold(_ box: Box, of cell: Int, in table: CrossedTables.Table) {
        let affected = tables.tables.indices.filter { tables.tables[$0].mask & box.mask == box.mask }
        for start in starts(box, of: cell, in: table) {
            let places = (0..<(1 << box.others.count)).map { Self.moved(start, box, $0) }
            let cells = places.map { place in affected.map { tables.cell(tables.tables[$0], of: place) } }
            guard cells.allSatisfy({ !$0.contains(nil) }) else { continue }
            for corner in cells {
                for (table, index) in zip(affected, corner) {
                    if let index, states[table][index] == nil { states[table][index] = .secondary }
                }
            }
        }
    }

    /// The values at a corner: bit i says whether column i of the box takes its other value.
    private static func moved(_ place: [Int], _ box: Box, _ corner: Int) -> [Int] {
        var place = place
        for (bit, other) in box.others.enumerated() where corner & 1 << bit != 0 { place[other.column] = other.value }
        return place
    }

    /// The nonempty sets of columns within `mask`.
    private static func subsets(of mask: Int) -> [Int] { (1...mask).filter { $0 & mask == $0 } }
}
