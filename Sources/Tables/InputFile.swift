internal import Glibc
internal import NumericalKernels

/// An open file or stream, closed when it goes.
struct InputFile: ~Copyable {
    /// What says that a file is still the one it was.
    struct Identity: Equatable, Sendable {
        var device: UInt
        var node: UInt
        var size: Int
        var modified: Int
        var modifiedNanoseconds: Int
    }

    /// The path as messages show it.
    let name: String
    /// Nil for a pipe, a terminal and the like, which can be read only once.
    let identity: Identity?
    private let descriptor: Int32

    /// Opens `path` for reading; `-` is standard input.
    init(path: String) throws(TableError) {
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: name, reason: InputFile.reason()) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let reason = InputFile.reason()
            close(descriptor)
            throw .cannotOpen(path: name, reason: reason)
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw .cannotOpen(path: name, reason: "it is a folder")
        }
        // Standard input is a stream even if a file stands behind it: its offset is shared with others.
        if status.st_mode & S_IFMT == S_IFREG, path != "-" {
            identity = Identity(
                device: UInt(status.st_dev), node: UInt(status.st_ino), size: Int(status.st_size),
                modified: Int(status.st_mtim.tv_sec), modifiedNanoseconds: Int(status.st_mtim.tv_nsec))
        } else {
            identity = nil
        }
    }

    deinit {
        close(descriptor)
    }

    /// Adds up to `limit` bytes to `bytes`, fewer only at the end, and returns how many.
    func read(upTo limit: Int, into bytes: inout PaddedBytes) throws(TableError) -> Int {
        var total = 0
        while total < limit {
            let wanted = limit - total
            var got = 0
            bytes.append(upTo: wanted) { target in
                got = Glibc.read(descriptor, target.baseAddress, wanted)
                return max(got, 0)
            }
            if got == 0 { break }
            if got < 0 {
                if errno == EINTR { continue }
                throw .readFailure(path: name, reason: InputFile.reason())
            }
            total += got
        }
        return total
    }

    private static func reason() -> String {
        strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    }
}
