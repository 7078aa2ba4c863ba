package import Files

extension DataDescription {
    /// The data as one object.
    ///
    /// `path`, `sha256` and `bytes` are the first file's and `rows` counts the rows of all; `files` lists every file if
    /// there are several, or if they are tallies, each of which lists the files that it counts.
    var json: JSON {
        var members: [JSONObject.Member] = [
            .init("columns", .integer(columns)), .init("rows", .integer(rows)), .init("synthetic", .bool(isSynthetic)),
        ]
        if let first = files.first {
            members += [
                .init("path", .string(first.path)), .init("sha256", .string(first.sha256)),
                .init("bytes", .integer(first.bytes)),
            ]
        }
        if files.count > 1 || files.contains(where: { !$0.tallied.isEmpty }) {
            members.append(.init("files", .array(files.map(\.json))))
        }
        if let source { members.append(.init("source", .string(source))) }
        if let licence { members.append(.init("licence", .string(licence))) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    init(in value: ResultsValue) throws(ReportsError) {
        let several = try value.list("files").map { file throws(ReportsError) in try File(in: file) }
        self.init(
            files: several.isEmpty ? [try File(in: value)] : several,
            columns: try value.required("columns").count(),
            source: try value.optional("source")?.string(),
            licence: try value.optional("licence")?.string(),
            isSynthetic: try value.required("synthetic").bool())
    }
}

extension DataDescription.File {
    /// The file as one object.
    package var json: JSON {
        var members: [JSONObject.Member] = [
            .init("bytes", .integer(bytes)), .init("path", .string(path)), .init("rows", .integer(rows)),
            .init("sha256", .string(sha256)),
        ]
        if !tallied.isEmpty { members.append(.init("tallied", .array(tallied.map(\.json)))) }
        return .object(members)
    }

    /// Reads what `json` wrote.
    package init(in value: ResultsValue) throws(ReportsError) {
        self.init(
            path: try value.required("path").string(), sha256: try value.required("sha256").string(),
            rows: try value.required("rows").count(), bytes: try value.required("bytes").count(),
            tallied: try value.list("tallied").map { file throws(ReportsError) in
                try DataDescription.File(in: file)
            })
    }
}
