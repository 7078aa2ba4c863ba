import Files
import Foundation
import MatrixKernels
import Models
import TestSupport
import Testing

/// Commands that stand for a model: fed without deadlock, and every fault named.
struct CommandPredictorTests {
    /// Answers each text with its length, two scores, and repeats it.
    static let lengths =
        #"while IFS= read -r l; do i=${l#*:}; t=${l#*text\":\"}; t=${t%\"*}; "#
        + #"echo "{\"echo\": \"$t\", \"id\": ${i%%,*}, \"scores\": [${#t}, 0.5]}"; done"#

    private static func texts(_ texts: [String]) -> [JSON] { texts.map { .object([.init("text", .string($0))]) } }

    @Test func `a command is started once and answers batch after batch`() throws {
        let predictor = try CommandPredictor(Self.lengths)
        #expect(try predictor.answers(Self.texts(["a", "four", ""])) == [[1, 0.5], [4, 0.5], [0, 0.5]])
        #expect(try predictor.scores(Self.texts(["seven"])).values == [5, 0.5])
        #expect(try predictor.answers([]) == [])
        #expect(predictor.outputs.count == 2)
    }

    @Test func `answers may come in any order`() throws {
        let predictor = try CommandPredictor(
            "read a; read b; echo '{\"id\": 1, \"scores\": [20]}'; echo '{\"id\": 0, \"scores\": [10]}'; read c")
        #expect(try predictor.answers(Self.texts(["a", "b"])) == [[10], [20]])
    }

    @Test func `a command that dies shows its exit code and its last words`() throws {
        #expect {
            try CommandPredictor("read a; echo 'first' >&2; echo 'out of memory' >&2; exit 3").answers(
                Self.texts(["a"]))
        } throws: { error in
            let text = "\(error)"
            return text.contains("ended with exit code 3 with 1 input unanswered")
                && text.hasSuffix("its last words were:\n  first\n  out of memory")
        }
        #expect {
            try CommandPredictor("no-such-command-anywhere").answers(Self.texts(["a"]))
        } throws: { "\($0)".contains("exit code 127") }
        #expect {
            try CommandPredictor("kill -9 $$").answers(Self.texts(["a", "b"]))
        } throws: { "\($0)".contains("was ended by signal 9 with 2 inputs unanswered") }
    }

    @Test func `a command that hangs is ended, with all that it started`() throws {
        let start = Date()
        #expect {
            try CommandPredictor("sleep 41.97 & echo waiting >&2; sleep 41.97", timeout: 0.3).answers(Self.texts(["a"]))
        } throws: { error in
            "\(error)".contains("answered nothing for 0.3 s with 1 input unanswered") && "\(error)".contains("waiting")
        }
        #expect(Date().timeIntervalSince(start) < 10)
    }
}
