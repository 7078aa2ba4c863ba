import Files
import Foundation
import MatrixKernels
import Models
import TestSupport
import Testing

/// What every model outside this process must do, whether a command or an endpoint stands for it.
struct PredictorContractTests {
    enum Kind: CaseIterable, Sendable { case command, endpoint }

    private static func texts(_ texts: [String]) -> [JSON] { texts.map { .object([.init("text", .string($0))]) } }

    /// Answers each text with its length and a half.
    private static func lengths(_ kind: Kind, _ body: (any ExternalPredictor) throws -> Void) throws {
        switch kind {
        case .command: try body(CommandPredictor(CommandPredictorTests.lengths))
        case .endpoint:
            let server = try TinyServer.answering { [Double(($0["text"] as? String ?? "").count), 0.5] }
            try body(EndpointPredictor(server.address))
        }
    }

    /// Answers the first batch with the same lines whatever it says.
    private static func saying(
        _ lines: String, _ kind: Kind, _ body: (any ExternalPredictor) throws -> Void
    ) throws {
        switch kind {
        case .command:
            try Places.withTemporaryFolder { folder in
                let path = folder.appending(path: "lines").path
                try Data(lines.utf8).write(to: URL(filePath: path))
                try body(CommandPredictor("read a; cat '\(path)'; cat > /dev/null"))
            }
        case .endpoint:
            let server = try TinyServer { _, _ in TinyServer.ok(lines) }
            try body(EndpointPredictor(server.address))
        }
    }

    @Test(arguments: Kind.allCases) func `batch after batch is answered in the order asked`(kind: Kind) throws {
        try Self.lengths(kind) { (predictor: any ExternalPredictor) throws in
            #expect(try predictor.answers(Self.texts(["a", "four", ""])) == [[1, 0.5], [4, 0.5], [0, 0.5]])
            #expect(try predictor.scores(Self.texts(["seven"])).values == [5, 0.5])
            #expect(try predictor.answers([]) == [])
            #expect(predictor.outputs == ["0", "1"])
        }
    }

    @Test(arguments: Kind.allCases) func `a batch larger than any buffer goes through`(kind: Kind) throws {
        try Self.lengths(kind) { (predictor: any ExternalPredictor) throws in
            let texts = (0..<600).map { String(repeating: "x", count: 100 + $0) }
            #expect(try predictor.answers(Self.texts(texts)).map { $0[0] } == texts.map { Double($0.count) })
        }
    }

    @Test(
        arguments: [
            ("{\"id\": 0, \"scores\": [NaN]}", "scores must be finite numbers"),
            ("{\"id\": 0, \"scores\": [null]}", "scores must be finite numbers"),
            ("{\"id\": 7, \"scores\": [1]}", "nobody asked for the id 7; ids 0 to 1 are awaited"),
            ("{\"id\": 0, \"score\": 1}", "there is no list 'scores'"),
            ("{\"scores\": [1]}", "there is no whole number 'id'"),
            ("{\"id\": 0, \"scores\": []}", "the list 'scores' is empty"),
            ("loading weights", "this is no JSON"),
            ("{\"id\": 0, \"scores\": [1]}\n{\"id\": 0, \"scores\": [1]}", "the id 0 was answered before"),
            ("{\"id\": 0, \"scores\": [1]}\n{\"id\": 1, \"scores\": [1, 2]}", "there were 1 scores before and now 2"),
        ], Kind.allCases)
    func `an answer that breaks the protocol is shown with what is wrong`(
        answer: (lines: String, fault: String), kind: Kind
    ) throws {
        try Self.saying(answer.lines + "\n", kind) { (predictor: any ExternalPredictor) throws in
            #expect {
                try predictor.answers(Self.texts(["a", "b"]))
            } throws: { "\($0)".contains(answer.fault) && "\($0)".contains("an answer is a line such as") }
        }
    }
}
