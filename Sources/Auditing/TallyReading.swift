internal import FairnessMetrics
internal import Files
internal import Reports
internal import Tables

/// The columns and cells of a tally file that is being read.
struct TallyReading {
    /// A grouping column as the file has it.
    struct Column {
        var role: GroupingRole
        var column: GroupingColumn
        /// Where each name stands, by its bytes; the last place is that of missing values.
        var places: [[UInt8]: Int]

        /// The place of a name, or of null.
        func place(of value: ResultsValue) throws(ReportsError) -> Int {
            if value.json == .null {
                guard column.values.last?.isUnknown == true else { throw value.fault("the column lists no null") }
                return column.values.count - 1
            }
            let name = try value.string()
            guard let place = places[Array(name.utf8)] else {
                throw value.fault("the column does not list '\(name.shortened)'")
            }
            return place
        }
    }

    /// The columns that form the cells.
    struct Columns {
        var attributes: [Column]
        var strata: [Column]
        var all: [Column] { attributes + strata }
    }

    let columns: Columns
    let isWeighted: Bool
    let hasLabel: Bool
    let hasPrediction: Bool
    /// The classes, of a multi-class tally.
    let classes: [String]?

    /// The most rows that tallies may count together.
    static let maximumRows = 1 << 40
    /// The largest sum of weights; its square is still a number.
    static let maximumWeight = 1e150

    static var limits: JSON.Limits {
        var limits = JSON.Limits()
        limits.bytes = 1 << 26
        limits.depth = 8
        return limits
    }

    /// Reads the attributes and control columns of a file.
    static func columns(_ root: ResultsValue) throws(ReportsError) -> Columns {
        let read = { (value: ResultsValue) throws(ReportsError) in try column(value) }
        let attributes = try root.required("attributes")
        let columns = Columns(
            attributes: try attributes.elements().map(read), strata: try root.required("strata").elements().map(read))
        guard !columns.attributes.isEmpty else { throw attributes.fault("there is no protected attribute") }
        guard columns.all.count <= AuditDefinition.maximumGroupingColumns else {
            throw attributes.fault("\(columns.all.count) columns are more than can be crossed")
        }
        guard Set(columns.all.map(\.column.name)).count == columns.all.count else {
            throw attributes.fault("a column is named twice")
        }
        return columns
    }

    private static func column(_ value: ResultsValue) throws(ReportsError) -> Column {
        try value.allow(["name", "split", "edges", "values"])
        let role = try role(value)
        let list = try value.required("values")
        let values = try list.elements()
        let names = try values.filter { $0.json != .null }.map { name throws(ReportsError) in try name.string() }
        guard values.count - names.count <= 1, Set(names.map { Array($0.utf8) }).count == names.count else {
            throw list.fault("a value comes twice")
        }
        guard names.count <= AuditDefinition.maximumGroupingValues else {
            throw list.fault("\(names.count) values are too many to form groups")
        }
        let possible = role.possibleNames
        if !possible.isEmpty, let other = names.first(where: { !possible.contains($0) }) {
            throw list.fault("'\(other.shortened)' is none of \(possible.joined(separator: ", ").shortened)")
        }
        let column = role.column(of: names, hasUnknown: names.count < values.count)
        return Column(role: role, column: column, places: GroupingRole.places(of: column))
    }

    private static func role(_ value: ResultsValue) throws(ReportsError) -> GroupingRole {
        let name = try value.required("name")
        let plain = ColumnExpression(column: try name.string())
        guard !plain.text.isEmpty else { throw name.fault("the column has no name") }
        let edges = value.optional("edges")
        let split = try value.required("split").word(GroupingRole.Split.self)
        if split != .bins, let edges { throw edges.fault("only bins have edges") }
        switch split {
        case .values: return GroupingRole(expression: plain, bins: nil)
        case .bins:
            let list = try value.required("edges")
            let edges = try list.elements().map { edge throws(ReportsError) in try edge.double() }
            guard !edges.isEmpty, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw list.fault("the edges must ascend")
            }
            guard edges.count < AuditDefinition.maximumGroupingValues else {
                throw list.fault("\(edges.count) edges cut into too many bins to form groups")
            }
            return GroupingRole(expression: plain, bins: edges)
        case .condition:
            guard let expression = try? ColumnExpression(plain.text), expression.condition != nil else {
                throw name.fault("'\(plain.text.shortened)' is no condition on a column")
            }
            return GroupingRole(expression: expression, bins: nil)
        }
    }

    /// Reads a cell: its place in the table and its nine masses.
    func cell(_ value: ResultsValue) throws(ReportsError) -> (cell: [Int], tally: Tally) {
        let keys: Set = ["counts", "group", "stratum", "weights", "squared_weights"]
        try value.allow(classes == nil ? keys : keys.union(["classes"]))
        var cell = try places(value.required("group"), columns.attributes)
        if columns.strata.isEmpty {
            if let stratum = value.optional("stratum") { throw stratum.fault("there is no control column") }
        } else {
            cell += try places(value.required("stratum"), columns.strata)
        }
        let counts = try nine(value.required("counts"))
        let weights = try isWeighted ? nine(value.required("weights")) : nil
        let squares = try isWeighted ? nine(value.required("squared_weights")) : nil
        if !isWeighted, let stray = value.optional("weights") ?? value.optional("squared_weights") {
            throw stray.fault("the roles name no weight")
        }
        var tally = Tally()
        for (index, count) in counts.enumerated() {
            var mass = Mass(count: try count.count())
            if let weights, let squares {
                mass.weight = try weights[index].double(in: 0...Self.maximumWeight)
                mass.squaredWeight = try squares[index].double(in: 0...Self.maximumWeight * Self.maximumWeight)
                if let fault = Self.fault(of: mass) { throw squares[index].fault(fault) }
            }
            guard mass.count > 0 else { continue }
            let label = Outcome(rawValue: index / 3) ?? .missing
            let prediction = Outcome(rawValue: index % 3) ?? .missing
            guard hasLabel || label == .missing, hasPrediction || prediction == .missing else {
                let part = hasLabel ? "prediction" : "label"
                throw count.fault("counts rows with a \(part), which the roles do not name")
            }
            tally.add(mass, label: label, prediction: prediction)
        }
        guard tally.everyone.count > 0 else { throw value.fault("a cell without rows") }
        if let classes {
            let list = try value.required("classes")
            let counted = try classTally(list, count: classes.count)
            guard counted.presence.agrees(with: tally) else {
                throw list.fault("the classes do not add up to the nine counts beside them")
            }
            tally.classes = counted
        }
        return (cell, tally)
    }

    private func places(_ value: ResultsValue, _ columns: [Column]) throws(ReportsError) -> [Int] {
        let names = try value.elements()
        guard names.count == columns.count else {
            throw value.fault("\(names.count) values for \(columns.count) columns")
        }
        var places: [Int] = []
        for (name, column) in zip(names, columns) { places.append(try column.place(of: name)) }
        return places
    }

    private func nine(_ value: ResultsValue) throws(ReportsError) -> [ResultsValue] {
        let elements = try value.elements()
        guard elements.count == 9 else { throw value.fault("nine numbers must stand here, not \(elements.count)") }
        return elements
    }

    /// Why no rows can have these sums, or nil if some can: (Σw)² / n ≤ Σw² ≤ (Σw)² for weights that are not negative.
    static func fault(of mass: Mass) -> String? {
        let square = mass.weight * mass.weight
        if mass.count == 0 { return mass.weight == 0 && mass.squaredWeight == 0 ? nil : "no rows, but a weight" }
        // Sums of many weights round, and squares of tiny ones vanish.
        let slack = 1e-6 * square + 1e-300
        return mass.squaredWeight <= square + slack && mass.squaredWeight + slack >= square / Double(mass.count)
            ? nil : "\(mass.count) rows of weight \(mass.weight) have no such sum of squared weights"
    }
}
