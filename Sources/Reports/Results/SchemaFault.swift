/// Why a file of another schema is not read, and what to do.
enum SchemaFault {
    /// Returns the sentence for a file that calls itself `found` where `read` is read; both are `name/version`.
    static func words(_ found: String, read: String) -> String {
        let (name, version) = parts(found)
        let (readName, readVersion) = parts(read)
        let shown = "'\(String(found.prefix(80)).withoutControls)'"
        guard name == readName, let version, let readVersion else {
            return "this version reads \(read) here, not \(shown)"
        }
        return version > readVersion
            ? "\(shown) is newer than \(read), which this version reads: use the version of assize that wrote it, or a "
                + "later one"
            : "\(shown) is no version of \(readName) that ever was; this version reads \(read)"
    }

    private static func parts(_ schema: String) -> (name: Substring, version: Int?) {
        guard let slash = schema.lastIndex(of: "/") else { return (schema[...], nil) }
        return (schema[..<slash], Int(schema[schema.index(after: slash)...]))
    }
}
