internal import Glibc

/// The folder that results are written to.
package enum OutputFolder {
    /// Makes a folder and those above it, if they do not exist.
    package static func make(_ path: String) throws(FilesError) {
        var partial = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            partial += "/" + part
            if mkdir(partial, 0o777) != 0, errno != EEXIST {
                throw .unwritable(path: path, step: "make the folder", reason: String(cString: strerror(errno)))
            }
        }
    }

    /// Makes the folder that a file will lie in.
    package static func make(forFile path: String) throws(FilesError) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        try make(String(path[..<slash]))
    }

    /// Removes a file, if there is one.
    package static func remove(_ path: String) throws(FilesError) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw .unwritable(path: path, step: "remove the file", reason: String(cString: strerror(errno)))
    }

    /// Returns the path of a file from a folder in or below which it lies; nil if it lies elsewhere, or is not there.
    package static func name(of file: String, within folder: String) -> String? {
        guard let root = realPath(folder), let place = realPath(file), place.hasPrefix(root + "/") else { return nil }
        return String(place.dropFirst(root.count + 1))
    }

    private static func realPath(_ path: String) -> String? {
        guard let place = realpath(path, nil) else { return nil }
        defer { free(place) }
        return String(cString: place)
    }

    /// Whether a path leads to a folder.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
