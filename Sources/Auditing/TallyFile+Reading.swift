internal import FairnessMetrics
internal import Files
internal import Reports
internal import Tables

extension TalliedData {
    /// Reads a tally file, which may come from anybody.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - path: Its path, for the description of the data.
    /// - Throws: `FilesError.malformedJSON`; `ReportsError` with the place of the first value that no tally file has: a key that the schema does
    ///   not know, a count that is negative or no whole number, sums of weights that no such rows can have, a cell that
    ///   comes twice or names a value that its column does not list, rows that do not add up.
    init(parsing bytes: [UInt8], path: String) throws {
        let root = ResultsValue(json: try JSON(parsing: bytes, limits: TallyReading.limits))
        let schema = try root.required("schema")
        guard try schema.string() == Self.schema else {
            throw schema.fault("this version reads \(Self.schema), not '\(try schema.string().shortened)'")
        }
        try root.allow([
            "schema", "tool", "outcomes", "data", "roles", "cells", "classes", "attributes", "strata",
        ])
        let outcomes = try root.required("outcomes")
        guard try outcomes.strings() == Self.outcomes else {
            throw outcomes.fault("must be \(Self.outcomes.joined(separator: ", "))")
        }
        let roles = try root.required("roles")
        try roles.allow(["label", "prediction", "weight"])
        let classes = try TallyReading.classes(root)
        let hasPositive = classes == nil
        label = try roles.optional("label").map { value throws(ReportsError) in
            try Decision(in: value, hasPositive: hasPositive)
        }
        prediction = try roles.optional("prediction").map { value throws(ReportsError) in
            try Decision(in: value, hasPositive: hasPositive)
        }
        guard label != nil || prediction != nil else { throw roles.fault("neither a label nor a prediction is there") }
        weight = try roles.optional("weight")?.string()
        let columns = try TallyReading.columns(root)
        grouping = columns.all.map(\.role)
        table = GroupTable(
            attributes: columns.attributes.map(\.column), strata: columns.strata.map(\.column),
            inputs: Set((label == nil ? [] : [.label]) + (prediction == nil ? [] : [.prediction])),
            task: classes == nil ? .binary : .multiclass, classes: classes ?? [])
        let cells = try root.required("cells")
        let reading = TallyReading(
            columns: columns, isWeighted: weight != nil, hasLabel: label != nil, hasPrediction: prediction != nil,
            classes: classes)
        let list = try cells.elements()
        guard list.count <= Audit.maximumCells else {
            throw cells.fault("\(list.count) cells are more than the \(Audit.maximumCells) that are judged")
        }
        for value in list {
            let (cell, tally) = try reading.cell(value)
            guard table.cells[cell] == nil else { throw value.fault("the cell comes twice") }
            table.add(tally, at: cell)
        }
        let data = try root.required("data")
        try data.allow(["columns", "files", "synthetic", "source", "licence"])
        let files = try data.required("files").elements().map { file throws(ReportsError) in
            try file.allow(["bytes", "path", "rows", "sha256"])
            let digest = try file.required("sha256")
            guard try digest.string().wholeMatch(of: /[0-9a-f]{64}/) != nil else {
                throw digest.fault("a SHA-256 has 64 digits, 0 to 9 and a to f")
            }
            return try DataDescription.File(in: file)
        }
        // Neither sum overflows: a count is at most 2^40, and a file of limited size lists fewer than 2^20 files.
        let rows = files.reduce(0) { $0 + $1.rows }
        let counted = table.cells.values.reduce(0) { $0 + $1.everyone.count }
        guard rows == counted else {
            throw cells.fault("the cells count \(counted) rows, but data.files lists \(rows)")
        }
        guard rows <= TallyReading.maximumRows else { throw cells.fault("\(rows) rows are more than can be counted") }
        self.data = DataDescription(
            files: [
                .init(path: path, sha256: Digest.sha256(bytes), rows: rows, bytes: bytes.count, tallied: files)
            ], columns: try data.required("columns").count(), source: try data.optional("source")?.string(),
            licence: try data.optional("licence")?.string(), isSynthetic: try data.required("synthetic").bool())
    }
}

extension TalliedData.Decision {
    fileprivate init(in value: ResultsValue, hasPositive: Bool) throws(ReportsError) {
        try value.allow(hasPositive ? ["expression", "positive"] : ["expression"])
        self.init(
            expression: try value.required("expression").string(),
            positive: hasPositive ? try value.required("positive").string() : nil)
    }
}

extension ResultsValue {
    /// Refuses members that the schema does not know: what they mean would be lost without a word.
    func allow(_ keys: Set<String>) throws(ReportsError) {
        for member in try members() where !keys.contains(member.key) {
            let guess = didYouMean(member.key, among: keys.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            throw fault("'\(member.key.shortened)' is no key of \(TalliedData.schema) here\(guess)")
        }
    }
}
