internal import Files

/// The record of a run, a JSON object a line: `start`, `step`, `evaluation`, `end`.
///
/// A model card is written from it. Times are seconds; `elapsed` counts all sittings of the run together.
struct RunLog {
    private let file: AppendFile

    /// Opens a log, or goes on with one that has `length` bytes worth keeping.
    init(path: String, keeping length: Int?) throws(FilesError) {
        file = try AppendFile(path: path, keeping: length ?? 0)
    }

    /// How many bytes there are.
    var length: Int { file.length }

    /// Adds a line.
    func write(_ event: String, _ members: [JSONObject.Member]) throws(FilesError) {
        try file.write(JSON.object([JSONObject.Member("event", .string(event))] + members).bytes() + [0x0A])
    }

    func sync() throws(FilesError) { try file.sync() }
}
