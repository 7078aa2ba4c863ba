import ArgumentParser
import Dispatch
import Glibc
import NumericalKernels
import Synchronization

/// A seeded table of any length; row k depends on the seed and on k alone.
struct SyntheticTable: Sendable {
    enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// Eight columns as large tables have them, 40 groups by sex, race and age band.
        case table
        /// The applicants of the synthetic audit `audits/hiring-synthetic`.
        case hiring
        /// Twenty columns to search and one planted slice: women on a temporary contract in one region.
        case slices
        /// The reviews of the synthetic audit `audits/reviews-synthetic`.
        case reviews
        /// Twenty columns of people with four planted problems: those of the synthetic audit `audits/people-synthetic`.
        case people
        /// The same people without the problems.
        case cleanPeople = "clean-people"

        /// The names of the columns.
        var header: String {
            switch self {
            case .table: BenchmarkRow.header
            case .hiring: HiringRow.header
            case .slices: SliceRow.header
            case .reviews: ReviewRow.header
            case .people, .cleanPeople: PeopleRow.header
            }
        }
    }

    static let usualSeed: UInt64 = 20_240_611
    private static let rowsPerBlock = 20_000

    var kind: Kind
    var seed: UInt64

    /// Writes the first `count` rows to a file, as CSV.
    func write(rows count: Int, to path: String) throws {
        guard let file = fopen(path, "wb") else { throw ValidationError("\(path): cannot be written") }
        defer { fclose(file) }
        fwrite(kind.header, 1, kind.header.utf8.count, file)
        let blocks = (count + SyntheticTable.rowsPerBlock - 1) / SyntheticTable.rowsPerBlock
        let lanes = 8
        for first in stride(from: 0, to: blocks, by: lanes) {
            let texts = Mutex([[UInt8]](repeating: [], count: lanes))
            DispatchQueue.concurrentPerform(iterations: min(lanes, blocks - first)) { lane in
                let begin = (first + lane) * SyntheticTable.rowsPerBlock
                let text = text(of: begin..<min(count, begin + SyntheticTable.rowsPerBlock))
                texts.withLock { $0[lane] = text }
            }
            for text in texts.withLock({ $0 }) where fwrite(text, 1, text.count, file) != text.count {
                throw ValidationError("\(path): cannot be written, the disk may be full")
            }
        }
    }

    private func text(of rows: Range<Int>) -> [UInt8] {
        var text: [UInt8] = []
        for row in rows {
            var generator = SeededGenerator(seed: seed, stream: UInt64(row))
            switch kind {
            case .table: BenchmarkRow(&generator).append(to: &text)
            case .hiring: HiringRow(&generator).append(to: &text)
            case .slices: SliceRow(&generator).append(to: &text)
            case .reviews: ReviewRow(&generator).append(to: &text)
            case .people, .cleanPeople:
                PeopleRow(seed: seed, row: row, isPlanted: kind == .people).append(to: &text)
            }
        }
        return text
    }
}
