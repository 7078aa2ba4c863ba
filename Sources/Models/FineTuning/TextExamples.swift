internal import Files
public import MatrixKernels
internal import NumericalKernels
public import Transformers

/// Texts to learn from or to be judged by: their tokens, what is right, and whom they concern.
public struct TextExamples: Sendable {
    /// What is right.
    public enum Targets: Sendable {
        /// The place of the label of each text, `[texts]`.
        case classes([Int32])
        /// Numbers, `[texts, outputs]`; for labels that hold or do not, 1 and 0.
        case numbers(Matrix)
        /// Nothing beside the tokens themselves.
        case tokens
    }

    /// The tokens.
    public let texts: EncodedTexts
    /// What is right.
    public let targets: Targets
    /// The protected attributes.
    public let attributes: [TextTable.Attribute]
    /// The weight of each text, `[texts]`, where there are such.
    public let weights: [Double]?
    /// The row of the table that each text came from, `[texts]`.
    public let rows: [Int]
    /// What the reader should know of rows that were left out; one sentence each.
    public let warnings: [String]

    /// The number of texts.
    public var count: Int { texts.count }

    /// Encodes the rows of a table that have a text and all labels; the others are left out and counted.
    ///
    /// - Throws: `ModelsError.data` if a label is none of the task's, or nothing is left.
    public init(
        _ table: TextTable, task: TextTask, tokenizer: Tokenizer, maximumLength: Int, workers: Int = 2
    ) throws {
        let isComplete = { (row: Int) in
            table.labels.allSatisfy { labels in
                switch labels {
                case .names(let names): names[row] != nil
                case .numbers(let numbers): !numbers[row].isNaN
                }
            }
        }
        let withText = table.texts.indices.filter { table.texts[$0] != nil }
        let rows = withText.filter { (table.weights?[$0] ?? 1) > 0 && isComplete($0) }
        guard !rows.isEmpty else {
            throw ModelsError.data("no row of \(table.count) has a text and a label; is it the right column?")
        }
        var warnings: [String] = []
        if withText.count < table.count {
            warnings.append("\(table.count - withText.count) rows without a text are left out")
        }
        if rows.count < withText.count {
            warnings.append("\(withText.count - rows.count) rows without a label, or of weight 0, are left out")
        }
        let kept = table.rows(rows)
        texts = try EncodedTexts(
            kept.texts, pairs: kept.pairs, tokenizer: tokenizer, maximumLength: maximumLength, workers: workers)
        if texts.truncated > 0 {
            warnings.append("\(texts.truncated) of \(rows.count) texts are cut to \(maximumLength) tokens")
        }
        targets = try TextExamples.targets(kept, task)
        attributes = kept.attributes
        weights = kept.weights
        self.rows = rows
        self.warnings = warnings
    }

    private static func targets(_ table: TextTable, _ task: TextTask) throws(ModelsError) -> Targets {
        switch task {
        case .maskedLanguage: return .tokens
        case .regression:
            guard case .numbers(let numbers)? = table.labels.first else {
                preconditionFailure("a regression on names")
            }
            return .numbers(Matrix(rows: numbers.count, columns: 1, numbers.map { Float($0) }))
        case .labels(let labels):
            guard case .names(let names)? = table.labels.first else { preconditionFailure("labels that are numbers") }
            var places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, Int32($0)) })
            // A checkpoint's own names may differ from the numbers that the data give them.
            if places.keys.allSatisfy({ Int($0) == nil }) {
                for index in labels.indices { places[String(index)] = Int32(index) }
            }
            var classes: [Int32] = []
            for name in names.compactMap(\.self) {
                guard let place = places[name] else {
                    throw .data(
                        "column '\(visible(table.labelNames[0]))' has the label '\(visible(name))', which is none of "
                            + labels.prefix(20).map { "'\(visible($0))'" }.joined(separator: ", "))
                }
                classes.append(place)
            }
            return .classes(classes)
        case .multiLabel(let labels):
            var numbers = Matrix(rows: table.count, columns: labels.count)
            for (column, values) in table.labels.enumerated() {
                guard case .names(let names) = values else { continue }
                for (row, name) in names.enumerated() {
                    guard let holds = name.flatMap(TextExamples.holds) else {
                        throw .data(
                            "column '\(visible(table.labelNames[column]))' has the value '\(visible(name ?? ""))'; where "
                                + "several labels are named each column must hold 0 or 1")
                    }
                    numbers[row, column] = holds ? 1 : 0
                }
            }
            return .numbers(numbers)
        }
    }

    private static func holds(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "1.0", "true", "yes": true
        case "0", "0.0", "false", "no": false
        default: nil
        }
    }
}
