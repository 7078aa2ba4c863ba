public import MatrixKernels

/// Turns typed columns into the matrix that a model learns from, always in the same way once it is fitted.
///
/// A number becomes (x − mean) / deviation, mean and deviation of the rows that it was fitted to (the population's, with
/// divisor n); a missing one becomes 0 and sets an indicator of its own, if any was missing then. A text becomes one
/// indicator for each level; missing is a level; levels of fewer than `minimumCount` rows share one indicator, which also
/// stands for levels that were never seen. Without such an indicator an unseen level sets none.
public struct FeatureEncoder: Sendable, Equatable {
    /// How one column is read.
    public enum Encoding: Sendable, Equatable {
        /// A number.
        case number(mean: Double, deviation: Double, hasMissing: Bool)
        /// A text: its levels in ascending order of their bytes.
        case levels([String], hasRare: Bool, hasMissing: Bool)

        /// The number of columns of the matrix that it makes.
        var width: Int {
            switch self {
            case .number(_, _, let hasMissing): hasMissing ? 2 : 1
            case .levels(let levels, let hasRare, let hasMissing):
                levels.count + (hasRare ? 1 : 0) + (hasMissing ? 1 : 0)
            }
        }
    }

    /// The names of the columns that are read.
    public let names: [String]
    /// How each of them is read.
    public let encodings: [Encoding]

    /// Fits an encoder.
    ///
    /// - Parameters:
    ///   - columns: The columns, all of one length.
    ///   - minimumCount: The fewest rows of a level that has an indicator of its own.
    public init(fittingTo columns: [FeatureColumn], minimumCount: Int = 1) {
        precondition(Set(columns.map(\.count)).count <= 1, "columns of different lengths")
        names = columns.map(\.name)
        encodings = columns.map { column in
            switch column.values {
            case .numbers(let numbers): Self.encoding(numbers)
            case .texts(let texts): Self.encoding(texts, minimumCount: minimumCount)
            }
        }
    }

    private static func encoding(_ numbers: [Double]) -> Encoding {
        let present = numbers.filter { !$0.isNaN }
        let count = Double(max(1, present.count))
        let mean = present.reduce(0, +) / count
        let variance = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        // A column that is constant but for rounding has no scale.
        let deviation = variance > 1e-20 * mean * mean ? variance.squareRoot() : 1
        return .number(mean: mean, deviation: deviation, hasMissing: present.count < numbers.count)
    }

    private static func encoding(_ texts: [String?], minimumCount: Int) -> Encoding {
        var counts: [String: Int] = [:]
        for case let text? in texts { counts[text, default: 0] += 1 }
        let levels = counts.filter { $0.value >= minimumCount }.keys.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        return .levels(
            levels, hasRare: levels.count < counts.count, hasMissing: counts.values.reduce(0, +) < texts.count)
    }

    /// The number of columns of the matrix.
    public var width: Int { encodings.reduce(0) { $0 + $1.width } }

    /// What each column of the matrix stands for: its name, and the place of the column that it comes from.
    public var outputs: [(name: String, column: Int)] {
        encodings.enumerated().flatMap { place, encoding -> [(name: String, column: Int)] in
            let name = names[place]
            let labels: [String] =
                switch encoding {
                case .number(_, _, let hasMissing): [name] + (hasMissing ? ["\(name) is missing"] : [])
                case .levels(let levels, let hasRare, let hasMissing):
                    levels.map { "\(name) = \($0)" } + (hasRare ? ["\(name) is rare"] : [])
                        + (hasMissing ? ["\(name) is missing"] : [])
                }
            return labels.map { ($0, place) }
        }
    }

    /// Returns the matrix of some columns, `[rows, width]`.
    ///
    /// - Parameter columns: The columns that the encoder was fitted to, in the same order and of the same kinds.
    public func encode(_ columns: [FeatureColumn]) -> Matrix {
        precondition(columns.map(\.name) == names, "columns \(columns.map(\.name)) for an encoder of \(names)")
        let (rows, width) = (columns.first?.count ?? 0, width)
        var values = [Float](repeating: 0, count: rows * width)
        var first = 0
        for (column, encoding) in zip(columns, encodings) {
            switch (column.values, encoding) {
            case (.numbers(let numbers), .number(let mean, let deviation, let hasMissing)):
                for row in 0..<rows {
                    let number = numbers[row]
                    if !number.isNaN {
                        values[row * width + first] = Float((number - mean) / deviation)
                    } else if hasMissing {
                        values[row * width + first + 1] = 1
                    }
                }
            case (.texts(let texts), .levels(let levels, let hasRare, let hasMissing)):
                let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })
                for row in 0..<rows {
                    let place: Int? =
                        if let text = texts[row] { places[text] ?? (hasRare ? levels.count : nil) } else {
                            hasMissing ? levels.count + (hasRare ? 1 : 0) : nil
                        }
                    if let place { values[row * width + first + place] = 1 }
                }
            default: preconditionFailure("'\(column.name)' changed its kind")
            }
            first += encoding.width
        }
        return Matrix(rows: rows, columns: width, values)
    }
}
