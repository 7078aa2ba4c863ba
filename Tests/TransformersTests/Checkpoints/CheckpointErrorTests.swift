import Testing
import Transformers

struct CheckpointErrorTests {
    @Test func `a message names the file, the place and the fault`() {
        let error = CheckpointError.damaged(
            path: "a/config.json", place: "hidden_size", fault: "must be a whole number")
        #expect(error.kind == .badData)
        #expect(CheckpointError.missing(path: "a", remedy: "b").kind == .missingInput)
        #expect(error.description == "a/config.json: hidden_size: must be a whole number")
    }
}
