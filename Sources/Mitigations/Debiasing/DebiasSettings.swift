public import Models
internal import Transformers

/// The choices of a debiasing run.
public struct DebiasSettings: Sendable {
    /// What is tried; the plain model is always among them unless the checkpoint already has a head for the labels.
    public var trials: [DebiasTrial] = []
    /// How the result is chosen.
    public var rule = DebiasRule.smallestDistance
    /// How each trial learns; the distance to the optimum decides which evaluation is best.
    public var training = FineTuningSettings()
    /// The shares of the rows that trials are compared on, and that the result is judged on once.
    public var developmentShare = 0.15, testShare = 0.2
    /// The label that counts as positive; the second unless given.
    public var positive: String?
    /// How adversaries are set up.
    public var adversaries = AdversaryChoices()
    /// Whether a trial that the data do not allow is left out with a warning, as in a sweep, rather than an error.
    public var leavesOutInapplicable = false
    /// The words that swaps exchange.
    public var lexicon = SwapLexicon.english
    /// The sentences in which it is seen what a swap does.
    public var templates = SwapTemplates.english
    /// Whether the weights of trials that are not the result are kept.
    public var keepsTrials = false

    /// Makes the usual choices.
    public init() {}

    /// All that shapes the result, as text by which a resumed run is known to be the same.
    var fingerprint: String {
        let words = trials.contains { $0.contains(.counterfactual) } ? [lexicon.fingerprint] : []
        return
            ([
                training.fingerprint, "\(rule)", "\(developmentShare)", "\(testShare)", positive ?? "",
                adversaries.fingerprint,
            ] + trials.map(\.name) + words)
            .joined(separator: "\n")
    }
}
