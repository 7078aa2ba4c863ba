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

    @Test func `more than both pipes hold goes through`() throws {
        let predictor = try CommandPredictor(Self.lengths)
        let texts = (0..<600).map { String(repeating: "x", count: 100 + $0) }
        #expect(try predictor.answers(Self.texts(texts)).map { $0[0] } == texts.map { Double($0.count) })
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

    @Test(arguments: [
        ("{\\\"id\\\": 0, \\\"scores\\\": [NaN]}", "scores must be finite numbers"),
        ("{\\\"id\\\": 0, \\\"scores\\\": [null]}", "scores must be finite numbers"),
        ("{\\\"id\\\": 7, \\\"scores\\\": [1]}", "nobody asked for the id 7"),
        ("{\\\"id\\\": 0, \\\"score\\\": 1}", "there is no list 'scores'"),
        ("{\\\"scores\\\": [1]}", "there is no whole number 'id'"),
        ("{\\\"id\\\": 0, \\\"scores\\\": []}", "the list 'scores' is empty"),
        ("loading weights", "this is no JSON"),
    ]) func `an answer that breaks the protocol is shown with what is wrong`(line: String, fault: String) {
        #expect {
            try CommandPredictor("echo \"\(line)\"; cat > /dev/null").answers(Self.texts(["a", "b"]))
        } throws: { "\($0)".contains(fault) && "\($0)".contains("an answer is a line such as") }
    }

    @Test func `an id that is answered twice, and a number of scores that changes, are faults`() {
        #expect {
            try CommandPredictor("for i in 1 2; do echo '{\"id\": 0, \"scores\": [1]}'; done; cat > /dev/null")
                .answers(Self.texts(["a", "b"]))
        } throws: { "\($0)".contains("the id 0 was answered before") }
        #expect {
            try CommandPredictor(
                "echo '{\"id\": 0, \"scores\": [1]}'; echo '{\"id\": 1, \"scores\": [1, 2]}'; cat > /dev/null"
            ).answers(Self.texts(["a", "b"]))
        } throws: { "\($0)".contains("there were 1 scores before and now 2") }
    }
}
