internal import Glibc

/// What lies in a folder and the folders within it, without following any link.
package struct FolderListing {
    /// One thing in a folder.
    package struct Entry: Equatable, Sendable {
        /// Its path from the folder, parts separated by `/`.
        package var path: String
        /// Whether it is a regular file: no link, no pipe, no device.
        package var isRegular: Bool
        /// Its size in bytes.
        package var bytes: Int
    }

    /// The most entries that are listed.
    package static let limit = 100_000
    /// The most folders within each other that are entered.
    package static let depthLimit = 32

    /// Everything but folders, in ascending order of the paths.
    package let entries: [Entry]

    /// Lists a folder.
    ///
    /// - Throws: `FilesError.unreadable` if a folder cannot be opened, or holds more than the limits.
    package init(_ path: String) throws(FilesError) {
        var entries: [Entry] = []
        try Self.list(path, "", 0, &entries)
        self.entries = entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// Whether anything lies at a path, a link that leads nowhere too.
    package static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func list(
        _ root: String, _ prefix: String, _ depth: Int, _ entries: inout [Entry]
    ) throws(FilesError) {
        let path = prefix.isEmpty ? root : "\(root)/\(prefix)"
        guard depth < depthLimit else {
            throw .unreadable(
                path: path, step: "list the folder", reason: "more than \(depthLimit) folders in each other")
        }
        guard let handle = opendir(path) else {
            throw .unreadable(path: path, step: "list the folder", reason: String(cString: strerror(errno)))
        }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let inner = prefix.isEmpty ? name : "\(prefix)/\(name)"
            var status = stat()
            // What vanishes while the folder is read is not in it.
            guard lstat("\(root)/\(inner)", &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                try list(root, inner, depth + 1, &entries)
            } else {
                entries.append(
                    Entry(path: inner, isRegular: status.st_mode & S_IFMT == S_IFREG, bytes: Int(status.st_size)))
            }
            guard entries.count <= limit else {
                throw .unreadable(path: root, step: "list the folder", reason: "it holds more than \(limit) files")
            }
        }
    }
}
