internal import Glibc

/// A command that runs beside this process, fed through one pipe and heard through two.
///
/// It has a process group of its own, so that what it starts ends with it.
final class CommandProcess {
    private let process: pid_t
    /// Where it reads; −1 once closed.
    private var input: Int32
    private let output: Int32
    /// Where it complains; −1 once it has closed that.
    private var errors: Int32
    /// Whether it has closed its output.
    private var hasEnded = false
    private var isStopped = false
    /// What it has written and nobody has taken, from `taken` on.
    private var received: [UInt8] = []
    private var taken = 0
    /// The last that it wrote on standard error.
    private var complaints: [UInt8] = []

    /// The most bytes of a line.
    static let longestLine = 1 << 24
    private static let keptComplaints = 2_000

    /// What became of an exchange.
    enum Outcome { case finished, ended, silent }

    /// Starts a command by the shell.
    ///
    /// - Throws: `PredictorError.start`.
    init(_ command: String) throws(PredictorError) {
        func failure(_ code: Int32) -> PredictorError {
            .start(command: command, reason: String(cString: strerror(code)))
        }
        var ends: [Int32] = []
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            guard pipe(&pair) == 0 else {
                for end in ends { close(end) }
                throw failure(errno)
            }
            for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            ends += pair
        }
        let theirs = [ends[0], ends[3], ends[5]]
        (input, output, errors) = (ends[1], ends[2], ends[4])
        for end in [input, output, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, end) in theirs.enumerated() { posix_spawn_file_actions_adddup2(&actions, end, Int32(number)) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        let texts: [String] = ["/bin/sh", "-c", command]
        var words: [UnsafeMutablePointer<CChar>?] = texts.map { text in strdup(text) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var started = pid_t()
        // The environment as it is now; Swift does not let the global variable be named.
        let environment = dlsym(nil, "environ")?
            .assumingMemoryBound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self).pointee
        let code = posix_spawn(&started, "/bin/sh", &actions, &attributes, words, environment)
        for end in theirs { close(end) }
        process = started
        guard code == 0 else {
            for end in [input, output, errors] { close(end) }
            // There is nothing that `deinit` could end.
            isStopped = true
            throw failure(code)
        }
    }

    deinit { stop() }

    /// The last lines that it wrote on standard error, control characters left out.
    var lastWords: String {
        let text = String(decoding: complaints, as: UTF8.self).unicodeScalars.filter {
            $0 == "\n" || $0.properties.generalCategory != .control
        }
        return String(String.UnicodeScalarView(text)).split(separator: "\n").suffix(8).map { "  \($0)" }
            .joined(separator: "\n")
    }

    /// Sends bytes and hears lines, both as fast as the command allows, until `isLast` says that a line was the last.
    ///
    /// - Parameter patience: The seconds without a line after which the command counts as silent.
    func exchange(
        _ bytes: [UInt8], patience: Double, isLast: (ArraySlice<UInt8>) throws -> Bool
    ) throws -> Outcome {
        var sent = 0
        var heard = Self.now
        while true {
            while let line = nextLine() {
                heard = Self.now
                if try isLast(line) { return .finished }
            }
            if hasEnded { return .ended }
            let left = patience - (Self.now - heard)
            guard left > 0 else { return .silent }
            var places = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
                // Descriptors below 0 are left out.
                pollfd(fd: sent < bytes.count ? input : -1, events: Int16(POLLOUT), revents: 0),
            ]
            guard poll(&places, 3, Int32(min(left, 1) * 1000) + 1) > 0 else { continue }
            if places[1].revents != 0 { readComplaints() }
            if places[0].revents != 0 { readOutput() }
            if places[2].revents != 0 { sent += send(bytes[sent...]) }
        }
    }

    /// Ends the command and all that it started, and says how it ended.
    @discardableResult
    func stop() -> String {
        guard !isStopped else { return "" }
        isStopped = true
        if input >= 0 { close(input) }
        input = -1
        var status: Int32 = 0
        var isGone = false
        // A second to end by itself now that its input has ended.
        for _ in 0..<100 where !isGone {
            isGone = waitpid(process, &status, WNOHANG) == process
            if !isGone { usleep(10_000) }
        }
        let wasEnded = !isGone
        kill(-process, SIGKILL)
        if !isGone { waitpid(process, &status, 0) }
        hasEnded = true
        if errors >= 0 {
            readComplaints()
            close(errors)
            errors = -1
        }
        close(output)
        if wasEnded { return "closed its output" }
        let signal = status & 0x7F
        return signal == 0 ? "ended with exit code \((status >> 8) & 0xFF)" : "was ended by signal \(signal)"
    }

    private func nextLine() -> ArraySlice<UInt8>? {
        guard let end = received[taken...].firstIndex(of: UInt8(ascii: "\n")) else {
            // What is left moves to the front, seldom enough to cost nothing.
            if taken > 1 << 16 {
                received.removeFirst(taken)
                taken = 0
            }
            return nil
        }
        defer { taken = end + 1 }
        return received[taken..<end]
    }

    private func readOutput() {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(output, &chunk, chunk.count)
        if count > 0 {
            received += chunk[..<count]
            // Nobody answers at such a length: it counts as the end of the command.
            if received.count - taken > Self.longestLine, !chunk[..<count].contains(UInt8(ascii: "\n")) {
                hasEnded = true
            }
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            hasEnded = true
        }
    }

    private func readComplaints() {
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = read(errors, &chunk, chunk.count)
            if count > 0 {
                complaints = (complaints + chunk[..<count]).suffix(Self.keptComplaints)
            } else {
                if count == 0 {
                    close(errors)
                    errors = -1
                }
                return
            }
        }
    }

    /// Returns how many bytes went; none can go to a command that has closed its input.
    private func send(_ bytes: ArraySlice<UInt8>) -> Int {
        let count = SilentPipe.write(input, bytes)
        if count < 0, errno != EAGAIN, errno != EINTR {
            close(input)
            input = -1
        }
        return max(0, count)
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// Writing into pipes that may have no reader, without the signal that would end the process.
private enum SilentPipe {
    static func write(_ pipe: Int32, _ bytes: ArraySlice<UInt8>) -> Int {
        var (broken, before, pending) = (sigset_t(), sigset_t(), sigset_t())
        sigemptyset(&broken)
        sigaddset(&broken, SIGPIPE)
        sigpending(&pending)
        let wasPending = sigismember(&pending, SIGPIPE) == 1
        pthread_sigmask(SIG_BLOCK, &broken, &before)
        let count = bytes.withUnsafeBytes { Glibc.write(pipe, $0.baseAddress, $0.count) }
        let fault = errno
        if count < 0, fault == EPIPE, !wasPending {
            var none = timespec()
            sigtimedwait(&broken, nil, &none)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        errno = fault
        return count
    }
}
