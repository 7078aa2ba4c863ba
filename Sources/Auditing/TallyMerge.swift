internal import FairnessMetrics
internal import Files
internal import Glibc
internal import Reports
internal import Tables

extension TalliedData {
    /// Reads tally files and adds them up.
    ///
    /// - Throws: `AuditError.data` that names the file and what is wrong with it, or in what it differs from the first;
    ///   `AuditError.missingDefinition` for a file that is not there.
    init(tallies: [(path: String, shown: String)]) throws(AuditError) {
        var files: [(name: String, data: TalliedData)] = []
        for tally in tallies {
            let bytes = try Self.read(tally.path, shown: tally.shown)
            do {
                files.append((tally.shown, try TalliedData(parsing: bytes, path: tally.shown)))
            } catch {
                throw .data("\(tally.shown): \(error)")
            }
        }
        try self.init(merging: files)
    }

    /// Adds up tallies; the order does not matter but for the rounding of weights.
    ///
    /// - Parameter files: Each with the name that messages give it; at least one.
    /// - Throws: `AuditError.data` if they do not count the same, or count the same data twice.
    init(merging files: [(name: String, data: TalliedData)]) throws(AuditError) {
        guard let first = files.first else { throw .usage("no tally is named") }
        var counted: [String: (file: Int, name: String)] = [:]
        for (index, file) in files.enumerated() {
            if let difference = file.data.difference(from: first.data) {
                throw .data(
                    "\(file.name): \(difference) in \(first.name); tallies add up only if they count the same")
            }
            for part in file.data.data.files.flatMap(\.tallied) where part.rows > 0 {
                if let other = counted[part.sha256], other.file != index {
                    throw .data(
                        "\(file.name): counts \(part.path.shortened) (SHA-256 \(part.sha256.prefix(12))…), which "
                            + "\(other.name) counts already; every person in it would count twice")
                }
                counted[part.sha256] = (index, file.name)
            }
        }
        self = first.data
        let sources = files.map(\.data)
        data = DataDescription(
            files: sources.flatMap(\.data.files), columns: sources.map(\.data.columns).max() ?? 0,
            source: Self.joined(sources.compactMap(\.data.source)),
            licence: Self.joined(sources.compactMap(\.data.licence)),
            isSynthetic: sources.contains { $0.data.isSynthetic })
        guard data.rows <= TallyReading.maximumRows else {
            throw .data("\(data.rows) rows are more than can be counted")
        }
        // A spelling such as TRUE stands for true wherever it stands; the first in order is shown, as in a direct audit.
        label?.positive = sources.compactMap(\.label?.positive).min()
        prediction?.positive = sources.compactMap(\.prediction?.positive).min()
        table = try Self.sum(sources, grouping)
    }

    /// Adds the cells of the same names; the names come in the order that a direct audit would show.
    private static func sum(
        _ sources: [TalliedData], _ grouping: [GroupingRole]
    ) throws(AuditError) -> GroupTable {
        var columns: [GroupingColumn] = []
        for (index, role) in grouping.enumerated() {
            let values = sources.flatMap { ($0.table.attributes + $0.table.strata)[index].values }
            var seen: Set<[UInt8]> = []
            let names = values.filter { !$0.isUnknown }.map(\.value).filter { seen.insert(Array($0.utf8)).inserted }
            guard names.count <= AuditDefinition.maximumGroupingValues else {
                throw .data(
                    "column '\(role.expression.text)' has more than \(AuditDefinition.maximumGroupingValues) different "
                        + "values in these tallies together, too many to form groups")
            }
            columns.append(role.column(of: names, hasUnknown: values.contains(where: \.isUnknown)))
        }
        let attributes = sources[0].table.attributes.count
        var table = GroupTable(
            attributes: Array(columns[..<attributes]), strata: Array(columns[attributes...]),
            inputs: sources[0].table.inputs, task: sources[0].table.task)
        let classes = ClassNames(sources.flatMap(\.table.classes))
        try classes.checkCount(isPart: true)
        table.classes = classes.names
        let places = columns.map(GroupingRole.places)
        for source in sources {
            let own = source.table.attributes + source.table.strata
            let moved = source.table.classes.compactMap(classes.place)
            for (cell, var tally) in source.table.cells {
                tally.classes = tally.classes?.moved(to: moved, of: classes.names.count)
                let place = cell.enumerated().map { index, value in
                    let value = own[index].values[value]
                    return value.isUnknown
                        ? columns[index].values.count - 1 : places[index][Array(value.value.utf8)] ?? 0
                }
                table.add(tally, at: place)
            }
        }
        guard table.cells.count <= Audit.maximumCells else {
            throw .data(
                "these tallies together have \(table.cells.count) groups, more than \(Audit.maximumCells): tally fewer "
                    + "columns or cut numbers into --bins")
        }
        return table
    }

    /// In what these counts differ from others, so that they do not add up: "the weight is none, but 'w'"; nil if they do.
    private func difference(from other: TalliedData) -> String? {
        func differs(_ what: String, _ own: String?, _ others: String?) -> String? {
            if own == others { return nil }
            func shown(_ text: String?) -> String { text.map { "'\($0.shortened)'" } ?? "none" }
            return "the \(what) is \(shown(own)), but \(shown(others))"
        }
        func named(_ columns: [GroupingColumn]) -> String? {
            columns.isEmpty ? nil : columns.map(\.name).joined(separator: ", ")
        }
        func positive(_ decision: Decision?) -> String? {
            // 1 and 1.0, true and TRUE are the same value.
            decision?.positive.map { BinaryRole.selfEvident($0)?.vocabulary ?? $0 }
        }
        let plain =
            differs("task", table.task.rawValue, other.table.task.rawValue)
            ?? differs("label", label?.expression, other.label?.expression)
            ?? differs("prediction", prediction?.expression, other.prediction?.expression)
            ?? differs("positive label", positive(label), positive(other.label))
            ?? differs("positive prediction", positive(prediction), positive(other.prediction))
            ?? differs("weight", weight, other.weight)
            ?? differs("list of protected attributes", named(table.attributes), named(other.table.attributes))
            ?? differs("list of strata", named(table.strata), named(other.table.strata))
        if let plain { return plain }
        for (own, others) in zip(grouping, other.grouping) where own != others {
            return differs("cut of '\(own.expression.text.shortened)'", own.cut, others.cut)
        }
        return nil
    }

    private static func joined(_ texts: [String]) -> String? {
        var seen: Set<String> = []
        let distinct = texts.filter { seen.insert($0).inserted }
        return distinct.isEmpty ? nil : distinct.joined(separator: "; ")
    }

    private static func read(_ path: String, shown: String) throws(AuditError) -> [UInt8] {
        guard FileKind.of(path) == .file, let file = fopen(path, "rb") else {
            throw .missingDefinition("\(shown): there is no such file, or it may not be read")
        }
        defer { fclose(file) }
        let limit = TallyReading.limits.bytes
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit, case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            bytes.append(contentsOf: chunk[..<count])
        }
        guard bytes.count <= limit else {
            throw .data("\(shown): larger than \(limit >> 20) MiB, which no table of counts is")
        }
        return bytes
    }
}

extension GroupingRole {
    /// How the column is split, in words for a message.
    fileprivate var cut: String? {
        switch rule {
        case .values: nil
        case .bins(let edges): edges.map(GroupingRole.text(of:)).joined(separator: ",")
        case .among, .compared: expression.text
        }
    }
}
