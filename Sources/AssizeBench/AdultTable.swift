import Files
import MatrixKernels

/// The Adult census table (Becker, Kohavi 1996): features, whether the income is above 50,000, and sex.
struct AdultTable {
    /// Which columns become features.
    enum Columns: String, CaseIterable {
        /// All but the sampling weight and the education that `education-num` numbers.
        case all
        /// The decade of age, the years of education in groups, race as White or not, and sex, as AIF360's demo has them.
        case few
    }

    /// `[rows, features]`: numbers with mean 0 and deviation 1 over the training file, categories as 0 and 1.
    let features: Matrix
    /// 1 where the income is above 50,000.
    let labels: [Int32]
    /// 0 for women, 1 for men.
    let sexes: [Int32]

    var count: Int { labels.count }

    private static let numeric = [0, 4, 10, 11, 12], categorical = [1, 5, 6, 7, 8, 9, 13]

    /// Reads the training and the test file of a folder.
    static func read(_ folder: String, _ columns: Columns) throws -> (train: AdultTable, test: AdultTable) {
        let (train, test) = (try rows(folder + "/adult.data"), try rows(folder + "/adult.test"))
        let encoded = columns == .all ? all(train) : few
        return (AdultTable(train, encoded), AdultTable(test, encoded))
    }

    /// The rows with these numbers.
    func rows(_ numbers: [Int]) -> AdultTable {
        AdultTable(
            features: features.rows(at: numbers), labels: numbers.map { labels[$0] }, sexes: numbers.map { sexes[$0] })
    }

    private init(features: Matrix, labels: [Int32], sexes: [Int32]) {
        (self.features, self.labels, self.sexes) = (features, labels, sexes)
    }

    private init(_ rows: [[String]], _ encoded: ([String]) -> [Float]) {
        let vectors = rows.map(encoded)
        features = Matrix(rows: rows.count, columns: vectors[0].count, vectors.flatMap(\.self))
        labels = rows.map { $0[14].hasPrefix(">50K") ? 1 : 0 }
        sexes = rows.map { $0[9] == "Male" ? 1 : 0 }
    }

    private static func rows(_ path: String) throws -> [[String]] {
        try MappedFile.read(path).split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: ",")).map { field in
                String(decoding: field.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
            }
            // The test file begins with a comment.
            return fields.count == 15 ? fields : nil
        }
    }

    private static func all(_ train: [[String]]) -> ([String]) -> [Float] {
        let scales = numeric.map { column -> (mean: Double, deviation: Double) in
            let values = train.map { Double($0[column]) ?? 0 }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            return (mean, variance.squareRoot())
        }
        let categories = categorical.map { column in Set(train.map { $0[column] }).sorted() }
        return { row in
            var result = zip(numeric, scales).map { column, scale in
                Float(((Double(row[column]) ?? 0) - scale.mean) / scale.deviation)
            }
            for (column, names) in zip(categorical, categories) { result += names.map { $0 == row[column] ? 1 : 0 } }
            return result
        }
    }

    private static func few(_ row: [String]) -> [Float] {
        let (decade, education) = (min(7, (Int(row[0]) ?? 0) / 10), min(13, max(5, Int(row[4]) ?? 0)))
        return (1...7).map { $0 == decade ? 1 : 0 } + (5...13).map { $0 == education ? 1 : 0 }
            + [row[8] == "White" ? 1 : 0, row[9] == "Male" ? 1 : 0]
    }
}
