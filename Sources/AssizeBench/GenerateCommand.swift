import ArgumentParser
import Glibc
import NumericalKernels

/// Writes a seeded synthetic table.
struct GenerateCommand: ParsableCommand {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        /// Eight columns as large tables have them, 40 groups by sex, race and age band.
        case table
        /// The applicants of the synthetic audit `audits/hiring-synthetic`.
        case hiring
        /// Twenty columns to search and one planted slice: women on a temporary contract in one region.
        case slices

        /// The names of the columns.
        var header: String {
            switch self {
            case .table: BenchmarkRow.header
            case .hiring: HiringRow.header
            case .slices: SliceRow.header
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Writes a seeded synthetic table as CSV.")

    @Argument(help: "The number of rows.")
    var rows: Int

    @Argument(help: "The file to write.")
    var path: String

    @Option(help: "What to generate.")
    var kind: Kind = .table

    @Option(help: "The seed; the same one gives the same bytes.")
    var seed: UInt64 = 20_240_611

    func run() throws {
        guard let file = fopen(path, "wb") else { throw ValidationError("\(path): cannot be written") }
        defer { fclose(file) }
        var text: [UInt8] = Array(kind.header.utf8)
        for row in 0..<rows {
            var generator = SeededGenerator(seed: seed, stream: UInt64(row))
            switch kind {
            case .table: BenchmarkRow(&generator).append(to: &text)
            case .hiring: HiringRow(&generator).append(to: &text)
            case .slices: SliceRow(&generator).append(to: &text)
            }
            if text.count > 1 << 20 || row == rows - 1 {
                fwrite(text, 1, text.count, file)
                text.removeAll(keepingCapacity: true)
            }
        }
        if rows == 0 { fwrite(text, 1, text.count, file) }
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
