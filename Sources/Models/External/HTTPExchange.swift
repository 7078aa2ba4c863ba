internal import Files
internal import Glibc

/// One request and its answer on a connection of their own (HTTP/1.1, RFC 9112).
struct HTTPExchange {
    private let place: EndpointAddress
    private let timeout: Double

    /// The most bytes of a status line with its headers, and of a body.
    private static let (mostHead, mostBody) = (1 << 16, 1 << 28)

    /// - Parameter timeout: The seconds without a byte, in either direction, after which the endpoint counts as hung.
    init(_ place: EndpointAddress, timeout: Double) {
        self.place = place
        self.timeout = timeout
    }

    /// Sends lines and returns the body of the answer.
    ///
    /// - Throws: `PredictorError.unreachable`, `.silentEndpoint`, `.response`, or `.status` for any other than 200.
    func post(_ body: [UInt8]) throws(PredictorError) -> [UInt8] {
        let connection = try connect()
        defer { close(connection) }
        let head =
            "POST \(place.path) HTTP/1.1\r\nHost: \(place.host)\r\nContent-Type: application/x-ndjson\r\n"
            + "Accept: application/x-ndjson\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        // A server may answer, and close, before it has read all: what it said counts then.
        let received = try exchange(Array(head.utf8) + body, on: connection)
        return try content(of: received)
    }

    private func connect() throws(PredictorError) -> Int32 {
        var reason = "no address"
        for place in place.places {
            let connection = socket(
                place.family,
                Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue),
                0)
            guard connection >= 0 else {
                reason = String(cString: strerror(errno))
                continue
            }
            let code = place.bytes.withUnsafeBytes { bytes -> Int32 in
                guard let address = bytes.baseAddress else { return EINVAL }
                return Glibc.connect(
                    connection, address.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0
                    ? 0 : errno
            }
            var fault = code
            if code == EINPROGRESS {
                guard wait(connection, POLLOUT, for: timeout) else {
                    close(connection)
                    throw .silentEndpoint(address: self.place.text, seconds: timeout)
                }
                var size = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(connection, SOL_SOCKET, SO_ERROR, &fault, &size)
            }
            if fault == 0 { return connection }
            reason = String(cString: strerror(fault)).lowercased()
            close(connection)
        }
        throw .unreachable(address: place.text, reason: reason)
    }

    /// Sends and hears at once, until the answer is whole or the other side closes.
    private func exchange(_ bytes: [UInt8], on connection: Int32) throws(PredictorError) -> [UInt8] {
        var (sent, received): (Int, [UInt8]) = (0, [])
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var isSending = true
        while true {
            let events = POLLIN | (isSending && sent < bytes.count ? POLLOUT : 0)
            guard wait(connection, events, for: timeout) else {
                throw .silentEndpoint(address: place.text, seconds: timeout)
            }
            if isSending, sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count > 0 {
                    sent += count
                } else if errno != EAGAIN && errno != EINTR {
                    isSending = false
                }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            if count > 0 {
                received += chunk[..<count]
                guard received.count <= Self.mostBody else {
                    throw fault("it is longer than \(Self.mostBody >> 20) MiB")
                }
                if isWhole(received) { return received }
            } else if count == 0 {
                return received
            } else if errno != EAGAIN && errno != EINTR {
                guard received.isEmpty else { return received }
                throw .unreachable(address: place.text, reason: String(cString: strerror(errno)).lowercased())
            }
        }
    }

    private func wait(_ connection: Int32, _ events: Int32, for seconds: Double) -> Bool {
        let end = Self.now + seconds
        while true {
            var places = pollfd(fd: connection, events: Int16(events), revents: 0)
            let found = poll(&places, 1, Int32(min(max(0, end - Self.now), 1) * 1000) + 1)
            if found > 0 { return true }
            if Self.now >= end { return false }
        }
    }

    /// Whether all that the head announces has come; an answer of unknown length ends with the connection.
    private func isWhole(_ received: [UInt8]) -> Bool {
        do throws(PredictorError) {
            guard let head = try HTTPHead(received, place.text, most: Self.mostHead) else { return false }
            if let length = head.length { return received.count - head.end >= length }
            guard head.isChunked else { return false }
            return try Self.joined(received[head.end...], fault) != nil
        } catch {
            // What is wrong is said when it is read.
            return true
        }
    }

    private func content(of received: [UInt8]) throws(PredictorError) -> [UInt8] {
        guard let head = try HTTPHead(received, place.text, most: Self.mostHead) else {
            throw fault(received.isEmpty ? "the connection was closed without a word" : "it ends within its head")
        }
        var body = Array(received[head.end...])
        if head.isChunked {
            guard let whole = try Self.joined(received[head.end...], fault) else {
                throw fault("it ends within a chunk")
            }
            body = whole
        } else if let length = head.length {
            guard body.count >= length else { throw fault("\(length) bytes were announced, and \(body.count) came") }
            body = Array(body[..<length])
        }
        guard head.status == 200 else {
            let words = visible(String(decoding: body.prefix(300), as: UTF8.self))
            throw .status(address: place.text, status: head.status, words: words)
        }
        return body
    }

    private func fault(_ text: String) -> PredictorError { .response(address: place.text, fault: text) }

    /// The chunks of a body, joined; nil if the last has not come.
    private static func joined(
        _ bytes: ArraySlice<UInt8>, _ fault: (String) -> PredictorError
    ) throws(PredictorError) -> [UInt8]? {
        var (rest, result): (ArraySlice<UInt8>, [UInt8]) = (bytes, [])
        while true {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let digits = String(decoding: rest[..<end], as: UTF8.self).prefix { $0.isHexDigit }
            guard let size = Int(digits, radix: 16), size <= mostBody else { throw fault("a chunk has no size") }
            rest = rest[(end + 1)...]
            if size == 0 { return result }
            guard rest.count >= size + 2 else { return nil }
            result += rest.prefix(size)
            rest = rest.dropFirst(size)
            guard let line = rest.firstIndex(of: UInt8(ascii: "\n")), line - rest.startIndex <= 1 else {
                throw fault("a chunk is longer than its size")
            }
            rest = rest[(line + 1)...]
        }
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
