import ArgumentParser
import Auditing
import Glibc
import Reports

/// Shows how the cost of an audit grows with the table.
struct ScaleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Audits tables of growing size and prints what each costs.",
        discussion: """
            Writes the seeded tables that are not in FOLDER yet (43 bytes a row), then audits each in one pass: 40 groups, \
            label and prediction. The peak memory is that of the process so far, so name the sizes in ascending order.

            Example:
              assize-bench scale /var/tmp --rows 1000000 10000000 100000000
            """)

    @Argument(help: "The folder of the tables; made if it does not exist.")
    var folder: String

    @Option(parsing: .upToNextOption, help: "How many rows the tables have.")
    var rows = [1_000_000, 10_000_000, 100_000_000]

    @Option(help: "Threads that read.")
    var threads = 2

    func validate() throws {
        if rows.isEmpty || rows.contains(where: { $0 < 1 }) { throw ValidationError("--rows must be 1 or more") }
    }

    func run() throws {
        mkdir(folder, 0o755)
        print("rows          seconds    ns/row    GB/s    peak MiB")
        for count in rows {
            let path = "\(folder)/rows-\(count).csv"
            if access(path, R_OK) != 0 {
                try SyntheticTable(kind: .table, seed: SyntheticTable.usualSeed).write(rows: count, to: path)
            }
            let start = TimeCommand.now
            let results = try Audit.run(TimeCommand.definition(path, scores: false), workers: threads)
            let seconds = TimeCommand.now - start
            guard results.data.rows == count else { throw ValidationError("\(path) has \(results.data.rows) rows") }
            let bytes = Double(results.data.files.reduce(0) { $0 + $1.bytes })
            let columns = [
                "\(count)".padded(14), seconds.decimals(3).padded(11),
                (seconds / Double(count) * 1e9).decimals(1).padded(10),
                (bytes / seconds / 1e9).decimals(2).padded(8), ScaleCommand.peakMemory.decimals(1),
            ]
            print(columns.joined())
        }
    }

    /// The largest resident set of the process so far, in MiB.
    private static var peakMemory: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1024
    }
}

extension Double {
    fileprivate func decimals(_ count: Int) -> String {
        var text: [UInt8] = []
        text.append(self, decimals: count)
        return String(decoding: text, as: UTF8.self)
    }
}

extension String {
    /// The text with blanks after it, one at least, up to a width.
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
