internal import Glibc

/// A file whose bytes are read as they are needed, straight from the system's cache.
///
/// The file must not be shortened while it is mapped: a process that reads a page that is gone is ended by the system
/// (`SIGBUS`). Files that `AtomicFile` replaces are safe, because the old content stays until the last mapping goes.
package final class MappedFile: @unchecked Sendable {
    // Unchecked: the bytes are only ever read.

    /// The path as it was given.
    package let path: String
    /// How many bytes the file has.
    package let count: Int
    private let base: UnsafeRawPointer?

    /// Maps a regular file.
    ///
    /// - Throws: `FilesError.unreadable` with the step and the system's reason.
    package init(path: String) throws(FilesError) {
        self.path = path
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure(path, "open the file") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Self.failure(path, "measure the file") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, step: "read it", reason: "it is no regular file")
        }
        count = Int(status.st_size)
        guard count > 0 else {
            base = nil
            return
        }
        let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0)
        guard let mapped, mapped != MAP_FAILED else { throw Self.failure(path, "map the file") }
        base = UnsafeRawPointer(mapped)
    }

    deinit {
        if let base { munmap(UnsafeMutableRawPointer(mutating: base), count) }
    }

    /// The bytes.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            _overrideLifetime(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: base, count: count)), borrowing: self)
        }
    }

    /// Returns a copy of the bytes in `range`, which must lie within the file.
    package func copy(_ range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        return Array(UnsafeRawBufferPointer(start: base, count: count)[range])
    }

    /// Returns a copy of the numbers in `range`, whose bytes may lie at any address, in the machine's byte order.
    ///
    /// - Parameter type: What the bytes are; their number is a multiple of its size.
    package func numbers<Number: BitwiseCopyable>(_ range: Range<Int>, as type: Number.Type) -> [Number] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes \(range) of \(count)")
        let size = MemoryLayout<Number>.stride
        precondition(range.count % size == 0, "\(range.count) bytes of numbers of \(size)")
        return [Number](unsafeUninitializedCapacity: range.count / size) { numbers, initialized in
            UnsafeMutableRawBufferPointer(numbers).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(start: base, count: count)[range]))
            initialized = range.count / size
        }
    }

    /// Returns the whole of a file as an array.
    ///
    /// - Parameter limit: The most bytes that are read.
    /// - Throws: `FilesError.unreadable` if it cannot be read or is longer than the limit.
    package static func read(_ path: String, limit: Int = 1 << 30) throws(FilesError) -> [UInt8] {
        let file = try MappedFile(path: path)
        guard file.count <= limit else {
            throw .unreadable(path: path, step: "read it", reason: "its \(file.count) bytes are more than \(limit)")
        }
        return file.copy(0..<file.count)
    }

    private static func failure(_ path: String, _ step: String) -> FilesError {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return .unreadable(path: path, step: step, reason: reason)
    }
}
