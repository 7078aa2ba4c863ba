internal import NumericalKernels

/// What is made of each text of a column, on several threads.
enum TextRows {
    /// As many parts as threads could want; rows by themselves would be too small a task.
    private static let parts = 64

    /// Returns what `body` makes of each text, in the order of the rows; nil where there is none.
    static func map<Result: Sendable>(
        _ values: [String?], workers: Int, _ body: @Sendable (String) -> Result
    ) -> [Result?] {
        let size = (values.count + parts - 1) / parts
        return ParallelMap.map(parts, workers: workers) { part in
            values[min(part * size, values.count)..<min((part + 1) * size, values.count)].map { $0.map(body) }
        }.flatMap(\.self)
    }
}
