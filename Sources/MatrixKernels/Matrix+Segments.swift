internal import CKernels

extension Matrix {
    /// Returns the sum of one row of each table, `[n, columns]`: what an embedding layer looks up.
    ///
    /// - Parameters:
    ///   - tables: Matrices of the same number of columns, at least one.
    ///   - numbers: The row of each table for each of the n outputs, `[tables][n]`.
    package static func sumOfRows(_ tables: [Matrix], at numbers: [[Int32]]) -> Matrix {
        precondition(tables.count == numbers.count && !tables.isEmpty, "\(tables.count) tables")
        let columns = tables[0].columns
        let rows = numbers[0].count
        for (table, numbers) in zip(tables, numbers) {
            precondition(table.columns == columns && numbers.count == rows, "tables of different shapes")
            for number in numbers {
                precondition(number >= 0 && number < table.rows, "row \(number) of \(table.rows)")
            }
        }
        var result = Matrix(uninitialized: rows, columns)
        let out = result.mutableBase
        ParallelLoop.ranges(rows, cost: columns) { part in
            for row in part {
                let target = out + row * columns
                target.update(from: tables[0].base + Int(numbers[0][row]) * columns, count: columns)
                for table in 1..<max(1, tables.count) {
                    assize_add_scaled(target, tables[table].base + Int(numbers[table][row]) * columns, 1, columns)
                }
            }
        }
        return result
    }

    /// Adds each row of `gradients` to the row of this table that it was looked up from.
    ///
    /// Rows that were looked up several times get a sum in Double, in order, whatever the number of threads.
    ///
    /// - Parameters:
    ///   - gradients: `[n, columns]`.
    ///   - numbers: The row of this table for each, `[n]`.
    package mutating func scatterAdd(_ gradients: Matrix, to numbers: [Int32]) {
        precondition(gradients.rows == numbers.count && gradients.columns == columns, "gradients of another shape")
        precondition(numbers.allSatisfy { $0 >= 0 && $0 < rows }, "a row beyond \(rows)")
        let order = numbers.indices.map { UInt64(UInt32(numbers[$0])) << 32 | UInt64($0) }.sorted()
        var starts = order.indices.filter { $0 == 0 || order[$0] >> 32 != order[$0 - 1] >> 32 }
        starts.append(order.count)
        let (from, to, columns) = (gradients.base, mutableBase, columns)
        ParallelLoop.ranges(starts.count - 1, cost: 2 * columns) { part in
            var sums = [Double](repeating: 0, count: columns)
            for run in part {
                for column in 0..<columns { sums[column] = 0 }
                for entry in order[starts[run]..<starts[run + 1]] {
                    let row = from + Int(entry & 0xFFFF_FFFF) * columns
                    for column in 0..<columns { sums[column] += Double(row[column]) }
                }
                let target = to + Int(order[starts[run]] >> 32) * columns
                for column in 0..<columns { target[column] += Float(sums[column]) }
            }
        }
    }

    /// Returns the mean of the rows of each segment, `[segments, columns]`, summed in Double.
    ///
    /// - Parameter offsets: Where each segment begins, and the number of rows at the end; no segment is empty.
    package func segmentMeans(_ offsets: [Int]) -> Matrix {
        precondition(offsets.last == rows && offsets.first == 0, "offsets end at \(offsets.last ?? -1) of \(rows)")
        var result = Matrix(uninitialized: offsets.count - 1, columns)
        let (from, to) = (base, result.mutableBase)
        for segment in 0..<offsets.count - 1 {
            let length = offsets[segment + 1] - offsets[segment]
            precondition(length > 0, "segment \(segment) is empty")
            var sums = [Double](repeating: 0, count: columns)
            assize_column_sums(from + offsets[segment] * columns, length, columns, columns, &sums)
            for column in 0..<columns { to[segment * columns + column] = Float(sums[column] / Double(length)) }
        }
        return result
    }

    /// Returns the gradients of the rows from `gradients` of `segmentMeans`, `[offsets.last, columns]`.
    package static func segmentMeansBackward(_ gradients: Matrix, _ offsets: [Int]) -> Matrix {
        var result = Matrix(rows: offsets.last ?? 0, columns: gradients.columns)
        for segment in 0..<offsets.count - 1 {
            let length = offsets[segment + 1] - offsets[segment]
            for row in offsets[segment]..<offsets[segment + 1] {
                assize_add_scaled(
                    result.mutableBase + row * gradients.columns, gradients.base + segment * gradients.columns,
                    1 / Float(length), gradients.columns)
            }
        }
        return result
    }
}
