internal import Files
internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// The scores of many texts, computed part by part.
public struct TextScores: Sendable {
    /// The names of the outputs.
    public let outputs: [String]
    /// What the outputs are.
    public let problem: ModelConfiguration.Problem
    /// The score of each output for each row, `[rows][outputs]`; nil for a row without a text.
    public let rows: [[Float]?]
    /// How many texts were too long and lost tokens.
    public let truncated: Int

    /// Scores the texts of a table.
    ///
    /// - Parameters:
    ///   - texts: The text of each row, `[rows]`; one of nil gets no score.
    ///   - pairs: The second texts, `[rows]`, if the classifier reads pairs.
    ///   - classifier: What scores them.
    ///   - workers: Threads that encode; the scores do not depend on their number.
    ///   - progress: Called with the texts done and all there are.
    public init(
        _ texts: [String?], pairs: [String?]? = nil, by classifier: TextClassifier, workers: Int = 2,
        progress: ((_ done: Int, _ total: Int) -> Void)? = nil
    ) throws {
        outputs = classifier.outputs
        problem = classifier.problem
        var rows = [[Float]?](repeating: nil, count: texts.count)
        var truncated = 0
        let present = texts.indices.filter { texts[$0] != nil }
        let part = 2048
        for start in stride(from: 0, to: present.count, by: part) {
            let numbers = present[start..<min(present.count, start + part)]
            let encoded = try EncodedTexts(
                numbers.map { texts[$0] }, pairs: pairs.map { pairs in numbers.map { pairs[$0] } },
                tokenizer: classifier.checkpoint.tokenizer, maximumLength: classifier.maximumLength, workers: workers)
            truncated += encoded.truncated
            let scores = try classifier.scores(encoded)
            for (place, row) in numbers.enumerated() { rows[row] = Array(scores.rows(place..<place + 1).values) }
            progress?(min(present.count, start + part), present.count)
        }
        self.rows = rows
        self.truncated = truncated
    }

    /// Returns the label that a row's scores decide for: the most probable one, of equals the first.
    ///
    /// Where any number of labels may hold they are those from 0.5 on, joined by "|". A regression decides for none.
    public func prediction(_ row: Int) -> String? {
        guard let scores = rows[row] else { return nil }
        switch problem {
        case .regression: return nil
        case .multiLabel: return zip(outputs, scores).filter { $0.1 >= 0.5 }.map(\.0).joined(separator: "|")
        case .singleLabel:
            return scores.indices.max { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 > $1) }
                .map { outputs[$0] }
        }
    }

    /// The rows as CSV: `row`, `prediction` and `probability_NAME` of each label, or `row` and `value`.
    ///
    /// Cells of rows without a text are empty.
    public var csv: [UInt8] {
        var text = "row," + header.joined(separator: ",") + "\n"
        var bytes: [UInt8] = []
        for row in rows.indices {
            let scores = rows[row].map { $0.map(\.description) } ?? outputs.map { _ in "" }
            text += "\(row),"
            if problem != .regression { text += (prediction(row).map(CSVField.quoted) ?? "") + "," }
            text += scores.joined(separator: ",") + "\n"
            if text.utf8.count > 1 << 16 {
                bytes += text.utf8
                text = ""
            }
        }
        return bytes + text.utf8
    }

    private var header: [String] {
        switch problem {
        case .regression: outputs.count == 1 ? ["value"] : outputs.map { CSVField.quoted("value_\($0)") }
        default: ["prediction"] + outputs.map { CSVField.quoted("probability_\($0)") }
        }
    }
}
