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
}
