public import Files
internal import Tables

extension TableCleaning {
    /// The log as `cleaning.json` holds it, of schema `assize.cleaning/1`: every text replaced, every row removed.
    ///
    /// - Parameters:
    ///   - version: The version of the tool.
    ///   - command: The command that cleans again.
    public func json(version: String, command: String) -> JSON {
        .object([
            .init("schema", .string("assize.cleaning/1")),
            .init("tool", .object([.init("name", .string("assize")), .init("version", .string(version))])),
            .init("command", .string(command)),
            .init(
                "files",
                .array(
                    summary.files.map { file in
                        .object([
                            .init("path", .string(file.path)), .init("sha256", .string(file.sha256)),
                            .init("rows", .integer(file.rows)),
                        ])
                    })),
            .init("rows_before", .integer(rows.before)), .init("rows_after", .integer(rows.after)),
            .init("changes", .array(changes.map(\.json))), .init("removed", .array(removals.map(\.json))),
            .init("groups", .array(groups.map(\.json))), .init("notes", .strings(notes)),
        ])
    }
}

extension TableCleaning.Change {
    fileprivate var json: JSON {
        .object([
            .init("column", .string(column)), .init("from", .string(from)), .init("to", .string(to)),
            .init("rows", .integer(rows)), .init("reason", .string(reason.rawValue)),
        ])
    }
}

extension TableCleaning.Removal {
    fileprivate var json: JSON {
        .object([
            .init("row", .integer(row)), .init("repeats", .integer(repeats)),
            .init("reason", .string(isExact ? "equal" : "nearly_equal")),
        ])
    }
}

extension TableCleaning.GroupChange {
    fileprivate var json: JSON {
        .object([
            .init("column", .string(column)), .init("value", .string(value)), .init("rows", .integer(rows)),
            .init("removed_equal", .integer(copies)), .init("removed_nearly_equal", .integer(nearCopies)),
            .init("cells_changed", .integer(cells)),
        ])
    }
}
