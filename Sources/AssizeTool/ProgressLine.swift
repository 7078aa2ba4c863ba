import Synchronization

/// A line on standard error that tells how far a long read has come; shorter reads show nothing.
final class ProgressLine: Sendable {
    private struct State {
        var started = Terminal.now
        var shown = 0.0
        var isVisible = false
    }

    private let state = Mutex(State())

    /// Calls `body` with a progress report that shows the line, on a terminal and unless `isQuiet`, and wipes it after.
    static func during<Result>(
        isQuiet: Bool, _ body: (_ progress: @escaping @Sendable (_ done: Int, _ total: Int?) -> Void) throws -> Result
    ) rethrows -> Result {
        let line = ProgressLine()
        let isShown = !isQuiet && Terminal.errorIsTerminal
        defer { line.finish() }
        return try body { done, total in
            if isShown { line.update(done: done, total: total) }
        }
    }

    /// The same for work that counts things such as texts.
    static func counting<Result>(
        _ things: String, isQuiet: Bool,
        _ body: (_ progress: @escaping (_ done: Int, _ total: Int) -> Void) throws -> Result
    ) rethrows -> Result {
        let line = ProgressLine()
        let isShown = !isQuiet && Terminal.errorIsTerminal
        defer { line.finish() }
        return try body { done, total in
            if isShown { line.update(things, done: done, total: total) }
        }
    }

    private func update(_ things: String, done: Int, total: Int) {
        show { seconds in
            let left = Int((seconds / Double(done) * Double(total - done)).rounded(.up))
            return "\(things): \(done) of \(total), about \(left) s left"
        }
    }

    /// Shows the bytes read so far, at most five times a second and not in the first second.
    private func update(done: Int, total: Int?) {
        show { seconds in
            let rate = Double(done) / seconds
            let text = "reading: \(done / 1_000_000) MB"
            guard let total, total > 0, rate > 0 else { return text }
            let left = Int((Double(total - done) / rate).rounded(.up))
            return text + " of \(total / 1_000_000) MB (\(100 * done / total) %), about \(left) s left"
        }
    }

    private func show(_ text: (_ seconds: Double) -> String) {
        state.withLock { state in
            let now = Terminal.now
            guard now - state.started > 1, now - state.shown > 0.2 else { return }
            state.shown = now
            state.isVisible = true
            Terminal.writeError("\r" + text(now - state.started) + "\u{1B}[K")
        }
    }

    /// Wipes the line.
    private func finish() {
        state.withLock { state in
            if state.isVisible { Terminal.writeError("\r\u{1B}[K") }
            state.isVisible = false
        }
    }
}
