internal import MatrixKernels
package import NumericalKernels

/// Hides some tokens and asks for them (Devlin, Chang, Lee, Toutanova 2019).
///
/// Of the tokens chosen, 80 % are replaced by the mask token, 10 % by any token, and 10 % stay. The choice is a function of
/// the seed and the pass's number. In each batch at least one token is chosen if there is one to choose.
public struct MaskedLanguageObjective: Objective {
    /// "masked language".
    public let name = "masked language"
    /// The token that hides others.
    public let maskToken: Int32
    /// Tokens that are never hidden.
    public let specialTokens: Set<Int32>
    /// The number of tokens there are.
    public let vocabularySize: Int
    /// The share of tokens chosen.
    public let share: Double
    private var targets: [Int32] = []

    /// Makes an objective.
    public init(maskToken: Int32, specialTokens: Set<Int32>, vocabularySize: Int, share: Double = 0.15) {
        precondition(share > 0 && share <= 1, "a share of \(share)")
        self.maskToken = maskToken
        self.specialTokens = specialTokens
        self.vocabularySize = vocabularySize
        self.share = share
    }

    /// Hides tokens and asks for their logits.
    public mutating func prepare(_ batch: inout TrainingBatch) {
        var generator = SeededGenerator(seed: batch.seed ^ 0x4D4C_4D00, stream: UInt64(batch.number))
        let chosen = positions(in: batch.tokens, using: &generator)
        targets = chosen.map { batch.tokens.ids[$0] }
        for position in chosen {
            let draw = generator.uniform()
            if draw < 0.8 {
                batch.tokens.replace(at: position, with: maskToken)
            } else if draw < 0.9 {
                batch.tokens.replace(at: position, with: Int32.random(in: 0..<Int32(vocabularySize), using: &generator))
            }
        }
        batch.reading = .tokens(chosen)
    }

    /// Draws which tokens are asked for, ascending; at least one if there is one that is not special.
    package func positions(in tokens: PackedTokens, using generator: inout SeededGenerator) -> [Int] {
        let candidates = tokens.ids.indices.filter { !specialTokens.contains(tokens.ids[$0]) }
        let chosen = candidates.filter { _ in generator.uniform() < share }
        guard chosen.isEmpty, let one = candidates.randomElement(using: &generator) else { return chosen }
        return [one]
    }

    /// Returns the loss of the hidden tokens and adds its gradients.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits, !targets.isEmpty else { return nil }
        let result = CrossEntropy()(logits, targets)
        step.addLogitGradients(result.gradients)
        return result.value
    }
}
