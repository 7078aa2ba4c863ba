internal import Glibc

/// Writing files so that a reader finds either the old content or the new, never half of it.
public enum AtomicFile {
    /// Writes `bytes` to a temporary file in the same folder, syncs it, renames it to `path` and syncs the folder.
    ///
    /// A run killed at any point leaves either the file that was there before or the new one. If a step fails, the
    /// temporary file is removed.
    ///
    /// - Throws: `FilesError.unwritable` with the path, the step and the system's reason.
    public static func write(_ bytes: [UInt8], to path: String) throws(FilesError) {
        try write(to: path) { sink throws(FilesError) in try sink.write(bytes) }
    }

    /// Writes what `fill` puts into the sink it is given, in the same way; large files need not lie in memory.
    package static func write(
        to path: String, _ fill: (Sink) throws(FilesError) -> Void
    ) throws(FilesError) {
        let folder = folder(of: path)
        let (file, temporary) = try create(in: folder, path)
        do throws(FilesError) {
            try finish(file, path, fill)
            guard rename(temporary, path) == 0 else { throw failure(path, "replace the file") }
        } catch {
            unlink(temporary)
            throw error
        }
        try sync(folder: folder, path)
    }

    /// Writes a file that is not there yet, whole or not at all; only its owner may read it if it is secret.
    ///
    /// - Throws: `FilesError.unwritable` also if there is a file at `path`, which is left as it is.
    package static func create(_ bytes: [UInt8], at path: String, isSecret: Bool) throws(FilesError) {
        let folder = folder(of: path)
        let (file, temporary) = try create(in: folder, path, mode: isSecret ? 0o600 : 0o666)
        do throws(FilesError) {
            try finish(file, path) { sink throws(FilesError) in try sink.write(bytes) }
            // A link, unlike a renaming, never takes the place of a file.
            guard link(temporary, path) == 0 else {
                throw errno == EEXIST
                    ? .unwritable(
                        path: path, step: "create the file", reason: "there is one already; nothing was changed")
                    : failure(path, "create the file")
            }
        } catch {
            unlink(temporary)
            throw error
        }
        unlink(temporary)
        try sync(folder: folder, path)
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Opens a file in `folder` that nobody else has, which other users may read as far as `mode` and the mask allow.
    private static func create(
        in folder: String, _ path: String, mode: mode_t = 0o666
    ) throws(FilesError) -> (file: Int32, name: String) {
        for attempt in 0..<100 {
            let name = "\(folder)/.assize-\(getpid())-\(attempt).tmp"
            let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            if file >= 0 { return (file, name) }
            guard errno == EEXIST else { break }
        }
        throw failure(path, "create a file in its folder")
    }

    private static func finish(
        _ file: Int32, _ path: String, _ fill: (Sink) throws(FilesError) -> Void
    ) throws(FilesError) {
        do throws(FilesError) {
            try fill(Sink(file: file, path: path))
            guard fsync(file) == 0 else { throw failure(path, "sync") }
        } catch {
            close(file)
            throw error
        }
        guard close(file) == 0 else { throw failure(path, "close") }
    }

    private static func sync(folder: String, _ path: String) throws(FilesError) {
        let handle = open(folder, O_RDONLY | O_DIRECTORY)
        guard handle >= 0 else { throw failure(path, "open its folder") }
        defer { close(handle) }
        // Some file systems cannot sync a folder and say so with EINVAL; the rename then is as durable as it gets.
        guard fsync(handle) == 0 || errno == EINVAL else { throw failure(path, "sync its folder") }
    }

    /// Where the content of a file goes while it is written.
    package struct Sink {
        fileprivate let file: Int32
        fileprivate let path: String

        /// Appends bytes.
        package func write(_ bytes: RawSpan) throws(FilesError) {
            guard bytes.withUnsafeBytes({ isWritten($0) }) else { throw failure(path, "write") }
        }

        /// Appends the bytes of numbers as they lie in memory.
        package func write(_ values: [some BitwiseCopyable]) throws(FilesError) {
            guard values.withUnsafeBytes({ isWritten($0) }) else { throw failure(path, "write") }
        }

        private func isWritten(_ bytes: UnsafeRawBufferPointer) -> Bool {
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { return false }
                written += count
            }
            return true
        }
    }

    fileprivate static func failure(_ path: String, _ step: String) -> FilesError {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return .unwritable(path: path, step: step, reason: reason)
    }
}
