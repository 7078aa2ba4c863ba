public import FairnessMetrics

/// What was measured of two models beside the audits of their answers: what swaps of words do, and what ability was lost.
public struct ModelChange: Sendable, Equatable {
    /// The label whose probability is looked at.
    public var positive: String
    /// What the model after is compared with, in words: the plain model, or the checkpoint as it was.
    public var before: String
    /// How much answers move when a text speaks of somebody else.
    public var swapGaps: [CounterfactualGap]
    /// How well the task is done, on the test texts first.
    public var abilities: [AbilityChange]

    /// Takes what was measured.
    public init(
        positive: String, before: String, swapGaps: [CounterfactualGap] = [], abilities: [AbilityChange] = []
    ) {
        self.positive = positive
        self.before = before
        self.swapGaps = swapGaps
        self.abilities = abilities
    }
}
