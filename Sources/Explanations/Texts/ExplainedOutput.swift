internal import Glibc
public import Transformers

/// Which number of a model an explanation divides among the words.
public enum ExplainedOutput: String, Sendable, Hashable, CaseIterable {
    /// A label's logit less ln Σ eˣ of the logits x of the others; of two labels the difference of the logits. Where any
    /// number of labels may hold, the label's own logit.
    case logitMargin = "logit_margin"
    /// ln p / (1 − p) of a label's probability p: the margin as a difference of two probabilities' logarithms.
    case logOdds = "log_odds"
    /// A label's probability.
    case probability
    /// A label's logit alone.
    case logit
    /// The number that a regression predicts.
    case value

    /// The outputs that models for a problem have, the usual one first.
    public static func allowed(for problem: ModelConfiguration.Problem) -> [ExplainedOutput] {
        problem == .regression ? [.value] : [.logitMargin, .logOdds, .probability, .logit]
    }

    /// Returns the output, computed in Double.
    ///
    /// - Parameters:
    ///   - logits: Of one text, `[labels]`.
    ///   - label: Which of them is explained.
    func value(of logits: [Double], label: Int, problem: ModelConfiguration.Problem) -> Double {
        let margin = problem == .singleLabel && logits.count > 1
        switch self {
        case .value, .logit: return logits[label]
        case .logitMargin, .logOdds: return margin ? ExplainedOutput.margin(logits, label) : logits[label]
        case .probability:
            // The logistic of the margin is the softmax, and keeps its digits where the probability is near 0.
            return 1 / (1 + exp(-(margin ? ExplainedOutput.margin(logits, label) : logits[label])))
        }
    }

    /// Returns the gradients of the output with respect to the logits, `[labels]`.
    func gradient(of logits: [Double], label: Int, problem: ModelConfiguration.Problem) -> [Double] {
        var result = [Double](repeating: 0, count: logits.count)
        result[label] = 1
        guard self != .value && self != .logit else { return result }
        if problem == .singleLabel && logits.count > 1 {
            let rest = ExplainedOutput.logSumExp(logits, without: label)
            for other in logits.indices where other != label { result[other] = -exp(logits[other] - rest) }
        }
        if self == .probability {
            let probability = value(of: logits, label: label, problem: problem)
            for index in result.indices { result[index] *= probability * (1 - probability) }
        }
        return result
    }

    private static func margin(_ logits: [Double], _ label: Int) -> Double {
        logits[label] - logSumExp(logits, without: label)
    }

    private static func logSumExp(_ logits: [Double], without label: Int) -> Double {
        var largest = -Double.infinity
        for (index, logit) in logits.enumerated() where index != label { largest = max(largest, logit) }
        guard largest.isFinite else { return largest }
        var sum = 0.0
        for (index, logit) in logits.enumerated() where index != label { sum += exp(logit - largest) }
        return largest + log(sum)
    }
}
