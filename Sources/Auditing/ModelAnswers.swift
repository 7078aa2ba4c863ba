internal import FairnessMetrics
internal import Models
internal import Tables
internal import Transformers

/// What a model answered to each text of a column.
struct ModelAnswers: Sendable {
    /// The column of texts.
    var column: String
    /// The score of each text, where the task is binary.
    var score: TextMapping?
    /// The class or the number for each text.
    var prediction: TextMapping?
}

extension AuditDefinition {
    /// Returns the definition with the answers of its model to all texts; itself if it names none.
    ///
    /// In a binary audit the score is the probability of the label that counts as positive, and decisions are made from 0.5
    /// on unless a threshold is given. The files are read once more for their texts; equal texts are answered once.
    ///
    /// - Throws: `AuditError.data` if the model does not fit the task; what reading the checkpoint or the files throws.
    func asked(
        workers: Int, progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)?
    ) throws -> AuditDefinition {
        guard let model, let text else { return self }
        guard !data.contains("-") else {
            throw AuditError.usage("--model reads the data twice, so that standard input cannot be used: name a file")
        }
        let path = folder.map { model.hasPrefix("/") ? model : "\($0)/\(model)" } ?? model
        let classifier = try TextClassifier(folder: path, maximumLength: maximumLength)
        let reader = try TableReader(paths: resolvedPaths, options: table)
        let read = try ColumnTable(
            reader, [ColumnRequest(name: text, decoding: .text)], workers: workers, progress: progress)
        guard case .texts(let all) = read.columns[0] else { preconditionFailure("texts that are none") }
        let distinct = Set(all.compactMap(\.self)).sorted()
        let scores = try TextScores(distinct, by: classifier, workers: workers)
        var result = self
        result.answers = ModelAnswers(column: text)
        // From here on the answers are columns like others.
        result.model = nil
        result.maximumLength = nil
        let rows = Array(zip(distinct, scores.rows))
        switch (task, classifier.problem) {
        case (.binary, .singleLabel), (.binary, .multiLabel):
            let place = try positivePlace(classifier.outputs, path)
            let numbers = rows.map { ($0, Double($1?[place] ?? .nan)) }
            result.answers?.score = TextMapping(numbers: Dictionary(uniqueKeysWithValues: numbers))
            result.score = ColumnExpression(column: "probability of '\(classifier.outputs[place])' by \(model)")
            result.threshold = threshold ?? 0.5
        case (.multiclass, .singleLabel):
            let names = distinct.indices.compactMap { row in scores.prediction(row).map { (distinct[row], $0) } }
            result.answers?.prediction = TextMapping(Dictionary(uniqueKeysWithValues: names))
            result.prediction = ColumnExpression(column: "label by \(model)")
        case (.regression, .regression):
            let numbers = rows.map { ($0, Double($1?[0] ?? .nan)) }
            result.answers?.prediction = TextMapping(numbers: Dictionary(uniqueKeysWithValues: numbers))
            result.prediction = ColumnExpression(column: "value by \(model)")
        default:
            throw AuditError.data(
                "\(path): a model for \(classifier.problem.rawValue) does not fit --task \(task.rawValue)")
        }
        return result
    }

    /// The place of the label that counts as positive: the one that `--positive` names, else the second of two.
    private func positivePlace(_ outputs: [String], _ path: String) throws(AuditError) -> Int {
        let shown = outputs.prefix(20).map { "'\($0.shortened)'" }.joined(separator: ", ")
        if let positive {
            if let place = outputs.firstIndex(of: positive) { return place }
            // Names such as LABEL_1 are no one's choice.
            if outputs.count == 2, outputs == ["LABEL_0", "LABEL_1"] { return 1 }
            throw .data(
                "\(path): the model has no label '\(positive.shortened)', which --positive names; it has \(shown)")
        }
        guard outputs.count <= 2 else {
            throw .data(
                "\(path): the model has the labels \(shown): name the one that counts with --positive, or compare all "
                    + "with --task multiclass")
        }
        return outputs.count - 1
    }
}
