internal import Files
public import Models

/// One of the scores of a command or an endpoint, which is divided among players.
public struct PredictorOutput: Sendable {
    /// Who answers.
    public let predictor: any ExternalPredictor
    /// Which of its scores, from 0; nil if it has only one.
    public let index: Int?

    /// Chooses a score.
    public init(_ predictor: any ExternalPredictor, index: Int?) {
        self.predictor = predictor
        self.index = index
    }

    /// What results call it.
    var name: String { "score \(index ?? 0)" }

    /// Returns the score of each input.
    ///
    /// - Throws: `ExplanationsError.setting` if it has several scores and none was chosen, or has no such one; and
    ///   `PredictorError`.
    func values(_ inputs: [JSON]) throws -> [Double] {
        try predictor.answers(inputs).map { scores in
            guard let index else {
                guard scores.count == 1 else {
                    throw ExplanationsError.setting(
                        name: "the output", value: "not chosen",
                        remedy: "the predictor answers with \(scores.count) scores: name one with --output, from 0 to "
                            + "\(scores.count - 1)")
                }
                return scores[0]
            }
            guard scores.indices.contains(index) else {
                throw ExplanationsError.setting(
                    name: "the output", value: "\(index)",
                    remedy: "the predictor answers with \(scores.count), from 0 to \(scores.count - 1)")
            }
            return scores[index]
        }
    }
}
