import ArgumentParser
import Auditing
import FairnessMetrics
import Glibc
import NumericalKernels

/// Times the resampling of the counts: what `--bootstrap` adds to an audit.
struct BootstrapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bootstrap",
        abstract: "Times the bootstrap of 40 groups and their rates, and of an audit of a table that 'generate' wrote.",
        discussion: "Prints medians of the runs: the judging without and with the bootstrap, in milliseconds.")

    @Argument(help: "A table, whose audit is timed without and with the bootstrap.")
    var path: String?

    @Option(help: "The draws.")
    var draws = 1_000

    @Option(help: "How often each is run.")
    var runs = 5

    @Option(help: "Threads.")
    var threads = 2

    func run() throws {
        var settings = AssessmentSettings()
        settings.workers = threads
        let table = Self.table()
        let plain = median { _ = Assessor(settings: settings).assess(table) }
        settings.bootstrapDraws = draws
        let resampled = median { _ = Assessor(settings: settings).assess(table) }
        print("40 groups of 250 rows, \(GroupMetric.available(with: table.inputs).count - 1) metrics of counts")
        show("judge", plain)
        show("judge and \(draws) draws", resampled)
        show("the draws and their intervals", resampled - plain)
        guard let path else { return }
        var definition = AuditDefinition()
        definition.data = [path]
        definition.label = ColumnExpression(column: "y_true")
        definition.prediction = ColumnExpression(column: "y_pred")
        definition.protected = ["sex", "race", "age_band"].map { ColumnExpression(column: $0) }
        let audit = try median { _ = try Audit.run(definition, workers: threads) }
        definition.bootstrapDraws = draws
        let resampledAudit = try median { _ = try Audit.run(definition, workers: threads) }
        print(path)
        show("audit", audit)
        show("audit and \(draws) draws over seven sets of attributes", resampledAudit)
    }

    /// One attribute with 40 groups of people whose labels and predictions differ a little.
    private static func table() -> GroupTable {
        var generator = SeededGenerator(seed: 1)
        let values = (0..<40).map { AttributeValue(attribute: "group", value: "\($0)") }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "group", values: values)], inputs: [.label, .prediction])
        for group in 0..<40 {
            let positives = generator.binomial(250, 0.4)
            let hits = generator.binomial(positives, 0.6 + 0.005 * Double(group))
            let alarms = generator.binomial(250 - positives, 0.2)
            table.add(
                Tally(
                    truePositives: hits, falsePositives: alarms, falseNegatives: positives - hits,
                    trueNegatives: 250 - positives - alarms), at: [group])
        }
        return table
    }

    private func median(_ body: () throws -> Void) rethrows -> Double {
        let times = try (0..<max(1, runs)).map { _ in
            let start = Self.now
            try body()
            return Self.now - start
        }
        return times.sorted()[times.count / 2]
    }

    private func show(_ name: String, _ seconds: Double) {
        print("\(name): \((seconds * 1e5).rounded() / 100) ms")
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
