internal import CKernels

/// Counts rows by the values of one, two or three columns and a yes-or-no outcome.
///
/// Columns are codes from 0 on, at most 64 different ones, so that a count is found by a flat index. Counting costs about
/// half a nanosecond a row and combination of columns while the table of counts fits the caches.
package struct ConjunctionCounter: Sendable {
    /// The most codes that a column may have.
    package static let maximumLevels = 64
    /// Rows whose combined code is held in the first-level cache while several columns are counted against it.
    private static let block = 8192

    /// How many codes each column has, `[columns]`.
    package let levels: [Int]
    private let codes: [[UInt8]]
    /// 0 or 1 for each row, `[rows]`.
    package let outcomes: [UInt8]

    /// Takes the columns and the outcomes.
    ///
    /// - Parameters:
    ///   - codes: The code of each row in each column, `[columns][rows]`, each smaller than the column's level count.
    ///   - levels: How many codes each column has, `[columns]`.
    ///   - outcomes: 0 or 1 for each row, `[rows]`.
    package init(codes: [[UInt8]], levels: [Int], outcomes: [UInt8]) {
        precondition(codes.count == levels.count, "\(codes.count) columns but \(levels.count) level counts")
        for (column, level) in zip(codes, levels) {
            precondition(column.count == outcomes.count, "\(column.count) codes for \(outcomes.count) rows")
            precondition((1...ConjunctionCounter.maximumLevels).contains(level), "a column of \(level) levels")
            precondition(Int(column.max() ?? 0) < level, "code \(column.max() ?? 0) of \(level)")
        }
        precondition(outcomes.max() ?? 0 <= 1, "outcome \(outcomes.max() ?? 0) is neither 0 nor 1")
        self.codes = codes
        self.levels = levels
        self.outcomes = outcomes
    }

    private init(codes: [[UInt8]], levels: [Int], trustedOutcomes: [UInt8]) {
        self.codes = codes
        self.levels = levels
        outcomes = trustedOutcomes
    }

    /// The same columns with other outcomes, 0 or 1 for each row.
    package func with(outcomes: [UInt8]) -> ConjunctionCounter {
        precondition(outcomes.count == self.outcomes.count, "\(outcomes.count) outcomes for \(rowCount) rows")
        precondition(outcomes.max() ?? 0 <= 1, "outcome \(outcomes.max() ?? 0) is neither 0 nor 1")
        return ConjunctionCounter(codes: codes, levels: levels, trustedOutcomes: outcomes)
    }

    /// The number of rows.
    package var rowCount: Int { outcomes.count }
    /// The number of rows with outcome 1.
    package var positiveCount: Int { outcomes.reduce(0) { $0 + Int($1) } }

    /// Counts the prefix columns crossed with each of the last columns, the prefix computed once for all of them.
    ///
    /// - Parameters:
    ///   - prefix: No, one or two columns.
    ///   - lasts: Columns, each crossed with the prefix on its own.
    ///   - body: Called for each last column with counts at
    ///     `(2 × prefix code + outcome) × levels[last] + last code`, the prefix code of columns p, q being
    ///     `code p × levels[q] + code q`.
    package func count(
        prefix: [Int], lasts: Range<Int>, _ body: (_ last: Int, _ counts: borrowing Span<UInt32>) -> Void
    ) {
        precondition(prefix.count <= 2, "a prefix of \(prefix.count) columns")
        let cells = prefix.reduce(2) { $0 * levels[$1] }
        // Four tables side by side only where they stay in the first-level cache.
        let plans = lasts.map { last in
            let size = cells * levels[last]
            return (last: last, size: size, lanes: size <= 1024 ? 4 : 1)
        }
        var storage = [UInt32](repeating: 0, count: plans.reduce(0) { $0 + $1.size * $1.lanes })
        var combined = [UInt16](repeating: 0, count: ConjunctionCounter.block)
        for start in stride(from: 0, to: rowCount, by: ConjunctionCounter.block) {
            let rows = min(ConjunctionCounter.block, rowCount - start)
            combine(prefix, start, rows, into: &combined)
            storage.withUnsafeMutableBufferPointer { storage in
                var offset = 0
                for plan in plans {
                    codes[plan.last].withUnsafeBufferPointer { last in
                        guard let counts = storage.baseAddress, let last = last.baseAddress else { return }
                        assize_conjunction_count(
                            combined, last + start, rows, UInt32(levels[plan.last]), counts + offset,
                            plan.lanes == 1 ? 0 : plan.size)
                    }
                    offset += plan.size * plan.lanes
                }
            }
        }
        var offset = 0
        for plan in plans {
            for lane in stride(from: 1, to: plan.lanes, by: 1) {
                for cell in 0..<plan.size { storage[offset + cell] += storage[offset + lane * plan.size + cell] }
            }
            body(plan.last, storage.span.extracting(offset..<offset + plan.size))
            offset += plan.size * plan.lanes
        }
    }

    private func combine(_ prefix: [Int], _ start: Int, _ rows: Int, into combined: inout [UInt16]) {
        outcomes.withUnsafeBufferPointer { outcomes in
            guard let outcomes = outcomes.baseAddress else { return }
            switch prefix.count {
            case 0: assize_conjunction_prefix(nil, nil, outcomes + start, rows, 0, &combined)
            case 1:
                codes[prefix[0]].withUnsafeBufferPointer { first in
                    guard let first = first.baseAddress else { return }
                    assize_conjunction_prefix(first + start, nil, outcomes + start, rows, 0, &combined)
                }
            default:
                codes[prefix[0]].withUnsafeBufferPointer { first in
                    codes[prefix[1]].withUnsafeBufferPointer { second in
                        guard let first = first.baseAddress, let second = second.baseAddress else { return }
                        assize_conjunction_prefix(
                            first + start, second + start, outcomes + start, rows, UInt16(levels[prefix[1]]),
                            &combined)
                    }
                }
            }
        }
    }
}
