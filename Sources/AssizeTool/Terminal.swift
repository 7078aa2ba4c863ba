import Glibc

/// Standard output and standard error as plain byte sinks.
enum Terminal {
    static func write(_ bytes: some Sequence<UInt8>) { write(Array(bytes), to: STDOUT_FILENO) }

    static func write(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    static func writeError(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Seconds of a clock that never jumps.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var start = 0
        bytes.withUnsafeBytes { buffer in
            while start < buffer.count, let base = buffer.baseAddress {
                let written = Glibc.write(descriptor, base + start, buffer.count - start)
                // A reader that went away is not our failure.
                if written <= 0 { return }
                start += written
            }
        }
    }
}
