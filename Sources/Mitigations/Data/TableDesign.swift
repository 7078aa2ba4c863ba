internal import MatrixKernels
internal import Models

/// What rows look like to a model: their features, and which frequent words their text holds.
struct TableDesign: Sendable {
    private let encoder: FeatureEncoder
    /// The words in ascending order; empty without texts.
    private let words: [String: Int]

    /// Levels of fewer rows share an indicator.
    static let fewestOfLevel = 10
    /// The most words, and the fewest texts of one.
    private static let (mostWords, fewestOfWord) = (500, 5)

    /// Fits itself to the rows that are learned from.
    init(fittingTo table: LabelledRows) {
        encoder = FeatureEncoder(fittingTo: table.features, minimumCount: Self.fewestOfLevel)
        guard let texts = Self.texts(table) else {
            words = [:]
            return
        }
        var counts: [String: Int] = [:]
        for text in texts { for word in Self.words(text) { counts[word, default: 0] += 1 } }
        let kept = counts.filter { $0.value >= Self.fewestOfWord }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostWords).map(\.key).sorted()
        words = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    }

    /// The features of a table's rows, `[rows, width]`.
    func matrix(_ table: LabelledRows) -> Matrix { matrix(table.features, Self.texts(table), rows: table.count) }

    /// The features of what a method made of a table, `[rows, width]`.
    func matrix(_ rows: RebalancedRows, of table: LabelledRows) -> Matrix {
        let texts = Self.texts(table).map { texts in
            rows.rows.map { row in table.textColumn.flatMap { row.texts[$0] } ?? texts[row.source] }
        }
        return matrix(rows.features, texts, rows: rows.rows.count)
    }

    /// The features of rows whose columns were changed, `[rows, width]`.
    func matrix(_ features: [FeatureColumn], of table: LabelledRows) -> Matrix {
        matrix(features, Self.texts(table), rows: table.count)
    }

    private func matrix(_ features: [FeatureColumn], _ texts: [String]?, rows: Int) -> Matrix {
        let columns = encoder.encode(features)
        guard let texts, !words.isEmpty else { return columns }
        let width = columns.columns + words.count
        var values = [Float](repeating: 0, count: rows * width)
        for row in 0..<rows {
            for column in 0..<columns.columns { values[row * width + column] = columns[row, column] }
            for word in Self.words(texts[row]) {
                if let place = words[word] { values[row * width + columns.columns + place] = 1 }
            }
        }
        return Matrix(rows: rows, columns: width, values)
    }

    private static func texts(_ table: LabelledRows) -> [String]? {
        table.textColumn.flatMap { name in table.columns.first { $0.name == name }?.texts }
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    }
}
