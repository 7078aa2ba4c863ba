import Synchronization

/// A line on standard error that tells how far a long read has come; shorter reads show nothing.
final class ProgressLine: Sendable {
    private struct State {
        var started = Terminal.now
        var shown = 0.0
        var isVisible = false
    }

    private let state = Mutex(State())

    /// Shows the bytes read so far, at most five times a second and not in the first second.
    func update(done: Int, total: Int?) {
        state.withLock { state in
            let now = Terminal.now
            guard now - state.started > 1, now - state.shown > 0.2 else { return }
            state.shown = now
            state.isVisible = true
            let rate = Double(done) / (now - state.started)
            var text = "\rreading: \(done / 1_000_000) MB"
            if let total, total > 0, rate > 0 {
                let left = Int((Double(total - done) / rate).rounded(.up))
                text += " of \(total / 1_000_000) MB (\(100 * done / total) %), about \(left) s left"
            }
            Terminal.writeError(text + "\u{1B}[K")
        }
    }

    /// Wipes the line.
    func finish() {
        state.withLock { state in
            if state.isVisible { Terminal.writeError("\r\u{1B}[K") }
            state.isVisible = false
        }
    }
}
