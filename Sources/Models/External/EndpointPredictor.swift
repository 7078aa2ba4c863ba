public import Files
internal import Synchronization

/// A model behind HTTP on the user's own machine.
///
/// Each batch is one `POST` of JSON Lines (`application/x-ndjson`), and the body of the answer has a line for each; see
/// `ExternalPredictor`. Every batch has a connection of its own. There is no TLS: what is sent can be read on the way, which
/// is why an address of another machine is refused unless the caller insists.
public final class EndpointPredictor: ExternalPredictor, @unchecked Sendable {
    // Unchecked: all below is used under the lock.
    private let lock = Mutex(())
    private let place: EndpointAddress
    private var nextID = 0
    private var scoreCount: Int?

    /// The address.
    public var address: String { place.text }
    /// The seconds without a byte after which the endpoint counts as hung.
    public let timeout: Double

    /// Whether a text is an address and no command.
    public static func isAddress(_ text: String) -> Bool {
        text.hasPrefix("http://") || text.hasPrefix("https://")
    }

    /// Resolves an address; nothing is sent.
    ///
    /// - Parameters:
    ///   - address: `http://HOST[:PORT][/PATH]`.
    ///   - timeout: The seconds without a byte after which the endpoint counts as hung.
    ///   - allowsOthers: Whether it may be on another machine.
    /// - Throws: `PredictorError.address` or `.unreachable`.
    public init(_ address: String, timeout: Double = 60, allowsOthers: Bool = false) throws(PredictorError) {
        place = try EndpointAddress(address, allowsOthers: allowsOthers)
        self.timeout = timeout
    }

    /// The places of the scores, which have no names; none before the first answer.
    public var outputs: [String] { lock.withLock { _ in (0..<(scoreCount ?? 0)).map(String.init) } }

    /// Asks about inputs; see `ExternalPredictor`.
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
        var exchange = PredictorExchange(inputs, name: address, first: nextID, scoreCount: scoreCount)
        nextID += inputs.count
        let body = try HTTPExchange(place, timeout: timeout).post(exchange.lines)
        for line in body.split(separator: UInt8(ascii: "\n")) where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
            try exchange.take(line)
        }
        scoreCount = exchange.scoreCount
        guard exchange.unanswered == 0 else {
            throw PredictorError.unanswered(address: address, count: exchange.unanswered)
        }
        return exchange.answers
    }
}
