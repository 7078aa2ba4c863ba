import ArgumentParser
import Dispatch
import FairnessMetrics
import Glibc
import NumericalKernels
import Synchronization

/// Simulates how often the intervals of an assessment contain the truth they were made for.
struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Compares the nominal with the actual coverage of the intervals, by simulation.",
        discussion: """
            Draws tables from laws whose rates are known, assesses them as an audit would, and counts how often each \
            interval contains the truth. A column is a number of rows per group; an entry is the coverage in percent and \
            the mean width of the finite intervals. Tables on which a quantity is undefined are left out. The rows called \
            "bootstrap of max − min" are no part of an audit: they show the percentile bootstrap, as other tools have it, \
            on the same tables. Rows called "bias" print the mean error of an estimate.
            """)

    @Option(help: "Draws of the bootstrap that an audit offers.")
    var draws = 400

    @Option(help: "How many tables are drawn for each law and size; score metrics and the bootstrap take a quarter.")
    var repetitions = 1_600

    @Option(help: "The nominal coverage.")
    var confidence = 0.95

    @Option(help: "The seed; the same one gives the same figures.")
    var seed: UInt64 = 20_240_611

    @Option(help: "Only laws whose name contains this.")
    var only = ""

    static let sizes = [10, 30, 100, 1_000, 10_000]

    func validate() throws {
        if repetitions < 1 { throw ValidationError("--repetitions \(repetitions) must be 1 or more") }
        if !(confidence > 0 && confidence < 1) {
            throw ValidationError("--confidence \(confidence) is not between 0 and 1, such as 0.95")
        }
    }

    func run() throws {
        let percent = (confidence * 1000).rounded() / 10
        let error = (confidence * (1 - confidence) / Double(repetitions)).squareRoot()
        print("nominal \(percent) %, \(repetitions) tables, simulation error \((error * 1e4).rounded() / 100) points")
        print(row("quantity", CoverageCommand.sizes.map { "n = \($0)" }))
        for law in CoverageLaw.all where only.isEmpty || law.name.contains(only) {
            var counts = Array(repeating: [HitCount](), count: law.targets.count)
            for size in CoverageCommand.sizes {
                let hits = simulate(law, size: size)
                for index in hits.indices { counts[index].append(hits[index]) }
            }
            for (target, counts) in zip(law.targets, counts) {
                print(
                    row(
                        "\(target.name), \(law.name)",
                        counts.map { target.isBias ? $0.bias(of: target.truth) : $0.description }))
            }
        }
    }

    /// Draws the tables of one law and size side by side; each repetition has a stream of its own.
    private func simulate(_ law: CoverageLaw, size: Int) -> [HitCount] {
        var settings = AssessmentSettings()
        settings.confidence = confidence
        settings.bootstrapDraws = law.isCostly ? 0 : draws
        settings.workers = 1
        let assessor = Assessor(settings: settings)
        let repetitions = law.isCostly ? max(1, repetitions / 4) : repetitions
        let shares = min(64, repetitions)
        let results = Mutex([[HitCount]](repeating: [], count: shares))
        DispatchQueue.concurrentPerform(iterations: shares) { share in
            var hits = Array(repeating: HitCount(), count: law.targets.count)
            for repetition in stride(from: share, to: repetitions, by: shares) {
                var generator = SeededGenerator(seed: seed &+ UInt64(size), stream: UInt64(repetition))
                let table = law.table(size, &generator)
                let assessment = assessor.assess(table)
                for (index, target) in law.targets.enumerated() {
                    if let several = target.several {
                        for (interval, truth) in several(assessment) { hits[index].add(interval, truth: truth) }
                        continue
                    }
                    hits[index].add(target.interval(assessment, table, confidence, &generator), truth: target.truth)
                }
            }
            results.withLock { $0[share] = hits }
        }
        return results.withLock { shares in
            law.targets.indices.map { target in shares.reduce(HitCount()) { $0 + $1[target] } }
        }
    }

    private func row(_ name: String, _ entries: [String]) -> String {
        name.padded(58) + entries.map { $0.padded(15) }.joined()
    }
}

/// How many intervals of a target contained the truth.
struct HitCount {
    private var defined = 0
    private var hits = 0
    private var finite = 0
    private var width = 0.0
    private var centres = 0.0

    /// Counts an interval, or nothing where the quantity was undefined.
    mutating func add(_ interval: Interval?, truth: Double) {
        guard let interval else { return }
        defined += 1
        // The truth of a score metric comes from a sum that rounds.
        if interval.lower <= truth + 1e-12 && truth - 1e-12 <= interval.upper { hits += 1 }
        guard (interval.upper - interval.lower).isFinite else { return }
        finite += 1
        centres += (interval.lower + interval.upper) / 2
        width += interval.upper - interval.lower
    }

    static func + (left: HitCount, right: HitCount) -> HitCount {
        var sum = left
        sum.defined += right.defined
        sum.hits += right.hits
        sum.finite += right.finite
        sum.width += right.width
        sum.centres += right.centres
        return sum
    }

    /// The mean of the intervals' centres less the truth.
    func bias(of truth: Double) -> String {
        guard finite > 0 else { return "–" }
        let error = ((centres / Double(finite) - truth) * 1e4).rounded() / 1e4
        return error > 0 ? "+\(error)" : "\(error)"
    }

    var description: String {
        guard defined > 0 else { return "–" }
        func decimals(_ value: Double, _ scale: Double) -> Double { (value * scale).rounded() / scale }
        let coverage = decimals(100 * Double(hits) / Double(defined), 10)
        return "\(coverage) (\(finite > 0 ? "\(decimals(width / Double(finite), 1000))" : "∞"))"
    }
}
