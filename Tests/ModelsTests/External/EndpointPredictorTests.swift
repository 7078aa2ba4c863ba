import Files
import Foundation
import Models
import TestSupport
import Testing

/// What can go wrong between here and a server.
struct EndpointPredictorTests {
    private static let inputs: [JSON] = [.object([.init("text", .string("a"))])]
    private static let line = "{\"id\": 0, \"scores\": [1.5]}"

    private static func answer(_ response: String) throws -> [[Double]] {
        let server = try TinyServer { _, _ in response }
        return try EndpointPredictor(server.address).answers(inputs)
    }

    @Test func `a request names its host, its length and its form`() throws {
        let server = try TinyServer { head, body in
            let isRight =
                head.hasPrefix("POST /predict HTTP/1.1\r\nHost: 127.0.0.1:")
                && head.contains("Content-Type: application/x-ndjson") && body == "{\"id\":0,\"text\":\"a\"}\n"
            return TinyServer.ok("{\"id\": 0, \"scores\": [\(isRight ? 1 : 0)]}")
        }
        #expect(try EndpointPredictor(server.address).answers(Self.inputs) == [[1]])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"id\": 0, \"score\r\n9;x=y\r\ns\": [1.5]\r\n1\r\n}\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\n\n{\"id\": 0, \"scores\": [1.5]}",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 26\r\n\r\n{\"id\": 0, \"scores\": [1.5]}\n",
    ]) func `bodies end by their chunks, by their length or with the connection`(response: String) throws {
        #expect(try Self.answer(response) == [[1.5]])
    }

    @Test(arguments: [
        (
            "HTTP/1.1 500 Oops\r\nContent-Length: 13\r\n\r\nout of memory",
            "status 500 where 200 must be; it said:\n  out of memory"
        ),
        ("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "redirections are not followed"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}", "50 bytes were announced, and 2 came"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "left 1 input unanswered"),
        ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "a length of 'x'"),
        ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", "compressed by 'gzip'"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "a chunk has no size"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "it ends within a chunk"),
        ("SSH-2.0-OpenSSH_9.6\r\n", "is no answer on HTTP: it begins with 'SSH-2.0"),
        ("HTTP/1.1 200", "it ends within its head"),
        ("", "the connection was closed without a word"),
    ]) func `what is no good answer is named`(response: String, part: String) {
        #expect { try Self.answer(response) } throws: { "\($0)".contains(part) }
    }

    @Test func `a server that hangs or is not there is named with its address`() throws {
        let server = try TinyServer { _, _ in nil }
        #expect {
            try EndpointPredictor(server.address, timeout: 0.2).answers(Self.inputs)
        } throws: { "\($0)".contains("\(server.address)' said nothing for 0.2 s; allow more time with --timeout") }
        let closed = try TinyServer { _, _ in "" }.address
        #expect {
            try EndpointPredictor(closed).answers(Self.inputs)
        } throws: { "\($0)".contains("cannot reach '\(closed)'") && "\($0)".contains("is the model's server running") }
    }

    @Test(arguments: [
        ("https://127.0.0.1/x", "TLS is not spoken here"),
        ("http://192.0.2.7:80/x", "'192.0.2.7' is another machine"),
        ("http://[2001:db8::1]:80/x", "'2001:db8::1' is another machine"),
        ("http://127.0.0.1:0/x", "the port '0' is not from 1 to 65535"),
        ("http://127.0.0.1:99999/x", "the port '99999' is not from 1 to 65535"),
        ("http://me:secret@127.0.0.1/x", "a name and a password are not sent"),
        ("http:///x", "there is no host"),
        ("http://127.0.0.1/a b", "must be written with %"),
        ("http://127.0.0.1/\r\nX: y", "must be written with %"),
        ("ftp://127.0.0.1/", "an address begins with http://"),
    ]) func `addresses that cannot be or lie elsewhere are refused`(address: String, part: String) {
        #expect { try EndpointPredictor(address) } throws: { "\($0)".contains(part) }
    }

    @Test func `this machine is known by name, by loopback addresses, and others if one insists`() throws {
        for address in [
            "http://localhost:8000", "http://127.9.9.9/x?y=1", "http://[::1]:8000/", "http://0.0.0.0:8000/",
        ] {
            _ = try EndpointPredictor(address)
        }
        _ = try EndpointPredictor("http://192.0.2.7/", allowsOthers: true)
        #expect(EndpointPredictor.isAddress("http://x") && !EndpointPredictor.isAddress("curl http://x"))
    }
}
