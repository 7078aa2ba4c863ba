package import MatrixKernels

extension FeatureEncoder {
    /// Returns the columns that rows of a matrix come nearest to, of the names and kinds that the encoder was fitted to.
    ///
    /// A number is the standardised one put back into its units, or missing where its indicator is above one half; a text is
    /// the level with the largest indicator, the first of equal ones. What ``encode(_:)`` made comes back as it was, but for
    /// rounding to `Float` and for the levels that share an indicator.
    ///
    /// - Parameters:
    ///   - rows: `[rows, width]`.
    ///   - rare: For each column the text that stands for levels that share an indicator; nil writes it as missing.
    package func decoded(_ rows: DoubleMatrix, rare: [String?]) -> [FeatureColumn] {
        precondition(
            rows.columns == width && rare.count == names.count,
            "[\(rows.rows), \(rows.columns)] and \(rare.count) texts for a width of \(width), \(names.count) columns")
        var first = 0
        return encodings.enumerated().map { place, encoding in
            let start = first
            first += encoding.width
            switch encoding {
            case .number(let mean, let deviation, let hasMissing):
                let numbers = (0..<rows.rows).map { row in
                    hasMissing && rows[row, start + 1] > 0.5 ? Double.nan : mean + deviation * rows[row, start]
                }
                return FeatureColumn(name: names[place], values: .numbers(numbers))
            case .levels(let levels, let hasRare, let hasMissing):
                let texts: [String?] = levels + (hasRare ? [rare[place]] : []) + (hasMissing ? [nil] : [])
                let chosen = (0..<rows.rows).map { row -> String? in
                    let best = texts.indices.dropFirst().reduce(0) { best, next in
                        rows[row, start + next] > rows[row, start + best] ? next : best
                    }
                    return texts.isEmpty ? nil : texts[best]
                }
                return FeatureColumn(name: names[place], values: .texts(chosen))
            }
        }
    }
}
