internal import Glibc

/// A file that grows at its end, such as a log.
///
/// What a killed process has written stays; a reader may find a last line cut short. A run that goes on from a saved state
/// keeps as many bytes as the state knows of and writes the rest again.
package final class AppendFile: @unchecked Sendable {
    // Unchecked: one thread writes at a time.
    private let file: Int32
    private let path: String
    /// How many bytes the file has.
    package private(set) var length: Int

    /// Opens a file, made if it does not exist, and cuts it to `length` bytes, or to as many as there are.
    ///
    /// - Throws: `FilesError.unwritable` with the path, the step and the system's reason.
    package init(path: String, keeping length: Int) throws(FilesError) {
        self.path = path
        file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Self.failure(path, "open") }
        let end = lseek(file, 0, SEEK_END)
        self.length = min(length, max(0, end))
        guard end >= 0, ftruncate(file, off_t(self.length)) == 0, lseek(file, 0, SEEK_END) >= 0 else {
            let fault = Self.failure(path, "cut")
            close(file)
            throw fault
        }
    }

    deinit { close(file) }

    /// Adds bytes.
    package func write(_ bytes: [UInt8]) throws(FilesError) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Glibc.write(file, $0 + start, bytes.count - start) } ?? 0
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(path, "write") }
            start += written
        }
        length += bytes.count
    }

    /// Returns once what was written survives a crash of the machine.
    package func sync() throws(FilesError) {
        guard fsync(file) == 0 else { throw Self.failure(path, "sync") }
    }

    /// The seconds since the beginning of 1970, as the system's clock has them.
    package static var secondsSince1970: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    private static func failure(_ path: String, _ step: String) -> FilesError {
        .unwritable(path: path, step: step, reason: String(cString: strerror(errno)))
    }
}
