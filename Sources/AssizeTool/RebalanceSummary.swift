import FairnessMetrics
import Reports

/// What rebalancing says on a terminal.
enum RebalanceSummary {
    /// A paragraph for each table that was made.
    static func text(_ record: RebalanceRecord) -> String {
        record.methods.map { method in
            var lines = [
                "\(method.id): \(method.rowsBefore) rows became \(method.rowsAfter), of them \(method.inventedCount) copied, "
                    + "invented or changed (\(method.file))"
            ]
            for entry in method.dependence {
                func points(_ estimate: Double?) -> String {
                    estimate.map { "\(($0 * 1000).rounded() / 10)" } ?? "undefined"
                }
                lines.append(
                    "  label on \(entry.attributes.joined(separator: " × ")): \(points(entry.before.value)) points before, "
                        + "\(points(entry.after.value)) after")
            }
            lines += method.notes.map { "  \($0)" }
            return lines.joined(separator: "\n") + "\n"
        }.joined()
    }
}

/// A line that says which method is at work.
struct MethodMeter {
    let isQuiet: Bool
    let total: Int
    private let line = ProgressCount()

    private final class ProgressCount {
        var number = 0
    }

    init(isQuiet: Bool, total: Int) {
        self.isQuiet = isQuiet || !Terminal.errorIsTerminal
        self.total = total
    }

    /// Names the method that begins.
    func show(_ name: String) {
        line.number += 1
        if !isQuiet { Terminal.writeError("\r\u{1B}[K\(line.number)/\(total) \(name)") }
    }

    /// Clears the line.
    func finish() {
        if !isQuiet { Terminal.writeError("\r\u{1B}[K") }
    }
}
