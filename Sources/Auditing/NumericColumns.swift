internal import Glibc
internal import Tables

/// Tells columns of many different numbers from columns of texts by their first rows.
enum NumericColumns {
    /// Numbers with more different values than this make a dictionary of them all large and slow.
    private static let fewest = SliceColumnReading.maximumTexts

    /// Returns the columns whose first rows are many different numbers; what is made of a column must not depend on it.
    static func found(among columns: [String], of audit: AuditDefinition) throws -> [String] {
        // A stream can be read only once.
        guard !columns.isEmpty, audit.resolvedPaths.allSatisfy(isRegularFile) else { return [] }
        let reader = try TableReader(paths: audit.resolvedPaths, options: audit.table)
        return zip(columns, FirstRows(columns, of: reader).values).compactMap { column, values in
            let numbers = Set(values.compactMap { Double($0) }.filter(\.isFinite))
            return numbers.count > fewest && values.allSatisfy { Double($0)?.isFinite == true } ? column : nil
        }
    }

    private static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return path != "-" && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
