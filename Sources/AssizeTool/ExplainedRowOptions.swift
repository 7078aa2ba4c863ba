import ArgumentParser
import Explanations

/// Which rows of a table are explained.
struct ExplainedRowOptions: ParsableArguments {
    @Option(help: "The numbers of the rows, from 0, separated by commas, ranges such as 5-9 among them (default: all).")
    var rows: [String] = []

    @Option(help: "The first rows, so many of them.")
    var limit: Int?

    func validate() throws {
        guard rows.isEmpty || limit == nil else { throw ValidationError("name either --rows or --limit") }
        if let limit, limit < 1 { throw ValidationError("--limit \(limit) is below 1") }
    }

    /// The numbers of the rows of a table of `count`.
    func numbers(of count: Int) throws -> [Int] {
        guard !rows.isEmpty else { return Array(0..<min(count, limit ?? count)) }
        return try rows.flatMap { $0.split(separator: ",") }.flatMap { text in
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last,
                last < count
            else {
                throw ExplanationsError.setting(
                    name: "--rows", value: "'\(text)'",
                    remedy: "rows are numbered from 0 to \(count - 1), such as 0,5-9")
            }
            return Array(first...last)
        }
    }
}
