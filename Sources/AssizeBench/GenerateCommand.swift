import ArgumentParser
import NumericalKernels

/// Writes a seeded synthetic table.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Writes a seeded synthetic table as CSV.")

    @Argument(help: "The number of rows.")
    var rows: Int

    @Argument(help: "The file to write.")
    var path: String

    @Option(help: "What to generate.")
    var kind: SyntheticTable.Kind = .table

    @Option(help: "The seed; the same one gives the same bytes.")
    var seed = SyntheticTable.usualSeed

    func run() throws {
        try SyntheticTable(kind: kind, seed: seed).write(rows: rows, to: path)
    }
}

extension SeededGenerator {
    /// Draws an index with these weights.
    mutating func choice(_ weights: [Double]) -> Int {
        var left = uniform() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return index }
        }
        return weights.count - 1
    }
}

extension [UInt8] {
    /// Appends a number from 0 on with a fixed number of decimals.
    mutating func append(_ value: Double, decimals: Int) {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int((value * Double(scale)).rounded())
        append(contentsOf: String(scaled / scale).utf8)
        append(46)
        let fraction = String(scaled % scale)
        append(contentsOf: repeatElement(48, count: decimals - fraction.utf8.count))
        append(contentsOf: fraction.utf8)
    }
}
