public import Files
internal import Glibc
public import MatrixKernels
internal import Synchronization

/// A model behind a command: it reads JSON Lines on standard input and answers each on standard output.
///
/// `{"id": 0, "text": "…"}` or `{"id": 0, "features": {"x1": 1.0}}` is answered by `{"id": 0, "scores": [0.3, 0.7]}`, in any
/// order. The command is started once, by the shell, and must flush each answer. Ids never come twice.
public final class CommandPredictor: Predictor, @unchecked Sendable {
    // Unchecked: all below is used under the lock.
    private let lock = Mutex(())
    private let process: CommandProcess
    private var nextID = 0
    private var scoreCount: Int?

    /// The command.
    public let command: String
    /// The seconds without an answer after which the command counts as hung.
    public let timeout: Double
    /// The most inputs that are sent before their answers are awaited.
    private static let batch = 4_096

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

    /// Returns the scores in single precision, `[inputs, outputs]`; see `answers`.
    public func scores(_ inputs: [JSON]) throws -> Matrix {
        let rows = try answers(inputs)
        return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, rows.joined().map { Float($0) })
    }

    /// Asks about inputs.
    ///
    /// - Parameter inputs: Objects, each with `text` or `features`.
    /// - Returns: The scores of each, `[inputs][outputs]`, all finite.
    /// - Throws: `PredictorError`, after which the command is ended.
    public func answers(_ inputs: [JSON]) throws -> [[Double]] {
        try lock.withLock { _ in
            var result: [[Double]] = []
            for start in stride(from: 0, to: inputs.count, by: Self.batch) {
                result += try ask(inputs[start..<min(inputs.count, start + Self.batch)])
            }
            return result
        }
    }

    private func ask(_ inputs: ArraySlice<JSON>) throws -> [[Double]] {
        let first = nextID
        nextID += inputs.count
        var bytes: [UInt8] = []
        for (offset, input) in inputs.enumerated() {
            guard case .object(let object) = input else { preconditionFailure("an input that is no object") }
            bytes += JSON.object(object.members + [.init("id", .integer(first + offset))]).bytes(.compact)
            bytes.append(UInt8(ascii: "\n"))
        }
        var found = [[Double]?](repeating: nil, count: inputs.count)
        var left = inputs.count
        let outcome = try process.exchange(bytes, patience: timeout) { line in
            let (id, scores) = try answer(Array(line))
            guard (first..<first + found.count).contains(id) else {
                throw fault(
                    line, "nobody asked for the id \(id); ids \(first) to \(first + found.count - 1) are awaited")
            }
            guard found[id - first] == nil else { throw fault(line, "the id \(id) was answered before") }
            found[id - first] = scores
            left -= 1
            return left == 0
        }
        switch outcome {
        case .finished: return found.compactMap(\.self)
        case .silent:
            let words = process.lastWords
            process.stop()
            throw PredictorError.silent(command: command, seconds: timeout, unanswered: left, errors: words)
        case .ended:
            let how = process.stop()
            throw PredictorError.ended(command: command, how: how, unanswered: left, errors: process.lastWords)
        }
    }

    /// Reads a line.
    private func answer(_ line: [UInt8]) throws -> (id: Int, scores: [Double]) {
        let json: JSON
        do {
            json = try JSON(parsing: line)
        } catch {
            let text = String(decoding: line, as: UTF8.self).lowercased()
            let isNumber = !text.contains("nan") && !text.contains("inf")
            throw fault(line[...], isNumber ? "this is no JSON" : "scores must be finite numbers")
        }
        guard case .integer(let id)? = json["id"] else { throw fault(line[...], "there is no whole number 'id'") }
        guard case .array(let elements)? = json["scores"] else { throw fault(line[...], "there is no list 'scores'") }
        let scores = try elements.map { element -> Double in
            switch element {
            case .integer(let number): return Double(number)
            case .number(let number) where number.isFinite: return number
            default: throw fault(line[...], "scores must be finite numbers")
            }
        }
        guard !scores.isEmpty else { throw fault(line[...], "the list 'scores' is empty") }
        if let scoreCount, scoreCount != scores.count {
            throw fault(line[...], "there were \(scoreCount) scores before and now \(scores.count)")
        }
        scoreCount = scores.count
        return (id, scores)
    }

    private func fault(_ line: ArraySlice<UInt8>, _ fault: String) -> PredictorError {
        .answer(command: command, line: "'\(visible(String(decoding: line.prefix(200), as: UTF8.self)))'", fault: fault)
    }
}
