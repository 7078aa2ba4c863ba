import ArgumentParser
import Auditing
import Files
import Glibc
import Reports

/// Times the stages of an audit inside one process; compare whole processes with a tool that starts them.
struct TimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Times the stages of an audit of a table that 'generate' wrote.",
        discussion: "Prints the median of the runs in milliseconds, and the gigabytes read in a second.")

    @Argument(help: "The table.")
    var path: String

    @Option(help: "How often each stage runs.")
    var runs = 5

    @Option(help: "Threads that read.")
    var threads = 2

    @Flag(help: "Measures the score metrics too, which rank every row.")
    var scores = false

    func run() throws {
        let definition = TimeCommand.definition(path, scores: scores)
        var audit: [Double] = []
        var json: [Double] = []
        var page: [Double] = []
        var sizes = (json: 0, page: 0, bytes: 0)
        for _ in 0..<max(1, runs) {
            let start = TimeCommand.now
            let results = try Audit.run(definition, workers: threads)
            let audited = TimeCommand.now
            sizes.json = results.json.bytes(.indented).count
            let written = TimeCommand.now
            sizes.page = try AuditReport.html(for: results).count
            audit.append(audited - start)
            json.append(written - audited)
            page.append(TimeCommand.now - written)
            sizes.bytes = results.data.files.reduce(0) { $0 + $1.bytes }
        }
        func show(_ name: String, _ times: [Double], _ note: String) {
            let median = times.sorted()[times.count / 2]
            print("\(name): \((median * 1e5).rounded() / 100) ms\(note)")
        }
        let rate = Double(sizes.bytes) / audit.sorted()[audit.count / 2] / 1e9
        show("read, measure, judge", audit, ", \((rate * 100).rounded() / 100) GB/s")
        show("results.json", json, ", \(sizes.json) bytes")
        show("report.html", page, ", \(sizes.page) bytes")
    }

    /// The audit of a table of the kind `table`: 40 groups.
    static func definition(_ path: String, scores: Bool) -> AuditDefinition {
        var definition = AuditDefinition()
        definition.data = [path]
        definition.label = ColumnExpression(column: "y_true")
        definition.prediction = ColumnExpression(column: "y_pred")
        definition.score = scores ? ColumnExpression(column: "y_score") : nil
        definition.protected = ["sex", "race", "age_band"].map { ColumnExpression(column: $0) }
        return definition
    }

    /// Seconds since some moment.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
