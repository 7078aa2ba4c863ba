internal import FairnessMetrics
public import Files
internal import Reports

/// The mergeable file of counts that sites share in place of rows.
extension TalliedData {
    /// The name and version of the format.
    static let schema = "assize.tally/1"

    /// What each of a cell's nine numbers counts: label / prediction.
    static let outcomes = ["0/0", "0/1", "0/?", "1/0", "1/1", "1/?", "?/0", "?/1", "?/?"]

    /// The counts as the value that a tally file holds, of schema `assize.tally/1`.
    ///
    /// For each cell its values by name, null where the value is missing, and nine counts in the order of `outcomes`;
    /// with a weight column also nine sums of weights and of their squares. A multi-class tally takes any class for 1 in the
    /// nine, and lists the classes that meet beside them. There are no rows in it and no scores. Of
    /// the paths that were read only the file's name is kept.
    public var json: JSON {
        var members: [JSONObject.Member] = [
            .init("schema", .string(Self.schema)),
            .init("tool", .object([.init("name", .string("assize")), .init("version", .string(Audit.version))])),
            .init("outcomes", .strings(Self.outcomes)), .init("data", dataJSON), .init("roles", rolesJSON),
            .init("cells", .array(cellsJSON)),
        ]
        if table.task == .multiclass { members.append(.init("classes", .strings(table.classes))) }
        let columns = zip(grouping, table.attributes + table.strata).map { $0.json(of: $1) }
        members.append(.init("attributes", .array(Array(columns[..<table.attributes.count]))))
        members.append(.init("strata", .array(Array(columns[table.attributes.count...]))))
        return .object(members)
    }

    /// How many rows were counted.
    public var rows: Int { data.rows }

    /// How many cells the protected and control columns form together.
    public var cellCount: Int { table.cells.count }

    /// Returns how many cells have fewer rows than `limit`.
    public func cells(below limit: Int) -> Int { table.cells.values.count { $0.everyone.count < limit } }

    private var dataJSON: JSON {
        let files = data.files.flatMap { $0.tallied.isEmpty ? [$0] : $0.tallied }.map { file in
            var file = file
            file.path = file.path.split(separator: "/").last.map(String.init) ?? file.path
            return file.json
        }
        var members: [JSONObject.Member] = [
            .init("columns", .integer(data.columns)), .init("files", .array(files)),
            .init("synthetic", .bool(data.isSynthetic)),
        ]
        if let source = data.source { members.append(.init("source", .string(source))) }
        if let licence = data.licence { members.append(.init("licence", .string(licence))) }
        return .object(members)
    }

    private var rolesJSON: JSON {
        var members: [JSONObject.Member] = []
        for (name, decision) in [("label", label), ("prediction", prediction)] {
            guard let decision else { continue }
            let positive = decision.positive.map { [JSONObject.Member("positive", .string($0))] } ?? []
            members.append(
                .init(name, .object([.init("expression", .string(decision.expression))] + positive)))
        }
        if let weight { members.append(.init("weight", .string(weight))) }
        return .object(members)
    }

    private var cellsJSON: [JSON] {
        let columns = table.attributes + table.strata
        return table.cells.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { cell, tally in
            let names = zip(columns, cell).map { column, index in column.values[index].json }
            let masses = tally.masses
            var members: [JSONObject.Member] = [
                .init("counts", .array(masses.map { .integer($0.count) })),
                .init("group", .array(Array(names[..<table.attributes.count]))),
            ]
            if !table.strata.isEmpty {
                members.append(.init("stratum", .array(Array(names[table.attributes.count...]))))
            }
            if weight != nil {
                members.append(.init("weights", .array(masses.map { .number($0.weight) })))
                members.append(.init("squared_weights", .array(masses.map { .number($0.squaredWeight) })))
            }
            if let classes = tally.classes {
                members.append(.init("classes", classes.json(isWeighted: weight != nil)))
            }
            return .object(members)
        }
    }
}

extension GroupingRole {
    /// How the column splits the rows, and the values found.
    fileprivate func json(of column: GroupingColumn) -> JSON {
        var members: [JSONObject.Member] = [
            .init("name", .string(column.name)), .init("values", .array(column.values.map(\.json))),
        ]
        switch rule {
        case .values: members.append(.init("split", .string(Split.values.rawValue)))
        case .among, .compared: members.append(.init("split", .string(Split.condition.rawValue)))
        case .bins(let edges):
            members.append(.init("split", .string(Split.bins.rawValue)))
            members.append(.init("edges", .array(edges.map { .number($0) })))
        }
        return .object(members)
    }

    /// The kinds of rules by their names in a tally file.
    enum Split: String, CaseIterable {
        case values, bins, condition
    }
}

extension AttributeValue {
    /// The value's name; null for rows in which it is missing, so that no text can be taken for that.
    fileprivate var json: JSON { isUnknown ? .null : .string(value) }
}
