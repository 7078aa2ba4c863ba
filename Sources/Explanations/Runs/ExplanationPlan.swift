internal import Files

/// How each row is explained.
public struct ExplanationPlan: Sendable {
    /// The methods, which share one cache of evaluations for each row.
    public var methods: [ExplanationMethod]
    /// How much a method may cost, and where draws begin; each row has a seed of its own that follows from it.
    public var settings: ExplanationSettings
    /// Whether each attribution is measured for how faithful it is.
    public var measuresFaithfulness = false
    /// Of how many of the strongest players the pairwise interactions are measured; 0 for none.
    public var interactingPlayers = 0
    /// A score of at least this counts as 1, any other as 0; nil to explain the score itself.
    public var threshold: Double?

    /// Makes a plan.
    public init(methods: [ExplanationMethod], settings: ExplanationSettings) {
        self.methods = methods
        self.settings = settings
    }

    /// Checks what does not depend on a row.
    func validate() throws {
        try settings.validate()
        guard !methods.isEmpty else {
            throw ExplanationsError.setting(name: "the list of methods", value: "empty", remedy: "name one")
        }
        if let threshold, !threshold.isFinite {
            throw ExplanationsError.setting(
                name: "the threshold", value: "\(threshold)", remedy: "it must be a number, in the output's units")
        }
        for method in methods where method.isInspecting && threshold != nil {
            throw ExplanationsError.setting(
                name: "a method for decisions", value: "'\(method.id)'",
                remedy: "it looks into the model, where there is a score and no decision; omit the threshold, or it")
        }
    }

    /// What a document says of the plan.
    var json: JSON {
        .object([
            .init("methods", .strings(methods.map(\.id))), .init("evaluations", .integer(settings.evaluations)),
            .init("precision", settings.precision.map { .number($0) } ?? .null),
            .init("confidence", .number(settings.confidence)), .init("seed", .string("\(settings.seed)")),
            .init("faithfulness", .bool(measuresFaithfulness)), .init("interactions", .integer(interactingPlayers)),
            .init("threshold", threshold.map { .number($0) } ?? .null),
        ])
    }
}
