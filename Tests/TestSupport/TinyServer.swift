internal import Foundation
internal import Glibc

/// A server on a port of its own that answers one request per connection.
public final class TinyServer: Sendable {
    /// The port on 127.0.0.1.
    public let port: UInt16
    private let listener: Int32

    /// Where it listens.
    public var address: String { "http://127.0.0.1:\(port)/predict" }

    /// Begins to listen.
    ///
    /// - Parameter answer: Returns the bytes of the response to a request's head and body; nil says nothing and keeps the
    ///   connection open for a second.
    public init(_ answer: @escaping @Sendable (_ head: String, _ body: String) -> String?) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, pointer, &size) == 0
            }
        }
        guard isListening else { throw CocoaError(.fileReadUnknown) }
        self.listener = listener
        port = UInt16(bigEndian: place.sin_port)
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Self.serve(connection, answer)
            }
        }
    }

    deinit {
        // Ends the wait for a connection.
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ connection: Int32, _ answer: (String, String) -> String?) {
        defer { close(connection) }
        var (received, chunk) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
        var (head, length) = ("", Int.max)
        let end = Data("\r\n\r\n".utf8)
        while received.count < length {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            received.append(contentsOf: chunk[..<count])
            if head.isEmpty, let found = received.range(of: end) {
                head = String(decoding: received[..<found.lowerBound], as: UTF8.self)
                received.removeSubrange(..<found.upperBound)
                let line = head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
                length = line.flatMap { Int($0.dropFirst("Content-Length: ".count)) } ?? 0
            }
        }
        guard let response = answer(head, String(decoding: received, as: UTF8.self)) else {
            sleep(1)
            return
        }
        let bytes = Array(response.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// A response of status 200 with a body of known length.
    public static func ok(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Answers every line by what `scores` says of it, in reverse order.
    public static func answering(_ scores: @escaping @Sendable ([String: Any]) -> [Double]) throws -> TinyServer {
        try TinyServer { _, body in
            let lines = body.split(separator: "\n").compactMap { line -> String? in
                guard let row = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                    return nil
                }
                return "{\"id\": \(row["id"] ?? ""), \"scores\": \(scores(row))}\n"
            }
            return ok(lines.reversed().joined())
        }
    }
}
