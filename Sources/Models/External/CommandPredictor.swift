public import Files
internal import Glibc
internal import Synchronization

/// A model behind a command: it reads JSON Lines on standard input and answers each on standard output.
///
/// See `ExternalPredictor` for the lines. The command is started once, by the shell, and must flush each answer.
public final class CommandPredictor: ExternalPredictor, @unchecked Sendable {
    // Unchecked: all below is used under the lock.
    private let lock = Mutex(())
    private let process: CommandProcess
    private var nextID = 0
    private var scoreCount: Int?

    /// The command.
    public let command: String
    /// The seconds without an answer after which the command counts as hung.
    public let timeout: Double

    /// Starts a command.
    ///
    /// - Throws: `PredictorError.start`.
    public init(_ command: String, timeout: Double = 60) throws {
        self.command = command
        self.timeout = timeout
        process = try CommandProcess(command)
    }

    /// The places of the scores, which have no names; none before the first answer.
    public var outputs: [String] { lock.withLock { _ in (0..<(scoreCount ?? 0)).map(String.init) } }

    /// Asks about inputs; see `ExternalPredictor`.
    ///
    /// - Throws: `PredictorError`, after which the command is ended.
    public func answers(_ inputs: [JSON]) throws -> [[Double]] {
        try lock.withLock { _ in
            var result: [[Double]] = []
            for start in stride(from: 0, to: inputs.count, by: PredictorExchange.mostInputs) {
                result += try ask(inputs[start..<min(inputs.count, start + PredictorExchange.mostInputs)])
            }
            return result
        }
    }

    private func ask(_ inputs: ArraySlice<JSON>) throws -> [[Double]] {
        var exchange = PredictorExchange(inputs, name: command, first: nextID, scoreCount: scoreCount)
        nextID += inputs.count
        let outcome = try process.exchange(exchange.lines, patience: timeout) { line in
            try exchange.take(line)
            return exchange.unanswered == 0
        }
        scoreCount = exchange.scoreCount
        switch outcome {
        case .finished: return exchange.answers
        case .silent:
            let words = process.lastWords
            process.stop()
            throw PredictorError.silent(
                command: command, seconds: timeout, unanswered: exchange.unanswered, errors: words)
        case .ended:
            let how = process.stop()
            throw PredictorError.ended(
                command: command, how: how, unanswered: exchange.unanswered, errors: process.lastWords)
        }
    }
}
